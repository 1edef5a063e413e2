// An officer changes a procedure in the browser: another label, one more question that is only asked
// after a certain answer; walks through it and sends it to be decided on. Decided, residents are asked
// the new way; whoever had begun keeps the old form. Another version, from tomorrow, is taken back.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { approve, officer } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

const KEY = "dog_death";
const BASE = `/desk/procedures/${KEY}`;
const LABEL = "札（鑑札と注射済票）はお手元にありますか";

let town, browser, desk, chief, head, resident, begun;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

const test = steps();

async function day(p, name, at) {
  const parts = at.toISOString().slice(0, 10).split("-").map(Number);
  await p.page.locator(`main [name="${name}-era"]`).selectOption("ad");
  for (const [n, part] of ["year", "month", "day"].entries()) await p.fill(`${name}-${part}`, String(parts[n]));
}

// The unit chief and the head agree.
async function decided() {
  chief ??= await officer(Person, browser, town, "ayumu", { quiet: true });
  head ??= await officer(Person, browser, town, "tadashi", { quiet: true });
  for (const decider of [chief, head]) await approve(decider, "手続きの変更「犬の死亡届」");
}

// The day in Japan, whose clock the town follows.
const inJapan = (days) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000);

test("somebody has begun the form on a telephone", async () => {
  resident = await Person.sit(browser, town, "editor-resident", { screen: PHONE, script: false, quiet: true });
  await resident.signIn(people.hanako);
  await resident.go(`/apply/${KEY}`);
  await resident.press("申請を始める");
  begun = resident.path().replace(/\/[^/]*$/, "");
});

test("an officer takes the procedure up and changes a question", async () => {
  desk = await officer(Person, browser, town, "madoka");
  await desk.go("/desk/procedures");
  await desk.press("犬の死亡届", { exact: true });
  await desk.press("直しはじめる", { exact: true });
  assert.ok((await desk.main()).includes("間違いは見つかりません"));
  for (const part of ["guide", "handling", "facts"]) await desk.go(`${BASE}/draft/${part}`);
  await desk.go(`${BASE}/draft/pages/tags`);
  await desk.go(`${BASE}/draft/pages/tags/questions/tags`);
  await desk.fill("label-ja", LABEL);
  await desk.press("保存する", { exact: true });
  assert.ok((await desk.main()).includes("保存しました"));
});

test("a question is added that is only asked after a certain answer", async () => {
  await desk.go(`${BASE}/draft`);
  await desk.page.locator("summary", { hasText: "質問のページを足す" }).click();
  await desk.page.locator('main [name="after"]').selectOption("tags");
  await desk.page.locator('main [name="type"]').last().selectOption("long_text");
  await desk.press("ページを足す", { exact: true });
  // Left empty, it is kept, and each field says what is missing.
  await desk.page.locator("summary", { hasText: "「式で書く」のとき" }).click();
  await desk.fill("when", 'tag == "help"');
  await desk.press("保存する", { exact: true });
  const words = await desk.main();
  assert.ok(words.includes("「tag」という質問は、これより前にありません"), words);
  assert.ok(words.includes("ja の文がありません"));
  await desk.fill("label-ja", "札の返し方について、困っていることを教えてください");
  await desk.fill("label-easy", "｜札《ふだ》を ｜返《かえ》すとき、こまる ことを ｜書《か》いてください");
  await desk.fill("label-en", "What makes it hard to return the tags?");
  await desk.fill("key", "tags_help");
  await desk.pick("when-how", "choose");
  await desk.page.locator('main [name="when-0-what"]').selectOption("value tags help");
  await desk.press("保存する", { exact: true });
  await desk.go(`${BASE}/draft`);
  assert.ok((await desk.main()).includes("間違いは見つかりません"));
});

test("the officer sees it as residents will, in three languages", async () => {
  await desk.press("住民から見たところ", { exact: true });
  await desk.press("English", { exact: true });
  assert.ok((await desk.main()).includes("Notice of a dog's death"));
  await desk.go(`${BASE}/draft/preview/tags?lang=ja`);
  assert.ok((await desk.main()).includes(LABEL));
});

test("a test run asks the new question and leaves nothing behind", async () => {
  await desk.go(`${BASE}/draft`);
  await desk.press("試しに答えてみる", { exact: true });
  const next = () => desk.press("次へ進む", { exact: true });
  await desk.fill("applicant_name.family", "見本");
  await desk.fill("applicant_name.given", "花子");
  await day(desk, "applicant_birth", new Date("1980-05-05T00:00:00Z"));
  await desk.fill("applicant_address-postcode", "963-3492");
  await desk.fill("applicant_address-prefecture", "福島県");
  await desk.fill("applicant_address-city", "田村郡小野町");
  await desk.fill("applicant_address-town", "大字小野新町字見本000番地");
  await next();
  await day(desk, "died_on", inJapan(-3));
  await next();
  await desk.fill("dog_name", "ポチ");
  await next();
  await desk.pick("tags", "help");
  await next();
  assert.ok((await desk.main()).includes("困っていることを教えてください"));
  await desk.fill("tags_help", "足が悪く、役場へ行けません。");
  await next();
  await desk.pick("chip", "no");
  await next();
  await desk.fill("phone", "0247-00-0001");
  await next();
  await desk.page.locator('main label[for="declared"]').or(desk.page.locator('main input[name="declared"] + label')).first().click();
  await next();
  const words = await desk.main();
  assert.ok(words.includes("試しが終わりました") && words.includes("足が悪く"), words);
});

test("decided on, residents are asked the new way from today", async () => {
  await desk.go(`${BASE}/draft`);
  await desk.press("いまの版との違い", { exact: true });
  assert.ok((await desk.main()).includes(LABEL));
  await desk.press("公開へ進む", { exact: true });
  await day(desk, "from", inJapan(0));
  await desk.fill("why", "札を返せない人が、電話の前に事情を書けるようにする");
  await desk.press("決裁に回す", { exact: true });
  assert.ok((await desk.main()).includes("決まるまで、直せません"));
  await decided();
  await until("version 2 is out", async () => {
    await desk.page.goto(town.url + BASE);
    return (await desk.main()).includes("版2");
  });
  const other = await Person.sit(browser, town, "editor-other", { screen: PHONE, script: false, quiet: true });
  await other.signIn(people.taro);
  await other.go(`/apply/${KEY}`);
  await other.press("申請を始める");
  await other.go(`${other.path().replace(/\/[^/]*$/, "")}/tags`);
  assert.ok((await other.main()).includes(LABEL));
  await other.leave();
});

test("whoever had begun keeps the form in which they began", async () => {
  await resident.go(`${begun}/tags`);
  const words = await resident.main();
  assert.ok(words.includes("鑑札と注射済票はありますか") && !words.includes(LABEL), words);
});

test("a version from tomorrow can be taken back", async () => {
  await desk.go(BASE);
  await desk.press("直しはじめる", { exact: true });
  await desk.go(`${BASE}/draft/guide`);
  await desk.fill("summary-ja", "飼っていた犬が亡くなったことを、町に届けます。");
  await desk.press("保存する", { exact: true });
  await desk.go(`${BASE}/draft/publish`);
  await day(desk, "from", inJapan(1));
  await desk.fill("why", "短くする");
  await desk.press("決裁に回す", { exact: true });
  await decided();
  await until("version 3 is to come", async () => {
    await desk.page.goto(town.url + BASE);
    return (await desk.main()).includes("これから");
  });
  await desk.press("版3の公開をやめる", { exact: true });
  assert.ok(!(await desk.main()).includes("これから"));
});

test("nothing was wrong with any page on the way", async () => {
  await leave(desk, chief, head, resident);
});
