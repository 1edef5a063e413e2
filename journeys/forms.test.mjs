// One matter, two people: the second one signs on a telephone of their own, without JavaScript; the
// same at the counter on paper; and the same child is not taken twice.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer, open } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { answer, next, pageOf, reference } from "./lib/record.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser;
const at = {};
const step = steps();

before(async () => {
  town = await openTown();
  browser = await openBrowser();
  at.hanako = await Person.sit(browser, town, "forms", { screen: PHONE, script: false });
  await at.hanako.signIn(people.hanako);
});
after(async () => {
  await browser?.close();
  await town?.close();
});

async function day(p, name, [year, month, date]) {
  await p.page.locator(`main select[name="${name}-era"]`).selectOption("ad");
  for (const [part, value] of [["year", year], ["month", month], ["day", date]]) await p.fill(`${name}-${part}`, value);
}

async function child(p) {
  await p.fill("child_name.family", "縁側");
  await p.fill("child_name.given", "みお");
  await p.fill("child_kana", "エンガワ　ミオ");
  await day(p, "child_birth", ["2023", "5", "5"]);
  await p.pick("child_relation", "grandparent");
}

const entry = {
  child,
  other_guardian: (p) => p.pick("other_guardian", "yes"),
  continuing: (p) => p.pick("continuing", "new"),
  facility: (p) => p.pick("facility", "onomachi"),
  start: (p) => day(p, "start_on", ["2027", "4", "1"]),
  reason_wanted: (p) => p.pick("childcare_wanted", "no"),
};

step("the applicant is told from the beginning that somebody else signs, and asks them", async () => {
  const p = at.hanako;
  await p.go("/apply/kindergarten_entry");
  assert.match(await p.main(), /もう一人の保護者の署名も要ります/);
  await p.press("申請を始める");
  await answer(p, "check", entry);
  assert.match(await p.main(), /まだ申請は済んでいません/);
  assert.equal(await p.thing("申請する", { exact: true }).count(), 0);
  await p.press("署名をお願いする");
  await p.press("お願いを作る");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.fill("name", "縁側 さくら");
  await p.fill("secret", "4711");
  await p.press("お願いを作る");
  assert.match(await p.main(), /縁側 さくらさんの署名を待っています/);
  assert.ok(await p.page.locator(".qr svg").isVisible(), "the other telephone can read it from this one");
  at.address = new URL(await p.page.locator("en-copy").getAttribute("data-text")).pathname;
  at.waiting = p.path();
});

step("the second person sees nothing before the secret, then everything, and signs", async () => {
  const p = await Person.sit(browser, town, "forms-second", { screen: PHONE, script: false });
  await p.go(at.address);
  assert.doesNotMatch(await p.main(), /花子|みお/);
  await p.fill("secret", "0000");
  await p.press("内容を見る");
  assert.match(await p.main(), /合言葉が違います/);
  await p.fill("secret", "4711");
  await p.press("内容を見る");
  assert.match(await p.main(), /みお/);
  await p.press("署名する", { exact: true });
  assert.match(await p.main(), /同意するときは、印を付けてください/);
  await p.tick(p.field("agreed"));
  await p.fill("name", "縁側 さくら");
  await p.press("署名する", { exact: true });
  assert.match(await p.main(), /に申請したことになります/);
  at.number = await reference(p);
  const again = await p.page.goto(town.url + at.address);
  assert.equal(again.status(), 410, "the address works once");
  await p.leave();
});

step("the applicant finds the matter handed in, and the desk sees who signed", async () => {
  const p = at.hanako;
  await p.go(at.waiting);
  assert.equal(await reference(p), at.number);
  at.nozomi = await officer(Person, browser, town, "nozomi");
  await open(at.nozomi, at.number);
  assert.match(await at.nozomi.main(), /縁側 さくら（.*専用のページで同意）/);
});

async function gift(p) {
  await p.go("/apply/school_entry_gift");
  await p.press("申請を始める");
  await answer(p, "check", {
    child,
    school: (x) => x.pick("school", "elementary"),
    bank: async (x) => {
      await x.fill("account.bank", "0001");
      await x.fill("account.branch", "001");
      await x.pick("account.account", "ordinary");
      await x.fill("account.number", "1234567");
      await x.fill("account.holder", "エンガワ　ハナコ");
    },
  });
}

step("the same child is not taken twice, and the person is told which one there is", async () => {
  const p = at.hanako;
  await gift(p);
  await p.press("申請する", { exact: true });
  const number = await reference(p);
  await gift(p);
  assert.match(await p.main(), /同じ内容の申し込みを、すでに受け付けています/);
  assert.ok((await p.main()).includes(number));
  assert.equal(await p.thing("申請する", { exact: true }).count(), 0);
  at.second = p.path();
  await open(at.nozomi, number);
  await at.nozomi.page.locator("main summary", { hasText: "もう一度の申し込みを認める" }).click();
  await at.nozomi.fill("again", "口座を間違えて出したため");
  await at.nozomi.press("もう1件を認める");
  await p.go(at.second);
  await p.press("申請する", { exact: true });
  assert.notEqual(await reference(p), number);
});

step("without a telephone: the officer enters it and records the signature on paper", async () => {
  const p = at.nozomi;
  await p.go("/desk/assist");
  await p.page.locator('main form[action="/desk/assist"] input[name="q"]').fill("佐藤");
  await p.turn(() => p.page.locator('main form[action="/desk/assist"] button').click());
  await p.tick(p.page.locator('main input[name="person"]').first());
  await p.page.locator('main select[name="procedure"]').selectOption("kindergarten_entry");
  await p.pick("channel", "counter");
  await p.page.locator('main select[name="check"]').selectOption("運転免許証");
  await p.press("入力を始める");
  await answer(p, "check", entry);
  await p.press("署名をお願いする");
  await p.fill("signed", "見本 二郎");
  await p.page.locator('main select[name="check"]').selectOption("面識がある");
  await p.press("署名を記録して申請する");
  const number = await reference(p);
  await open(p, number);
  assert.match(await p.main(), /見本 二郎（.*紙の署名/);
});

step("an unfinished form is put down, and deleted by who wrote it", async () => {
  const p = await Person.sit(browser, town, "forms-unfinished", { screen: PHONE, script: false });
  await p.go("/apply/migration_consultation");
  await p.press("申請を始める");
  await p.fill("name.family", "遠野");
  await p.fill("name.given", "旅人");
  await next(p);
  assert.notEqual(pageOf(p), "name");
  await p.press("ここでやめて、あとで続ける");
  await p.page.locator("main summary", { hasText: "書きかけを消す" }).click();
  await p.press("消す", { exact: true });
  assert.match(await p.main(), /書きかけを消しました/);
  await p.leave();
});

step("nothing on any of these pages is wrong", async () => leave(at.hanako, at.nozomi));
