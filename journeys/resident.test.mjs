// A resident of 80 applies on a telephone, is interrupted, and ends at a computer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { isSound, textOf } from "./lib/paper.mjs";
import { people } from "./lib/people.mjs";
import { PLACE, photo } from "./lib/photo.mjs";
import { PROCEDURE, TITLE, answer, attach, next, pageOf, reference } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";
import { pageSays, until } from "./lib/until.mjs";

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

test("begun on a telephone, sent from a computer, told by mail and in the inbox", async () => {
  const phone = await Person.sit(browser, town, "resident-phone", { screen: PHONE });
  await findsTheMatter(phone);
  await signsIn(phone);
  await answersOnTheTelephone(phone);
  await phone.leave();

  const computer = await Person.sit(browser, town, "resident-computer", { screen: DESK });
  await goesOn(computer);
  await attachesAPhoto(computer);
  await checksAndChanges(computer);
  const number = await sendsTwice(computer);
  await hasAReceipt(computer, number);
  await isTold(computer, number);
  await computer.leave();
});

async function findsTheMatter(p) {
  await p.go("/");
  await p.field("q").first().fill("じゅうみんひょう");
  await p.turn(() => p.page.keyboard.press("Enter"));
  await p.press(TITLE);
  const words = await p.main();
  for (const part of ["対象となる方", "いつまで", "用意するもの", "手数料", "かかる日数", "電話"]) {
    assert.ok(words.includes(part), `${part} is missing on the page of the procedure`);
  }
  await p.press("申し込みをはじめる");
  assert.equal(p.path(), `/apply/${PROCEDURE}`);
}

async function signsIn(p) {
  await p.press("ログイン");
  await p.fill("email", people.hanako.email);
  await p.fill("password", "ちがう合言葉です");
  await p.press("ログイン", { exact: true });
  assert.ok(await p.page.locator(".error-summary").isVisible(), "a wrong password is told");
  await p.fill("email", people.hanako.email);
  await p.fill("password", people.hanako.password);
  await p.press("ログイン", { exact: true });
  assert.equal(p.path(), `/apply/${PROCEDURE}`, "after signing in the matter goes on where it was");
}

async function answersOnTheTelephone(p) {
  await p.press("申請を始める");
  assert.equal(pageOf(p), "applicant");
  const [family, given] = people.hanako.name.split(" ");
  assert.equal(await p.field("applicant_name.family").inputValue(), family);
  assert.equal(await p.field("applicant_name.given").inputValue(), given);
  assert.equal(await p.field("applicant_address-prefecture").inputValue(), "福島県");
  assert.notEqual(await p.field("applicant_address-town").inputValue(), "");
  await next(p);
  assert.equal(pageOf(p), "who");

  // Nothing chosen: the page says so on top, and its link leads to the question.
  await next(p);
  const summary = p.page.locator(".error-summary");
  assert.ok(await summary.isVisible());
  assert.match(await p.page.title(), /^エラー/);
  assert.ok(await summary.evaluate((e) => e === document.activeElement), "the reader is led to the errors");
  await summary.getByRole("link").first().click();
  const at = await p.page.evaluate(() => location.hash.slice(1));
  assert.ok(at && (await p.page.evaluate((id) => document.getElementById(id)?.closest("fieldset, .field") !== null, at)));
  await answer(p, "copies");

  await p.fill("copies", "三十");
  await next(p);
  assert.equal(pageOf(p), "copies");
  assert.equal(await p.field("copies").inputValue(), "三十", "what was typed is still there");
  await p.fill("copies", "２");
  await next(p);
  // Whoever asks for no exemption goes on without a word.
  assert.equal(pageOf(p), "exempt");
  await next(p);
  assert.equal(pageOf(p), "receive");
  await p.pick("receive", "post");
  await p.press("ここでやめて、あとで続ける");
  assert.equal(await p.heading(), "ここまで残しました");
}

async function goesOn(p) {
  await p.signIn(people.hanako, "/sign-in?return=/my/cases");
  await p.press(TITLE);
  assert.equal(pageOf(p), "receive");
  assert.ok(await p.page.locator('input[name="receive"][value="post"]').isChecked(), "the half answer was kept");
  await answer(p, "identity", { receive: (x) => x.pick("receive", "post") });
}

async function attachesAPhoto(p) {
  await next(p);
  assert.ok(await p.page.locator(".error-summary").isVisible(), "without a photo the page asks for one");
  await attach(p, "id_photo", await photo(p.page));
  await p.page.locator(".file-preview img").waitFor();
  await next(p);
  assert.equal(pageOf(p), "contact");
  await answer(p, "check");
}

async function checksAndChanges(p) {
  const words = await p.main();
  assert.match(words, /郵送で受け取る/);
  assert.match(words, /2通|2/);
  await p.turn(() => p.page.locator('main a[href*="/copies?return=check"]').click());
  await p.fill("copies", "1");
  await next(p);
  assert.equal(pageOf(p), "check", "after a change the check comes back");
}

async function sendsTwice(p) {
  // The second click takes the place of the first: what counts is where the person arrives.
  await p.thing("申請する", { exact: true }).dblclick();
  await until("the matter is handed in", () => /\/done/.test(p.page.url()));
  await p.page.waitForLoadState("load");
  await p.look();
  const number = await reference(p);
  assert.match(number, /^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  return number;
}

async function hasAReceipt(p, number) {
  const { type, body } = await p.fetch(await p.href("受付票（PDF）"));
  assert.equal(type, "application/pdf");
  assert.match(await textOf(body), new RegExp(number));
  assert.match(await isSound(body), /No syntax or stream encoding errors/);
  await p.go("/my/cases");
  const lines = await p.page.locator(`main :text("${number}")`).count();
  assert.equal(lines, 1, "two clicks are one matter");
  await p.press(TITLE);
  const file = await p.page.locator(".kept-files a").first().getAttribute("href");
  const kept = await p.fetch(file);
  assert.equal(kept.status, 200);
  assert.ok(!kept.body.includes(PLACE), "the place where the photo was taken is not kept");
}

async function isTold(p, number) {
  await pageSays(p, "/demo/outbox", number);
  await p.press(number);
  assert.match(await p.main(), new RegExp(TITLE));
  await p.go("/my/notices");
  await p.press(number);
  await p.press("続きのページへ");
  assert.match(p.path(), /^\/my\/cases\//);
}
