// A levy: the tax desk uploads the file of its tax system, sees what is wrong with it and what it asks,
// issues the bills and prints the papers; a resident sees the bill; whoever is late gets one letter.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { textOf } from "./lib/paper.mjs";
import { people } from "./lib/people.mjs";
import { select } from "./lib/records.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

let town, browser, file, run, list;
const step = steps();
const at = {};
const EACH = 12_500;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  at.michiru = await officer(Person, browser, town, "michiru");
});
after(async () => {
  await browser?.close();
  await town?.close();
});

// The first people of the register who are here; Hanako is the first.
const payers = () =>
  select(
    town.data,
    "SELECT register_number, full_name FROM people_person WHERE register_number IS NOT NULL AND moved_out IS NULL AND deceased IS NULL ORDER BY register_number LIMIT 12",
  );

function levy() {
  const row = ([number, name], n) => `J-${String(n).padStart(3, "0")},${number},${name},${EACH},3500,3000,3000,3000`;
  const rows = payers().map(row);
  rows.push(`J-900,9999999,架空の人,${EACH},3500,3000,3000,3000`, `J-901,${payers()[1][0]},別の人,${EACH},3500,3000,3000,3000`);
  const days = ["1期納期限", "2期納期限", "3期納期限", "4期納期限"];
  const next = new Date(Date.now() + 9 * 3600_000).getUTCFullYear() + 1;
  const due = [`${next}-04-30`, `${next}-07-31`, `${next}-12-25`, `${next + 1}-02-28`];
  const head = `通知番号,宛名番号,氏名,税額,1期,2期,3期,4期,${days.join(",")}`;
  return { count: rows.length, text: `${head}\n${rows.map((r) => `${r},${due.join(",")}`).join("\n")}\n` };
}

async function uploads(p, { count, total }) {
  await p.page.locator('main select[name="item"]').selectOption("property_tax");
  await p.fill("count", String(count));
  await p.fill("total", String(total));
  await p.page.locator('main input[type="file"]').setInputFiles(file.path);
  await p.press("取り込んで確かめる");
}

step("the officer uploads a file; one that does not fit its list is not taken", async () => {
  const p = at.michiru;
  file = levy();
  file.path = join(town.data, "kotei.csv");
  writeFileSync(file.path, file.text);
  await p.go("/desk/billing/runs");
  await p.press("取り込んで確かめる");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "what was forgotten is named");
  await uploads(p, { count: file.count, total: file.count * EACH - 1 });
  assert.match(await p.main(), /ファイルの合計は/);
  await uploads(p, { count: file.count, total: file.count * EACH });
  run = p.path();
  const words = await p.main();
  assert.match(words, /台帳にいません/);
  assert.match(words, /台帳の名前と違います/);
  assert.match(words, /期別の合計/);
});

step("the same file again changes nothing", async () => {
  const p = at.michiru;
  await p.go("/desk/billing/runs");
  await uploads(p, { count: file.count, total: file.count * EACH });
  assert.equal(p.path().split("?")[0], run);
  assert.match(await p.main(), /取り込み済みです/);
});

step("the bills are issued once the officer has named the decision, without the wrong lines", async () => {
  const p = at.michiru;
  await p.go(run);
  await p.press("件を発行する");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "a decision is asked for");
  await p.fill("decision", "8税第34号");
  await p.tick(p.field("without_wrong").first());
  await p.press("12件を発行する");
  await until("all are issued and printed", async () => {
    await p.go(run);
    const words = await p.main();
    return /発行した/.test(words) && /通知書 束1/.test(words) && !words.includes("そろっていません");
  });
  const { type, body } = await p.fetch(await p.href("紙面（PDF）"));
  assert.equal(type, "application/pdf");
  const text = (await textOf(body)).replaceAll(/\s/g, "");
  assert.match(text, /納税通知書/);
  assert.match(text, /第4期/);
  assert.match(text, new RegExp(payers()[0][1].replaceAll(/\s/g, "")));
  await p.press("ポストに出した");
  assert.match(await p.main(), /に発送/);
});

step("the resident sees the bill on a telephone, without JavaScript", async () => {
  const p = await Person.sit(browser, town, "hanako", { screen: PHONE, script: false });
  at.hanako = p;
  await p.signIn(people.hanako);
  await p.go("/my/bills");
  assert.match(await p.main(), /固定資産税/);
  await p.press("固定資産税");
  assert.match(await p.main(), /12,500円|3,500円/);
});

step("instalments whose day is over: who gets a letter, who does not, and why", async () => {
  const p = at.michiru;
  await p.go("/desk/billing/dunning");
  assert.match(await p.main(), /納期限を過ぎたもの/);
  await p.press("一覧を作る");
  list = p.path();
  assert.match(await p.main(), /督促する方/);
  await p.page.getByText("一覧から外す").click();
  await p.tick(p.page.locator('main input[name="line"]').first());
  await p.fill("reason", "徴収猶予の申請を受け付けているため");
  await p.press("この方を外す");
  assert.match(await p.main(), /徴収猶予の申請を受け付けているため/);
  await p.press("人分の督促状を作る");
  await until("the letters are printed", async () => {
    await p.go(list);
    return (await p.main()).includes("すべてポストに出した");
  });
  const { type, body } = await p.fetch(await p.href("紙面（PDF）"));
  assert.equal(type, "application/pdf");
  assert.match((await textOf(body)).replaceAll(/\s/g, ""), /督促状/);
  await p.press("すべてポストに出した");
  assert.match(await p.main(), /督促状を出しました/);
  await p.go("/desk/billing/dunning");
  assert.match(await p.main(), /まだの方 1件|出しました/);
});

step("every page on the way was in order", () => leave(...Object.values(at)));

step("the journal holds", async () => {
  await town.stop();
  const { code, text } = await town.run("journal", "verify");
  assert.equal(code, 0, text);
});
