// A year of a measure at the desk: what was done, what figures cannot say, the CIO's reading,
// headquarters, an adviser from outside, approval, and what everybody can read afterwards.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";

const step = steps();
const year = new Date().getUTCMonth() >= 3 ? new Date().getUTCFullYear() : new Date().getUTCFullYear() - 1;
const CYCLE = `/desk/plan/pdca/procedures/${year}`;
let town, browser, madoka, mitsuru, tsunagu, shirube;

before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

const says = async (p, words) => assert.ok((await p.main()).includes(words), `${p.path()} does not say ${words}`);

// Sends the one form in which this text is asked for.
async function tell(p, words, button) {
  await p.page.locator("main form", { has: p.page.getByRole("button", { name: button, exact: true }) }).locator("textarea").fill(words);
  await p.press(button, { exact: true });
}

step("the desk finds its plan and its figures there, and writes what figures cannot say", async () => {
  madoka = await officer(Person, browser, town, "madoka");
  await madoka.go("/desk/plan/pdca");
  await madoka.go(CYCLE);
  for (const words of ["窓口の職員で、代わりに申請する練習をした", "ウェブで受け付けた割合", "終わったこと 2件"]) await says(madoka, words);
  const answers = { good: "夜に出せて助かったという声があった（見本）", failed: "パソコンのない家に、まだ届いていない（見本）", action: "紙の案内が足りなかった（見本）", next: "紙の案内からも始められるようにする（見本）" };
  for (const [question, words] of Object.entries(answers)) {
    await madoka.go(`${CYCLE}/q/${question}`);
    if (question === "action") await madoka.pick("action", "improve");
    await madoka.fill("words", words);
    await madoka.press("保存して次へ");
  }
  await madoka.go(CYCLE);
  await says(madoka, "書くことは、そろいました");
  await madoka.press("提出する", { exact: true });
  await says(madoka, "あなたがすることは、いまはありません");
});

step("an adviser from outside reads what was handed in, and says what they think", async () => {
  shirube = await officer(Person, browser, town, "shirube", { screen: PHONE });
  await shirube.go("/desk/plan/advice");
  await shirube.press("役場に行かなくても、手続きができる");
  await shirube.page.locator("main summary", { hasText: "年度" }).first().click();
  await says(shirube, "パソコンのない家に、まだ届いていない（見本）");
  await shirube.fill("text", "届いていない家を、地区の名前で数えるとよいと思います。（見本の意見です）");
  await shirube.press("意見を出す");
  await says(shirube, "地区の名前で数える");
  assert.equal((await shirube.fetch(CYCLE)).status, 403, "the desk's own pages stay closed");
});

step("the CIO reads it, and it stands on headquarters' next agenda", async () => {
  mitsuru = await officer(Person, browser, town, "mitsuru");
  await mitsuru.go("/desk/plan/pdca/review");
  await mitsuru.press("役場に行かなくても、手続きができる");
  await tell(mitsuru, "紙の案内を先に進めてください（見本）", "確認しました");
  tsunagu = await officer(Person, browser, town, "tsunagu");
  await tsunagu.go("/desk/plan/meetings");
  await tsunagu.press("第2回");
  await tsunagu.press("議題に加える", { exact: true });
  await says(tsunagu, "役場に行かなくても、手続きができるの振り返り");
});

step("headquarters, the adviser's words and the approval are one record", async () => {
  await tsunagu.go(CYCLE);
  await tell(tsunagu, "紙の案内を先に進めることを了承した（見本）", "本部会議の結果を記録する");
  await tell(tsunagu, "届いていない家を地区ごとに数える（見本）", "外部の助言を記録する");
  await tsunagu.press("決裁に回す", { exact: true });
  await mitsuru.go("/desk/approvals");
  await mitsuru.press("振り返り");
  await mitsuru.press("承認する", { exact: true });
  await tsunagu.go(CYCLE);
  await tsunagu.press("公表する", { exact: true });
});

step("everybody reads what did not work, on a telephone", async () => {
  const reader = await Person.sit(browser, town, "year-reader", { screen: PHONE, script: false });
  await reader.go("/plan/procedures");
  for (const words of ["パソコンのない家に、まだ届いていない（見本）", "紙の案内からも始められるようにする（見本）"]) await says(reader, words);
  assert.ok(!(await reader.main()).includes(people.madoka.name), "an officer's name is on a public page");
  await leave(reader, madoka, mitsuru, tsunagu, shirube);
});
