// A bank account from which taxes are drawn: named on a telephone without JavaScript, brought on paper by
// somebody without an account; the bank is asked; what banks and stores tell finds its bill, and what was
// paid twice goes back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { select } from "./lib/records.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { pageSays } from "./lib/until.mjs";

const step = steps();
const HEAD = "取扱番号,納付番号,確認番号,金額,収納日\n";
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
const at = {};
let town, browser, tax;

// What somebody was billed: a tax whose day is still to come before everything else, a fee for want of one.
const BILLED = `
  SELECT i.payment_key, i.confirm, i.amount, i.due, lower(hex(b.payer)), i.state = 'open' AND b.item IS NOT NULL AND i.due > ?
  FROM billing_instalment i JOIN billing_bill b ON b.id = i.bill
  WHERE i.paid IN (0, i.amount) AND i.exempted = 0 AND i.arrears = 0 AND i.amount >= 200 AND b.state <> 'void'
  ORDER BY 6 DESC, i.state = 'open' DESC, i.due LIMIT 1`;

before(async () => {
  town = await openTown({ prepare: (data) => ([tax] = select(data, BILLED, today)) });
  browser = await openBrowser();
  at.kazoe = await officer(Person, browser, town, "kazoe");
});
after(async () => {
  await browser?.close();
  await town?.close();
});

const uuid = (hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const line = (own, tax, yen = tax[2]) => `${own},${tax[0]},${tax[1]},${yen},${today}\n`;

async function account(p, number) {
  await p.fill("bank", "0126");
  await p.fill("bank_name", "ミホン");
  await p.fill("branch", "201");
  await p.fill("branch_name", "オノ");
  await p.pick("kind", "1");
  await p.fill("number", number);
  await p.tick(p.page.locator('main input[name="agreed"]'));
}

async function lay(p, rows) {
  await p.go("/desk/billing/files");
  await p.pick("what", "standard:store");
  await p.field("file").setInputFiles({ name: "nyukin.csv", mimeType: "text/csv", buffer: Buffer.from(HEAD + rows) });
  await p.press("入れて中身を見る");
  return p.path();
}

step("a resident names an account on a telephone, without JavaScript", async () => {
  const p = await Person.sit(browser, town, "hanako", { screen: PHONE, script: false });
  await p.signIn(people.hanako, "/sign-in?next=/my/bills");
  await p.go("/my/bills");
  await p.press("口座からの引き落とし");
  assert.match(await p.main(), /まだ申し込みはありません/);
  await p.press("口座を申し込む");
  assert.equal((await p.field("holder").inputValue()).replaceAll(/\s/g, ""), people.hanako.kana.replaceAll(/\s/g, ""));
  await p.press("申し込む", { exact: true });
  assert.ok(await p.page.locator(".error-summary").isVisible(), "what was forgotten is named");
  await account(p, "7654321");
  await p.press("申し込む", { exact: true });
  assert.match(await p.main(), /申し込みを受け取りました/);
  assert.match(await p.main(), /末尾 321/);
  await p.leave();
});

step("the same pages with JavaScript are in order, in easy Japanese and English too", async () => {
  const p = await Person.sit(browser, town, "hanako-js", { screen: PHONE });
  await p.signIn(people.hanako);
  for (const lang of ["ja", "easy", "en"]) {
    await p.go(`/my/bills/account?lang=${lang}`);
    await p.go(`/my/bills/account/new?lang=${lang}`);
  }
  await p.leave();
});

step("the officer checks it, and the resident is told", async () => {
  const p = at.kazoe;
  await p.go("/desk/billing/accounts");
  await p.press("ミホン");
  await p.press("使えるようにする");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "nothing is taken without the bank's word");
  await p.tick(p.page.locator('main input[name="agreed"]'));
  await p.press("使えるようにする");
  assert.match(await p.main(), /本人に知らせました/);
  const hanako = await Person.sit(browser, town, "hanako-told", { screen: PHONE });
  await hanako.signIn(people.hanako);
  await pageSays(hanako, "/my/notices", "口座から引き落とせるようになりました");
  await hanako.go("/my/bills/account");
  assert.match(await hanako.main(), /使えます/);
  await hanako.leave();
});

step("somebody without an account brings the form on paper", async () => {
  assert.ok(tax, "the fictional town has sent bills");
  const p = at.kazoe;
  await p.go("/desk/billing/accounts/new");
  await p.fill("q", "佐藤");
  await p.turn(() => p.page.keyboard.press("Enter"));
  await p.go(`/desk/billing/accounts/new?person=${uuid(tax[4])}`);
  await account(p, "1234567");
  await p.press("申込みを入れる");
  assert.match(await p.main(), /申込みを入れました/);
  await p.press("ミホン");
  assert.match(await p.main(), /（紙）/);
  await p.tick(p.page.locator('main input[name="agreed"]'));
  await p.press("使えるようにする");
});

step("the bank is asked for a due day; the file is a specimen, as its codes are", async () => {
  const p = at.kazoe;
  await p.go("/desk/billing/debits");
  if (!tax[5]) {
    // A town that has sent no tax bills has nobody to ask; fees are never drawn.
    assert.match(await p.main(), /これから期限が来る請求はありません|この日の依頼を作る/);
    return;
  }
  const row = p.page.locator(`main form:has(input[name="day"][value="${tax[3]}"]) button`);
  await p.turn(() => row.click());
  assert.match(await p.main(), /このファイルは見本です/);
  assert.match(await p.main(), new RegExp(tax[0]));
  const { status, type, body } = await p.sendsFor("ファイルを受け取る");
  assert.equal(status, 200);
  assert.equal(type, "application/octet-stream");
  const records = body.toString("latin1").replace(/\r\n$/, "").split("\r\n");
  assert.ok(records.every((r) => r.length === 120), "every record has 120 bytes");
  assert.ok(records[0].startsWith("1910") && records.at(-1).startsWith("9"));
  assert.ok(records.some((r) => r.startsWith("2") && r.includes(tax[0])));
});

step("what a store tells finds its bill; what fits nothing waits with its reason", async () => {
  const p = at.kazoe;
  await p.go("/desk/billing/files");
  await p.press("入れて中身を見る");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  const rows = line("J-1", tax) + line("J-2", tax) + `J-3,${"9".repeat(20)},,500,${today}\n`;
  const path = await lay(p, rows);
  assert.match(await p.main(), /まだ何も記録していません/);
  assert.match(await p.main(), /この納付番号の請求がない/);
  await p.press("この内容で記録する");
  await pageSays(p, path, "記録しました");
  assert.match(await p.main(), /もう納まっている/);
  await lay(p, rows);
  assert.match(await p.main(), /前に入れてあります/);

  await p.press("合わなかった入金を片づける");
  await p.press("コンビニ　500円");
  await p.press("理由を付けて記録する");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.pick("outcome", "back");
  await p.fill("reason", "店が番号を打ちまちがえたと分かった");
  await p.press("理由を付けて記録する");
  assert.match(await p.main(), /合わなかった入金はありません|記録しました/);
});

step("what arrives is recorded, and what was paid twice goes back", async () => {
  const p = at.kazoe;
  await p.go("/desk/billing/transit");
  assert.match(await p.main(), /コンビニ/);
  await p.press("着いたと記録する");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.page.locator('main select[name="channel"]').selectOption("store");
  await p.fill("amount", String(tax[2] - 66));
  await p.fill("fee", "66");
  const [year, month, day] = today.split("-").map(Number);
  const fillDay = async (name) => {
    await p.page.locator(`main select[name="${name}-era"]`).selectOption("ad");
    for (const [part, n] of [["year", year], ["month", month], ["day", day]]) await p.fill(`${name}-${part}`, String(n));
  };
  await fillDay("on");
  await p.fill("mark", "J-7");
  await p.press("着いたと記録する");
  assert.match(await p.main(), /着いたお金を記録しました/);

  await p.go("/desk/billing/refunds");
  await p.tick(p.page.locator('main input[name="what"]').first());
  await fillDay("day");
  await p.press("振り込みのファイルを作る");
  const { status, body } = await p.sendsFor("ファイルを受け取る");
  assert.equal(status, 200);
  assert.ok(body.toString("latin1").startsWith("1210"));
  await p.press("振り込みが済んだ");
  assert.match(await p.main(), /返したと記録しました/);
});

test("every page on the way was in order", () => leave(...Object.values(at)));

test("the books balance and the journal tells of every file that was fetched", async () => {
  await town.stop();
  const [[sum]] = select(town.data, "SELECT SUM(debit - credit) FROM billing_entry");
  assert.equal(sum, 0);
  const acts = select(town.data, "SELECT act, COUNT(*) FROM store_journal WHERE act LIKE 'billing.%fetch' GROUP BY act ORDER BY act");
  const asked = tax[5] ? [["billing.debit_fetch", 1]] : [];
  assert.deepEqual(acts, [...asked, ["billing.transfer_fetch", 1]]);
  const { code, text } = await town.run("journal", "verify");
  assert.equal(code, 0, text);
});
