// Which procedures apply to me? A mother on an old telephone, an officer who prints the list and hands
// it over, and a son in another city who asks from where he lives.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { textOf } from "./lib/paper.mjs";
import { next, pageOf, reference } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

async function day(p, key, [year, month, date]) {
  await p.fill(`${key}-year`, year);
  await p.fill(`${key}-month`, month);
  await p.fill(`${key}-day`, date);
}

const on = (p) => p.press("次へ", { exact: true });

test("a birth leads to its procedures with the days of the law, without JavaScript and without a name", async () => {
  const p = await Person.sit(browser, town, "guide-birth", { screen: PHONE, script: false });
  await p.go("/");
  await p.page.locator('main input[name="q"]').fill("子どもが生まれた");
  await p.turn(() => p.page.locator('main form[action="/search"] button').click());
  await p.press("子どもが生まれたときの手続き");
  await on(p);
  assert.ok(await p.page.locator(".error-summary").isVisible(), "a question that must be answered says so");
  await p.pick("stage", "born");
  await on(p);
  await day(p, "born", ["8", "2", "30"]);
  await on(p);
  assert.ok(await p.page.locator(".error-summary").isVisible(), "there is no such day");
  // Sunday 6 December 2026: the 14th day is a Saturday, the desk opens again on Monday.
  await day(p, "born", ["8", "12", "6"]);
  await on(p);
  await p.pick("insurance", "national");
  await on(p);
  await p.pick("civil_servant", "no");
  await on(p);
  const said = await p.main();
  assert.match(said, /出生届[\s\S]*令和8年12月21日（月）まで/);
  assert.match(said, /児童手当[\s\S]*2027年1月分から/);
  assert.match(said, /国民健康保険/);
  assert.match(await p.page.locator("main").textContent(), /戸籍法第49条/);
  assert.match(said, /持ち物をまとめると/);
  assert.match(p.page.url(), /born=2026-12-06/);
  // The child is insured through work after all: one answer is given anew, the others stay.
  await p.turn(() => p.page.locator('main a[href*="at=insurance"]').first().click());
  await p.pick("insurance", "work");
  await on(p);
  assert.doesNotMatch(await p.main(), /国民健康保険に入/);
  assert.match(await p.main(), /令和8年12月21日（月）まで/);
  const { type, body } = await p.fetch(await p.href("期限をカレンダーに入れる"));
  assert.match(type, /text\/calendar/);
  assert.match(body.toString(), /DTSTART;VALUE=DATE:20261221/);
  await p.leave();
});

test("an officer goes through it with somebody at the desk and hands the list over on paper", async () => {
  const p = await officer(Person, browser, town, "madoka");
  await p.go("/desk/cases");
  await p.turn(() => p.page.locator('.side-menu a[href="/desk/guide"]').click());
  await p.press("家族が亡くなった");
  await day(p, "knew", ["8", "11", "20"]);
  await on(p);
  await p.pick("insurance", "elderly");
  await on(p);
  await p.pick("head", "yes");
  await on(p);
  await p.pick("has", "pension");
  await on(p);
  const said = await p.main();
  assert.match(said, /死亡届[\s\S]*令和8年11月26日（木）まで/);
  assert.match(said, /年金/);
  const paper = await p.page.pdf({ format: "A4" });
  const printed = (await textOf(paper)).replaceAll(/\s/g, "");
  assert.match(printed, /令和8年11月26日（木）まで/);
  assert.match(printed, /持ち物をまとめると/);
  assert.match(printed, /戸籍法第86条/, "the law stands on paper, too");
  assert.doesNotMatch(printed, /はじめからやり直す/, "what can only be pressed is not on paper");
  await p.leave();
});

test("somebody in another city sees what can be done from there, asks and gets a number", async () => {
  const p = await Person.sit(browser, town, "guide-afar", { screen: PHONE });
  await p.go("/guide");
  await p.press("小野町へ戻る、移り住む");
  await p.pick("who", "settle");
  await on(p);
  await on(p);
  await p.pick("has", "home");
  await on(p);
  const said = await p.main();
  assert.match(said, /離れた町からできること/);
  assert.match(said, /町外の住所のままで申し込めます/);
  await p.turn(() => p.page.locator('main a[href*="/to/migration_consultation"]').click());
  await p.press("申請を始める");
  assert.equal(pageOf(p), "name");
  await p.fill("name.family", "見本");
  await p.fill("name.given", "健");
  await next(p);
  await p.fill("living_in", "東京都千代田区");
  await next(p);
  await p.pick("topics", "housing");
  await next(p);
  await next(p);
  await next(p);
  await p.pick("answer_by", "email");
  await next(p);
  await p.fill("email", "ken@demo.example");
  await next(p);
  await p.press("申請する", { exact: true });
  assert.ok(await reference(p));
  await leave(p);
});
