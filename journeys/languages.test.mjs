// Every page in every language and display: readable, nothing missing, nothing wider than a phone;
// and with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { PROCEDURE, answer, apply } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser, own, draft;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  const p = await Person.sit(browser, town, "before", { quiet: true });
  await p.signIn(people.hanako);
  await apply(p);
  own = await p.href("申請の様子を見る");
  await p.go(`/apply/${PROCEDURE}`);
  await p.press("申請を始める");
  await answer(p, "check", { who: (x) => x.pick("who", "household"), coverage: (x) => x.pick("coverage", "all"), receive: (x) => x.pick("receive", "post") });
  draft = p.path().replace("/check", "");
  await p.context.close();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

const PUBLIC = [
  "/", "/procedures", "/procedures?event=moving", `/procedures/${PROCEDURE}`, "/procedures/child_support",
  "/procedures/public_assistance", "/search?q=子ども", "/search?q=xyz", `/apply/${PROCEDURE}`, "/sign-up", "/recover",
  "/resume", "/verify", "/v/AAAAAAAAAAAAAAAAAAAAAAAAAA", "/demo/outbox", "/nowhere", "/sign-in",
];
const OWN = ["/my", "/my/cases", "/my/notices", "/my/papers", "/my/records", "/my/settings", "/my/settings/name", "/my/settings/contact",
  "/my/settings/language", "/my/settings/password", "/my/settings/passkeys", "/my/settings/sessions"];
const pages = () => [...OWN, own, `${own}/withdraw`, ...["applicant", "who", "items", "receive", "post_to", "identity", "contact", "declare", "check", "stop"].map((x) => `${draft}/${x}`)];

async function display(p, fields) {
  await p.page.goto(`${town.url}/`);
  await p.page.evaluate(async (fields) => {
    await fetch("/settings/display", { method: "POST", body: new URLSearchParams({ return: "/", ...fields }) });
  }, fields);
}

for (const [name, fields, lang] of [
  ["easy", { lang: "easy" }, "ja"],
  ["english", { lang: "en" }, "en"],
  ["large", { size: "xlarge", contrast: "high", furigana: "on" }, "ja"],
]) {
  test(`all pages: ${name}`, async () => {
    const p = await Person.sit(browser, town, name, { screen: PHONE });
    await display(p, fields);
    for (const path of PUBLIC) await p.go(path);
    assert.equal(await p.page.locator("html").getAttribute("lang"), lang);
    await p.fill("email", people.hanako.email);
    await p.fill("password", people.hanako.password);
    await p.turn(() => p.page.locator('main form[action="/sign-in"] button[type="submit"]').click());
    for (const path of pages()) await p.go(path);
    await p.leave();
  });
}

test("with the keyboard alone", async () => {
  const p = await Person.sit(browser, town, "keyboard", { screen: DESK, quiet: true });
  for (const [path, goal] of [
    ["/", 'main input[name="q"]'],
    [`/procedures/${PROCEDURE}`, `main a[href="/apply/${PROCEDURE}"]`],
    ["/sign-in", 'main form[action="/sign-in"] button[type="submit"]'],
    ["/verify", 'main form[action="/verify"] button'],
  ]) {
    await p.go(path);
    await skips(p, path);
    await reaches(p, path, goal);
  }
  await p.signIn(people.hanako);
  await p.go(`${draft}/who`);
  await skips(p, "who");
  await p.page.keyboard.press("Tab");
  await p.page.keyboard.press("ArrowUp");
  assert.ok(await p.page.locator('main input[name="who"]:checked').count(), "arrows choose among the answers");
  await reaches(p, "who", 'main button[type="submit"]');
  await p.turn(() => p.page.keyboard.press("Enter"));
  await p.context.close();
});

// The first stop is the way past the menus; it can be seen, and it leads into the main part.
async function skips(p, path) {
  await p.page.keyboard.press("Tab");
  const first = p.page.locator(":focus");
  assert.equal(await first.getAttribute("class"), "skip-link", `${path}: the first stop`);
  const box = await first.boundingBox();
  assert.ok(box && box.y >= 0 && box.height > 10, `${path}: the skip link is seen when it has the focus`);
  await p.page.keyboard.press("Enter");
  assert.ok(await p.page.evaluate(() => document.activeElement?.id === "main"), `${path}: the skip link leads to the main part`);
}

// Tabbing from the main part comes to the goal, and each stop can be seen to have the focus.
async function reaches(p, path, goal) {
  for (let stops = 0; stops < 40; stops++) {
    const state = await p.page.evaluate((goal) => {
      const here = document.activeElement;
      const shows = (e) => {
        const style = getComputedStyle(e);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      };
      const around = [here, here.parentElement, here.closest(".choice, .card, label") ?? here];
      return { there: here.matches(goal), seen: here.id === "main" || around.some(shows), what: here.outerHTML.slice(0, 120) };
    }, goal);
    assert.ok(state.seen, `${path}: the focus is not seen on ${state.what}`);
    if (state.there) return;
    await p.page.keyboard.press("Tab");
  }
  assert.fail(`${path}: the keyboard does not come to ${goal}`);
}
