// The town comes to people: an officer makes an offer, a resident opens the form from the letter's
// address on a telephone without JavaScript, and a reply on paper is entered at the desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { codesOf, textOf } from "./lib/paper.mjs";
import { next, pageOf, reference } from "./lib/record.mjs";
import { select } from "./lib/records.mjs";
import { prints } from "./lib/post.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

const TITLE = "今年度に2歳になる子の保護者";
const RULE = "infant_two";
const WARD = "natsui";
const PURPOSE = "育児世帯支援給付金の案内を送るため";

let town, browser, offer, letter, codes, sheets;
const step = steps();
const at = {};
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  for (const key of ["nozomi", "yutaka"]) at[key] = await officer(Person, browser, town, key);
});
after(async () => {
  await browser?.close();
  await town?.close();
});

// The number that stands on the same sheet as an address.
function numberOf(address) {
  const sheet = sheets.find((s) => s.replaceAll(/\s/g, "").includes(new URL(address).pathname));
  return sheet.match(/[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/)[0];
}

// The invitations of the offer, as the records have them: number and birth date.
const invitations = () =>
  select(
    town.data,
    "SELECT i.reference, p.birth FROM cases_invitation i JOIN people_person p ON p.id = i.person JOIN procedures_offer o ON o.id = i.source WHERE o.rule = ? ORDER BY i.id",
    RULE,
  );

async function answers(p) {
  for (let pages = 0; pageOf(p) !== "check" && pages < 12; pages++) {
    const page = pageOf(p);
    if (page === "child") await p.pick("child_relation", "parent");
    if (page === "bank") {
      await p.fill("account.bank", "9999");
      await p.fill("account.branch", "001");
      await p.pick("account.account", "ordinary");
      await p.fill("account.number", "0000001");
      await p.fill("account.holder", "カクウ　ホゴシャ");
    }
    if (page === "contact") await p.fill("phone", "0247-00-0100");
    if (page === "declare") await p.tick(p.field("declared").first());
    await next(p);
  }
}

step("the officer chooses a rule and sees whom the register gives, and why", async () => {
  const p = at.nozomi;
  await p.go("/desk/offers");
  assert.match(await p.main(), /今年度に1歳になる子の保護者/, "the demo has made one already");
  await p.pick("rule", RULE);
  await p.press("記録から選んで、一覧を見る");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "nothing is read without a purpose");
  await p.pick("rule", RULE);
  await p.pick("ward", WARD);
  await p.fill("purpose", PURPOSE);
  await p.press("記録から選んで、一覧を見る");
  offer = p.path();
  const words = await p.main();
  assert.match(words, new RegExp(TITLE));
  assert.match(words, /生まれ、令和\d+年\d+月\d+日に2歳/);
  assert.match(words, /外れた方（\d+人）/);
});

step("one is taken out with a reason, and the head of the desk decides", async () => {
  const p = at.nozomi;
  const boxes = p.page.locator('main input[type="checkbox"][name^="line."]');
  assert.ok((await boxes.count()) >= 3, "enough people for this journey");
  await p.press("選んだ方を外す");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.tick(boxes.first());
  await p.fill("why", "窓口で相談中のため");
  await p.press("選んだ方を外す");
  assert.match(await p.main(), /外れた方/);
  await p.press("決裁に回す");
  assert.match(await p.main(), /決裁が終わると/);
  const head = at.yutaka;
  await head.go("/desk/approvals");
  await head.press(TITLE);
  assert.match(await head.main(), /案内する数/);
  await head.press("承認する", { exact: true });
});

step("it is sent, and the letters are printed with their reply sheets", async () => {
  const p = at.nozomi;
  await until("the decision has come", async () => {
    await p.go(offer);
    return (await p.main()).includes("決裁済み");
  });
  await p.press("案内を送る");
  await until("everybody is invited", async () => {
    await p.go(offer);
    return /返事を待っている/.test(await p.main()) && !(await p.main()).includes("少し待って");
  });
  await until("the letters wait to be printed", async () => {
    await p.go("/desk/notices/post");
    return (await p.main()).includes("まとめて印刷する");
  });
  await prints(p);
  const { type, body } = await p.fetch(await p.href("印刷用の紙面（PDF）"));
  assert.equal(type, "application/pdf");
  const text = await textOf(body);
  assert.match(text, /育児世帯支援給付金のご案内/);
  assert.match(text, /返信用紙/);
  sheets = text.split("\f");
  codes = await codesOf(body, 150);
  letter = codes.filter((c) => c.startsWith(`${town.url}/i/`));
  assert.ok(letter.length > 0, `the letters lead to the form: ${codes}`);
  await p.press("ポストに出した");
});

step("the resident opens it from the letter, without an account and without JavaScript", async () => {
  const p = await Person.sit(browser, town, "parent", { screen: PHONE, script: false });
  at.parent = p;
  const path = new URL(letter[0]).pathname;
  await p.go(path);
  assert.match(await p.main(), /手紙の宛名の方の生年月日/);
  const own = invitations();
  const born = async (birth) => {
    const [year, month, day] = birth.split("-").map(Number);
    await p.field("birth-era").selectOption("ad");
    await p.fill("birth-year", String(year));
    await p.fill("birth-month", String(month));
    await p.fill("birth-day", String(day));
    await p.press("申込みを開く");
  };
  await born("1901-01-01");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "the letter alone opens nothing");
  const [, birth] = own.find(([number]) => number === numberOf(letter[0]));
  await born(birth);
  assert.match(p.path(), /^\/apply\/d\//);
  await answers(p);
  assert.match(await p.main(), /内容を確かめて/);
  await p.press("申請する", { exact: true });
  at.number = await reference(p);
  await p.go(path);
  assert.match(await p.main(), /受け付けています/, "used again, it shows how it stands");
});

step("a reply on paper finds its invitation by the same number", async () => {
  const p = at.nozomi;
  const number = codes.find((c) => /^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/.test(c) && c !== at.number);
  await p.go("/desk/scan");
  await p.fill("code", number);
  await p.press("開く", { exact: true });
  assert.match(await p.main(), /町からの案内への返事です/);
  await p.press("返事を入力する");
  await answers(p);
  await p.press("申請する", { exact: true });
  assert.equal(await reference(p), number, "the case bears the number of the letter");
});

step("the offer shows who has answered and by which way", async () => {
  const p = at.nozomi;
  await p.go(offer);
  const words = await p.main();
  assert.match(words, /画面 1件・紙など 1件/);
  await p.press("返事を待っている");
  assert.match(await p.main(), /返事のない方（\d+件）/);
  const { type, body } = await p.fetch(await p.href("返事のない方の電話の一覧"));
  assert.equal(type, "application/pdf");
  assert.match(await textOf(body), /電話連絡票/);
});

step("whoever has the letter and no camera types its number", async () => {
  const p = at.parent;
  await p.go("/invited");
  await p.fill("code", "234-567-89C");
  await p.press("申込みを開く");
  assert.ok(await p.page.locator(".error-summary").isVisible());
});

test("every page on the way was in order", () => leave(...Object.values(at).filter((x) => x instanceof Person)));
