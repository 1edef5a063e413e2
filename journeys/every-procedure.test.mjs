// Whoever begins a procedure can finish it: every form of the catalogue is walked to the page on
// which the answers are checked, on a telephone without JavaScript, in turn with the first and with
// the last choice of every question. Several telephones walk at once.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { after, before, test } from "node:test";
import { answerPage, sendPage } from "./lib/answers.mjs";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { photo } from "./lib/photo.mjs";
import { pageOf } from "./lib/record.mjs";
import { openTown, root } from "./lib/town.mjs";

const folder = join(root, "towns/ono/procedures");
const written = readdirSync(folder).filter((name) => name.endsWith(".toml")).map((name) => readFileSync(join(folder, name), "utf8"));
const keys = written.filter((text) => !/^not_the_town/m.test(text) && !/^effective_until/m.test(text)).map((text) => text.match(/^key = "(.*)"/m)[1]);

// How old the child of a matter is, where it matters.
const CHILDREN = { birth_support: 1, infant_support: 2, birth_notification: 0, child_allowance: 1 };
const MOST_PAGES = 60;
// As many telephones as this machine has hands.
const AT_ONCE = Math.min(4, Math.max(2, availableParallelism()));

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
  const first = await telephone("every");
  await first.signIn(people.hanako, "/sign-in?return=/my/cases");
  const cookies = await first.context.cookies();
  const others = await Promise.all(Array.from({ length: AT_ONCE - 1 }, (_, n) => telephone(`every-${n}`)));
  await Promise.all(others.map((p) => p.context.addCookies(cookies)));
  const left = [...keys.entries()];
  const stuck = [];
  const walkOn = async (p) => {
    for (let form; (form = left.shift()); ) {
      const [at, key] = form;
      const why = await walk(p, key, at % 2 === 1);
      if (why) stuck.push(`${key}: ${why}`);
    }
  };
  await Promise.all([first, ...others].map(walkOn));
  assert.deepEqual(stuck, []);
  await leave(first, ...others);
});

const telephone = (name) => Person.sit(browser, town, name, { screen: PHONE, script: false, quiet: true });

// Walks one form; tells where it stuck, if it did.
async function walk(p, key, last) {
  await p.go(`/apply/${key}`);
  if ((await p.thing("申請を始める").count()) === 0) return `cannot be begun: ${await p.heading()}`;
  await p.press("申請を始める");
  for (let pages = 0; pageOf(p) !== "check"; pages++) {
    const at = p.path();
    await answerPage(p, { last, children: CHILDREN[key], picture });
    await sendPage(p);
    if (p.path() === at) return `${pageOf(p)}: ${await p.page.locator(".error-summary").innerText()}`;
    if (pages > MOST_PAGES) return "has no end";
  }
  return undefined;
}
