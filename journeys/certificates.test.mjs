// Certificates: where each is had, asked for at the counter, decided, and taken at the screen in the lobby.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { takesCash } from "./lib/cash.mjs";
import { approve, officer, propose } from "./lib/office.mjs";
import { textOf } from "./lib/paper.mjs";
import { people } from "./lib/people.mjs";
import { answer, reference } from "./lib/record.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { pageSays, until } from "./lib/until.mjs";

const TITLE = "身分証明書";
let town, browser, number;
const step = steps();
const at = {};
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  for (const key of ["madoka", "ayumu", "tadashi", "kazoe", "takumi"]) {
    at[key] = await officer(Person, browser, town, key, { quiet: key !== "madoka" });
  }
  // The form on a phone without a script; the screen in the lobby with one, for the accessibility check.
  at.hanako = await Person.sit(browser, town, "hanako", { screen: PHONE, script: false });
  at.visitor = await Person.sit(browser, town, "certificates", { screen: PHONE });
  at.screen = await Person.sit(browser, town, "kiosk", { screen: DESK });
});
after(async () => {
  await browser?.close();
  await town?.close();
});

step("the guide says where each certificate is had the fastest", async () => {
  const p = at.visitor;
  await p.go("/certificates");
  await p.press("戸籍の証明書の請求");
  const words = await p.main();
  assert.match(words, /広域交付[\s\S]*いちばん早い[\s\S]*450円/, "the nearest town office comes before our post");
  await p.go("/certificates/resident_record");
  assert.match(await p.main(), /コンビニ交付[\s\S]*確認中/, "what nobody has confirmed says so");
  for (const lang of ["easy", "en"]) await p.go(`/certificates/seal_certificate?lang=${lang}`);
  await p.go("/certificates?lang=ja");
});

step("a resident asks on the phone", async () => {
  const p = at.hanako;
  await p.signIn(people.hanako);
  await p.go("/certificates/identity_certificate");
  await p.press("申し込む");
  await p.press("申請を始める");
  await answer(p, "check", { exempt: (x) => x.pick("exempt", "none"), contact: () => {} });
  await p.press("申請する", { exact: true });
  number = await reference(p);
  await p.go("/my/kiosk");
  assert.match(await p.main(), /マイナンバーカードなどでの本人確認が要ります/, "a password alone makes no number");
});

step("the officer sees what will stand on the paper before deciding", async () => {
  const p = at.madoka;
  await pageSays(p, "/desk/cases", number);
  await p.press(number);
  await p.press("証明書にのる内容");
  const words = await p.main();
  assert.match(words, /のる内容[\s\S]*本籍|このままでは交付できません/);
  await p.press("案件に戻る");
  if (words.includes("このままでは交付できません")) throw new Error(`the fictional record is missing: ${words}`);
  await propose(p, number);
  await approve(at.ayumu, number);
  await approve(at.tadashi, number);
  await takesCash(at.kazoe, { number, owed: 200, tendered: 200, change: 0 });
  await pageSays(at.hanako, "/my/papers", TITLE);
});

step("the same matter for somebody without phone and e-mail", async () => {
  const p = at.madoka;
  await p.go("/desk/assist");
  await p.page.locator('main form[action="/desk/assist"] input[name="q"]').fill("鈴木");
  await p.turn(() => p.page.locator('main form[action="/desk/assist"] button').click());
  await p.tick(p.page.locator('main input[name="person"]').first());
  await p.page.locator('main select[name="procedure"]').selectOption({ label: "住民票の写し" });
  await p.pick("channel", "counter");
  await p.page.locator('main select[name="check"]').selectOption({ index: 1 });
  await p.press("入力を始める");
  await answer(p, "check", { exempt: (x) => x.pick("exempt", "public_assistance"), receive: (x) => x.pick("receive", "counter"), contact: () => {} });
  await p.press("申請する", { exact: true });
  const mine = await reference(p);
  await pageSays(p, "/desk/cases", mine);
  await p.press(mine);
  assert.match(await p.main(), /手数料の免除/);
  await p.pick("waiver", "public_assistance");
  await propose(p, mine);
  await approve(at.ayumu, mine);
  await approve(at.tadashi, mine);
  await pageSays(p, "/desk/papers", "住民票の写し");
});

const digits = async (p) => (await p.page.locator(".pass-number").innerText()).replaceAll(/\D/g, "");

step("the screen in the lobby is started by an officer", async () => {
  const p = at.madoka;
  await p.go("/desk/certificates/kiosks");
  await p.press("端末を始める");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "the screen needs a name");
  await p.fill("place", "1階の入口");
  await p.press("端末を始める");
  const start = await digits(p);
  const s = at.screen;
  await s.go("/kiosk");
  await s.fill("number", start);
  await s.press("始める");
  assert.match(await s.main(), /証明書をここで取る/);
  await s.fill("number", "00000000");
  await s.press("始める");
  assert.ok(await s.page.locator(".error-summary").isVisible());
});

step("somebody shows a card at the desk and takes a certificate at the screen", async () => {
  const p = at.madoka;
  await p.go("/desk/certificates/pass");
  await p.field("q").fill("鈴木");
  await p.turn(() => p.page.locator('main form[action="/desk/certificates/pass"] button').first().click());
  await p.tick(p.page.locator('main input[name="person"]').first());
  await p.pick("check", "運転免許証");
  await p.press("番号を出す");
  const pass = await digits(p);
  const s = at.screen;
  await s.go("/kiosk");
  await s.fill("number", pass);
  await s.press("始める");
  assert.match(await s.heading(), /どの証明書/);
  assert.doesNotMatch(await s.main(), /鈴木/, "no name stands on the screen");
  await s.press("所得課税証明書");
  await s.press("申し込む");
  assert.ok(await s.page.locator(".error-summary").isVisible(), "what was not chosen is named");
  await s.pick("year", "y2026");
  await s.pick("purpose", "loan");
  await s.press("申し込む");
  await until("the fee is asked for", async () => {
    await s.page.goto(`${town.url}/kiosk/wait`);
    return (await s.main()).includes("会計の窓口で");
  });
  await s.look();
  const mine = await reference(s);
  await takesCash(at.kazoe, { number: mine, owed: 200, tendered: 200, change: 0 });
  await until("the paper is ready", async () => {
    await s.page.goto(`${town.url}/kiosk/wait`);
    return (await s.main()).includes("証明書ができました");
  });
  await s.look();
  assert.equal((await s.fetch("/kiosk/paper.pdf")).type.includes("pdf"), false, "nothing is shown before it is printed");
  await s.press("証明書を開いて印刷する");
  assert.match(await s.heading(), /印刷してください/);
  const { status, type, body } = await s.fetch("/kiosk/paper.pdf");
  assert.deepEqual([status, type], [200, "application/pdf"]);
  assert.match((await textOf(body)).replaceAll(/\s/g, ""), /所得課税証明書/);
  await s.press("印刷しました");
  assert.match(await s.main(), /申し込んだ通数の印刷が終わりました/);
  const t = at.takumi;
  await pageSays(t, "/desk/papers", "所得課税証明書");
  await t.press("所得課税証明書");
  assert.match(await t.main(), /原本 1 \/ 1[\s\S]*本人が役場の端末で印刷/, "the print is in the log");
  await s.press("終わる");
  assert.match(await s.main(), /残っていません/);
  assert.equal((await s.fetch("/kiosk/paper.pdf")).type.includes("pdf"), false, "nothing is left behind");
});

step("the records of other systems, with what is wrong named by line", async () => {
  const p = at.madoka;
  await p.go("/desk/certificates/records");
  await p.pick("kind", "identity_certificate");
  await p.fill("as_of-year", "8");
  await p.fill("as_of-month", "5");
  await p.fill("as_of-day", "1");
  const bytes = Buffer.from("宛名番号,禁治産・準禁治産,後見の登記,破産\n0,なし,なし,なし\n");
  await p.page.locator('main input[type="file"]').setInputFiles({ name: "mibun.csv", mimeType: "text/csv", buffer: bytes });
  await p.press("確かめて取り込む");
  assert.match(await p.main(), /2行目[\s\S]*住民の台帳にいません/);
});

test("every page on the way was in order", () => leave(...Object.values(at)));
