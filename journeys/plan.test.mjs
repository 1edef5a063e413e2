// A resident reads what the town promised, sends one more application, and sees the town's own
// figure move by one. On a telephone, with JavaScript and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { isSound, textOf } from "./lib/paper.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

const CLASS = "parent_child_class";
// The pages say "at most a minute".
const DELAY = 70;

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

// The town-wide count of the fiscal year until today, as the public page shows it; none while too
// few came in this month to be shown.
async function count() {
  const html = await (await fetch(`${town.url}/plan`)).text();
  const [, figure, rest] = html.match(/class="stat-figure">([\d,]+)<span class="stat-unit">件<\/span><\/dd>(.{0,200})/s) ?? [];
  return rest?.includes("今日まで") ? Number(figure.replaceAll(",", "")) : undefined;
}

// Somebody without an account signs a child up, without a look at each page on the way.
async function signUp(p) {
  await p.page.goto(`${town.url}/apply/${CLASS}`);
  const press = async (words) => {
    await Promise.all([p.page.waitForNavigation({ waitUntil: "load" }), p.thing(words, { exact: true }).click()]);
  };
  await press("申請を始める");
  const day = async (name, at) => {
    const parts = at.toISOString().slice(0, 10).split("-");
    for (const [n, part] of ["year", "month", "day"].entries()) await p.fill(`${name}-${part}`, String(Number(parts[n])));
  };
  await p.fill("class_name", "親子の教室");
  await day("class_on", new Date(Date.now() + 14 * 86_400_000));
  await press("次へ進む");
  await p.fill("guardian_name.family", "架空");
  await p.fill("guardian_name.given", "保護者");
  await press("次へ進む");
  await p.fill("children.0.name.family", "架空");
  await p.fill("children.0.name.given", "子");
  await day("children.0.birth", new Date("2024-05-01T00:00:00Z"));
  await press("次へ進む");
  await p.fill("phone", "0247-00-0001");
  await press("次へ進む");
  await press("申請する");
  assert.match(p.path(), /\/done/);
}

for (const script of [true, false]) {
  test(`a resident reads the plan on a telephone, JavaScript ${script ? "on" : "off"}`, async () => {
    const p = await Person.sit(browser, town, `plan-${script ? "script" : "plain"}`, { screen: PHONE, script });
    await p.go("/");
    await p.press("町のデジタル計画");
    const words = await p.main();
    for (const part of ["めざす姿", "いまの数字", "1分", "一人ひとりが輝くDX", "みんなで作るDX", "支える行政のDX", "意見を伝える"]) {
      assert.ok(words.includes(part), `${part} is missing on the page of the plan`);
    }
    assert.equal(await p.page.locator('main .resource a[href^="/plan/"]').count(), 20);
    await p.press("役場に行かなくても、手続きができる");
    assert.equal(p.path(), "/plan/procedures");
    const own = await p.main();
    for (const part of ["数字で見る", "便利になりましたか", "予算", "担当", "未確認", "電話"]) {
      assert.ok(own.includes(part), `${part} is missing on the page of the measure`);
    }
    const tables = p.page.locator("figure.chart details summary");
    assert.ok((await tables.count()) > 0, "there is no chart");
    await tables.first().click();
    assert.ok(await p.page.locator("figure.chart table").first().isVisible(), "the table twin opens");
    for (const path of ["/plan?lang=easy", "/plan/procedures?lang=easy", "/plan?lang=en", "/plan/farming?lang=en", "/plan/data"]) await p.go(path);
    await p.leave();
  });
}

test("the same on a wide screen, and on paper", async () => {
  const p = await Person.sit(browser, town, "plan-wide", { screen: DESK });
  for (const path of ["/plan", "/plan/procedures", "/plan/certificates", "/plan/data", "/plan/above"]) await p.go(path);
  await p.go("/plan");
  const { type, body } = await p.fetch(await p.href("年度の報告書（PDF）"));
  assert.equal(type, "application/pdf");
  assert.match(await isSound(body), /No syntax or stream encoding errors/);
  const text = await textOf(body);
  assert.match(text, /中間の報告/);
  assert.match(text, /役場に行かなくても/);
  await p.leave();
});

test("one more application moves the town's figure by exactly one, within the stated minute", async () => {
  const p = await Person.sit(browser, town, "plan-one-more", { screen: PHONE, quiet: true });
  // In the first days of a month too few came in to be shown; then more come first.
  for (let more = 0; (await count()) === undefined && more < 12; more++) await signUp(p);
  const settled = await until("the figure is shown", count, DELAY);
  await new Promise((later) => setTimeout(later, 36_000));
  const before = (await count()) ?? settled;
  await signUp(p);
  const moved = await until(
    "the figure moves",
    async () => {
      const now = await count();
      return now !== before ? now : undefined;
    },
    DELAY,
  );
  assert.equal(moved, before + 1);
  await p.context.close();
});
