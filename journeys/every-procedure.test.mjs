// Whoever begins a procedure can finish it: every form of the catalogue is walked to the page on
// which the answers are checked, on a telephone without JavaScript, in turn with the first and with
// the last choice of every question.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answerPage } from "./lib/answers.mjs";
import { PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { photo } from "./lib/photo.mjs";
import { next, pageOf } from "./lib/record.mjs";
import { openTown, root } from "./lib/town.mjs";

const folder = join(root, "towns/ono/procedures");
const written = readdirSync(folder).filter((name) => name.endsWith(".toml")).map((name) => readFileSync(join(folder, name), "utf8"));
const keys = written.filter((text) => !/^not_the_town/m.test(text) && !/^effective_until/m.test(text)).map((text) => text.match(/^key = "(.*)"/m)[1]);

// How old the child of a matter is, where it matters.
const CHILDREN = { birth_support: 1, infant_support: 2, birth_notification: 0, child_allowance: 1 };
const MOST_PAGES = 60;

let town, browser, picture;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  const canvas = await browser.newPage();
  picture = await photo(canvas, { width: 300, height: 200 });
  await canvas.close();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

test("every form comes to its end", async () => {
  const p = await Person.sit(browser, town, "every", { screen: PHONE, script: false, quiet: true });
  await p.signIn(people.hanako, "/sign-in?return=/my/cases");
  const stuck = [];
  for (const [at, key] of keys.entries()) {
    const why = await walk(p, key, at % 2 === 1);
    if (why) stuck.push(`${key}: ${why}`);
  }
  assert.deepEqual(stuck, []);
  await p.leave();
});

// Walks one form; tells where it stuck, if it did.
async function walk(p, key, last) {
  await p.go(`/apply/${key}`);
  if ((await p.thing("申請を始める").count()) === 0) return `cannot be begun: ${await p.heading()}`;
  await p.press("申請を始める");
  for (let pages = 0; pageOf(p) !== "check"; pages++) {
    const at = p.path();
    await answerPage(p, { last, children: CHILDREN[key], picture });
    await next(p);
    if (p.path() === at) return `${pageOf(p)}: ${await p.page.locator(".error-summary").innerText()}`;
    if (pages > MOST_PAGES) return "has no end";
  }
  return undefined;
}
