// A resident without account and without e-mail: the same matter at the counter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, leave, openBrowser } from "./lib/browser.mjs";
import { takesCash } from "./lib/cash.mjs";
import { approve, officer, propose } from "./lib/office.mjs";
import { codesOf, textOf } from "./lib/paper.mjs";
import { TITLE, answer, reference } from "./lib/record.mjs";
import { select } from "./lib/records.mjs";
import { prints } from "./lib/post.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

let town, browser, number, name;
const step = steps();
const at = {};
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  for (const key of ["madoka", "ayumu", "tadashi", "kazoe"]) {
    at[key] = await officer(Person, browser, town, key, { quiet: key === "ayumu" || key === "tadashi" });
  }
});
after(async () => {
  await browser?.close();
  await town?.close();
});

// Somebody of the register who has no account: the first whom the search finds.
async function finds(p, words) {
  await p.go("/desk/assist");
  await p.page.locator('main form[action="/desk/assist"] input[name="q"]').fill(words);
  await p.turn(() => p.page.locator('main form[action="/desk/assist"] button').click());
  const first = p.page.locator('main input[name="person"]').first();
  const id = await first.getAttribute("id");
  name = (await p.page.locator(`label[for="${id}"]`).innerText()).trim().split("\n")[0];
  await p.tick(first);
}

step("a form on paper with its number, and the form that comes back", async () => {
  const p = at.madoka;
  await finds(p, "佐藤");
  await p.press("入力を始める");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "what was forgotten is named");
  await p.tick(p.page.locator('main input[name="person"]').first());
  await p.page.locator('main select[name="procedure"]').selectOption({ label: TITLE });
  await p.press("番号の入った用紙を作る");
  number = await reference(p);
  const { type, body } = await p.fetch(await p.href("用紙を開く（PDF）"));
  assert.equal(type, "application/pdf");
  assert.match(await textOf(body), new RegExp(number));
  const codes = await codesOf(body);
  assert.ok(codes.includes(number), `the QR of the form is its number: ${codes}`);

  await p.go("/desk/scan");
  await p.fill("code", "ABC");
  await p.press("開く", { exact: true });
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.fill("code", codes[0]);
  await p.press("開く", { exact: true });
  await answer(p, "check", { receive: (x) => x.pick("receive", "counter") });
  await p.press("申請する", { exact: true });
  assert.equal(await reference(p), number, "the case bears the number of its paper");
});

step("the same queue, the same route", async () => {
  const p = at.madoka;
  await p.go("/desk/cases");
  const row = p.page.locator("main tbody tr", { hasText: number });
  assert.match(await row.innerText(), /紙/);
  await propose(p, number);
  await approve(at.ayumu, number);
  await approve(at.tadashi, number);
});

step("cash, the paper in the hand, and the letter for whoever has no e-mail", async () => {
  const p = at.madoka;
  const newest = p.page.locator("xpath=//h2[contains(.,'新しい順')]/following::a[starts-with(@href,'/desk/papers/')]").first();
  await p.go("/desk/papers");
  const before = await newest.getAttribute("href");
  await takesCash(at.kazoe, { number, owed: 200, tendered: 200, change: 0 });
  await until("the new paper is listed", async () => {
    await p.page.goto(`${town.url}/desk/papers`);
    return (await newest.getAttribute("href")) !== before;
  });
  assert.match(await newest.innerText(), new RegExp(TITLE));
  await p.turn(() => newest.click());
  const { status, type, body } = await p.sendsFor("窓口で渡すために開く");
  assert.equal(status, 200);
  assert.equal(type, "application/pdf");
  assert.match((await textOf(body)).replaceAll(/\s/g, ""), new RegExp(name.split(/\s/)[0]));

  await until("the letter waits to be printed", async () => {
    await p.page.goto(`${town.url}/desk/notices/post`);
    const rows = await p.page.locator("main tr", { hasText: "書類ができました" }).allInnerTexts();
    return rows.some((row) => row.replaceAll(/\s/g, "").includes(name.replaceAll(/\s/g, "")));
  });
  await p.look();
  await prints(p);
  const batch = await p.fetch(await p.href("印刷用の紙面（PDF）"));
  assert.equal(batch.type, "application/pdf");
  const letters = (await textOf(batch.body)).replaceAll(/\s/g, "");
  assert.match(letters, /書類ができました/);
  assert.match(letters, new RegExp(name.replaceAll(/\s/g, "")));
  await p.press("ポストに出した");
  assert.match(await p.main(), /に発送/);
});

step("the question after every matter is answered on paper", async () => {
  const p = at.madoka;
  await p.go("/desk/cases?state=closed");
  await p.press(number);
  await p.page.getByText("便利になったか").click();
  await p.pick("channel", "paper");
  await p.tick(p.page.locator('main input[name="satisfaction"]').first());
  await p.press("答えを送る");
  assert.match(await p.main(), new RegExp(number));
});

test("every page on the way was in order", () => leave(...Object.values(at)));

step("the journal says by which channel", async () => {
  await town.stop();
  const deeds = select(
    town.data,
    `SELECT j.act, j.channel FROM store_journal j JOIN store_journal_row r ON r.seq = j.seq
     JOIN cases_case c ON c.id = r.row_id WHERE r.table_name = 'cases_case' AND c.reference IN (?, ?) ORDER BY j.seq`,
    number,
    number.replaceAll("-", ""),
  );
  const channels = Object.fromEntries(deeds);
  assert.equal(channels["cases.submit"], "paper", JSON.stringify(deeds));
  const [[cash]] = select(town.data, "SELECT channel FROM store_journal WHERE act LIKE 'billing.%' ORDER BY seq DESC LIMIT 1");
  assert.equal(cash, "counter");
  const { code, text } = await town.run("journal", "verify");
  assert.equal(code, 0, text);
});
