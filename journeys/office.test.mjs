// The whole way through the office: queue, correction, draft, route with a send-back and a deputy,
// the fee, the certificate, whoever checks it, and the figures at the end.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { approve, officer, open, propose, waiting } from "./lib/office.mjs";
import { codesOf, signatureOf, textOf, withOneByteFlipped } from "./lib/paper.mjs";
import { dayEnds, takesCash } from "./lib/cash.mjs";
import { people } from "./lib/people.mjs";
import { TITLE, apply } from "./lib/record.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { pageSays, until } from "./lib/until.mjs";

let town, browser, number, own, paper;
const step = steps();
const at = {}; // who sits where
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  at.hanako = await Person.sit(browser, town, "hanako", { screen: PHONE, quiet: true });
  await at.hanako.signIn(people.hanako);
  number = await apply(at.hanako);
  own = await at.hanako.href("申請の様子を見る");
  at.hanako.quiet = false;
  for (const key of ["madoka", "ayumu", "tadashi", "tasuku", "kazoe", "mitsuru"]) at[key] = await officer(Person, browser, town, key);
});
after(async () => {
  await browser?.close();
  await town?.close();
});

step("the desk sees the matter with its deadline and asks for one correction", async () => {
  const p = at.madoka;
  await p.go("/desk");
  await p.go("/desk/cases");
  const row = p.page.locator("main tbody tr", { hasText: number });
  assert.equal(await row.count(), 1);
  assert.match(await row.innerText(), /縁側\s花子/);
  assert.match(await row.innerText(), /あと\d+日|今日まで/);
  await p.press(number);
  assert.match(await p.main(), /同じ/, "what is written is compared with the register");
  await p.press("担当する");
  await p.page.getByText("直してほしいところを書く").click();
  await p.fill("ask.copies", "2通いるとお電話でうかがいました。数を直してください。");
  await p.press("補正を求める");
  assert.match(await p.main(), /直しを待っています|補正/);
});

step("the resident sees what is asked, and only that", async () => {
  const p = at.hanako;
  await pageSays(p, "/my/notices", "直していただきたいところがあります");
  await p.press("直していただきたいところがあります");
  await p.press("続きのページへ");
  await p.press("直す", { exact: true });
  assert.match(await p.main(), /2通いるとお電話で/);
  assert.equal(await p.field("who").count(), 0, "other questions are not asked again");
  await p.fill("copies", "");
  await p.press("直したものを送る");
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await p.fill("copies", "2");
  await p.press("直したものを送る");
  assert.equal(p.path(), own);
});

step("the draft goes on its way, comes back once, and is decided by a deputy", async () => {
  const desk = at.madoka;
  await open(desk, number);
  assert.match(await desk.main(), /補正で変わったところ/);
  assert.equal(await desk.field("fee").inputValue(), "400", "two copies cost twice as much");
  await propose(desk, number);
  assert.match(await desk.main(), /を待っています/);

  const chief = at.ayumu;
  await waiting(chief, number);
  await chief.press("差し戻す", { exact: true });
  assert.ok(await chief.page.locator(".error-summary").isVisible(), "nothing goes back without a reason");
  await chief.fill("words", "文に、受け取り方を書き足してください。");
  await chief.press("差し戻す", { exact: true });
  assert.match(await chief.main(), /差し戻しました/);

  await until("the case is back at the desk", async () => {
    await desk.page.reload();
    return (await desk.main()).includes("文に、受け取り方を書き足してください。");
  });
  await desk.look();
  await propose(desk, number, { words: "住民票の写しを2通交付します。画面からお受け取りください。" });

  await approve(chief, number);
  assert.match(await chief.main(), /次の人に回りました/);

  const head = at.tadashi;
  await head.go("/desk/approvals/absence");
  await head.fill("reason", "出張");
  await head.press("不在の予定を入れる");
  assert.match(await head.main(), /出張/);

  const deputy = at.tasuku;
  await deputy.go("/desk/approvals");
  await deputy.press(number);
  await deputy.press("代わりに承認する（代決）");
  assert.ok(await deputy.page.locator(".error-summary").isVisible(), "a deputy names who is away, and why");
  await deputy.tick(deputy.page.getByLabel(/架空\sただし/));
  await deputy.fill("reason", "課長が出張のため。きょう中に要るもの。");
  await deputy.press("代わりに承認する（代決）");
  const words = await deputy.main();
  assert.match(words, /代わりに決めたことを記録しました/);
  assert.match(words, /架空\sただし/);
  assert.match(words, /小町民第\d+号/, "a document number is given");

  await head.go("/desk/approvals");
  assert.match(await head.main(), /後閲/);
  await head.press(number);
  await head.press("見ました（後閲）");
  assert.match(await head.main(), /後閲を記録しました/);
});

step("the fee is a bill, paid at the counter; the books balance at the end of the day", async () => {
  await pageSays(at.hanako, own, "手数料をお支払いください");
  await at.hanako.press("請求の内容を見る");
  assert.match(await at.hanako.main(), /400円/);
  await takesCash(at.kazoe, { number, owed: 400, tendered: 1000, change: 600 });
  await dayEnds(at.kazoe, { takings: 400 });
});

step("the certificate reaches the resident", async () => {
  const p = at.hanako;
  await pageSays(p, "/my/notices", "書類ができました");
  await pageSays(p, "/demo/outbox", "書類ができました");
  await p.go("/my/notices");
  await p.press("書類ができました");
  await p.press("続きのページへ");
  await p.go(own);
  const { status, type, body } = await p.fetch(await p.href("できた書類を見る"));
  assert.equal(status, 200);
  assert.equal(type, "application/pdf");
  paper = body;
  const text = await textOf(paper);
  assert.match(text, /縁\s*側\s*花\s*子/);
  assert.match(text, /昭和21年4月8日|昭\s*和\s*21\s*年/);
  await p.go("/my/papers");
  await p.go("/my/records");
  assert.match(await p.main(), /審査/, "the person sees who read the record, and why");
});

step("anyone can tell the certificate from a forgery", async () => {
  assert.match(await signatureOf(paper), /Signature is Valid/);
  assert.doesNotMatch(await signatureOf(withOneByteFlipped(paper)), /Signature is Valid/);

  const trust = join(town.data, "town.pem");
  writeFileSync(trust, (await at.hanako.fetch("/papers/town.pem")).body);
  const file = join(town.data, "paper.pdf");
  writeFileSync(file, paper);
  const good = await town.run("verify", file, "--trust", trust);
  assert.equal(good.code, 0, good.text);
  assert.match(good.text, /本物です/);
  writeFileSync(file, withOneByteFlipped(paper));
  const bad = await town.run("verify", file, "--trust", trust);
  assert.equal(bad.code, 1, bad.text);

  const [code] = await codesOf(paper, 200);
  assert.ok(code?.startsWith(`${town.url}/v/`), `the QR leads to the town: ${code}`);
  const stranger = await Person.sit(browser, town, "stranger", { screen: PHONE });
  await stranger.go(new URL(code).pathname);
  assert.match(await stranger.main(), /本物|町が発行/);
  assert.doesNotMatch(await stranger.main(), /花子/, "the page of a paper names nobody");
  await stranger.fill("name", "縁側花子");
  await stranger.turn(() => stranger.page.locator('main form:has([name="name"]) button').click());
  await stranger.go("/v/AAAAAAAAAAAAAAAAAAAAAAAAAA");
  await stranger.go("/verify");
  const upload = async (bytes) => {
    await stranger.go("/verify");
    await stranger.page.locator('main input[type="file"]').setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: bytes });
    await stranger.turn(() => stranger.page.locator('main form:has(input[type="file"]) button').click());
    return stranger.heading();
  };
  const genuine = await upload(paper);
  assert.notEqual(await upload(withOneByteFlipped(paper)), genuine);
  await stranger.leave();
});

step("one question at the end, and the figures for the head of the office", async () => {
  const p = at.hanako;
  await p.go(own);
  await p.tick(p.page.locator('main input[name="satisfaction"]').first());
  await p.press("答えを送る");
  assert.match(await p.main(), /ありがとうございました/);

  const cio = at.mitsuru;
  await cio.go("/desk/plan");
  const words = await cio.main();
  assert.match(words, /便利/);
  assert.match(words, /件/);
  await cio.go("/desk");
});

test("every page on the way was in order", () => leave(...Object.values(at)));
