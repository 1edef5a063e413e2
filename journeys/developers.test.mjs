// A company's programmer and an officer of the prefecture look at what is open: from the foot of any
// page, without JavaScript, on a telephone and on a desk's screen; and an officer of the town tells
// everybody something, which then stands in the interface too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

// Looks at every page that the pages for developers lead to, each once.
async function all(p) {
  await p.go("/developers");
  const links = () => p.page.locator('main a[href^="/developers/"]').evaluateAll((as) => as.map((a) => a.getAttribute("href")));
  const known = new Set(await links());
  for (const path of known) {
    await p.go(path);
    for (const more of await links()) known.add(more);
  }
  return known;
}

test("a partner reads what is open, from the foot of the page", async () => {
  const phone = await Person.sit(browser, town, "developer", { screen: PHONE, script: false });
  await phone.go("/");
  await phone.turn(() => phone.page.locator("footer").getByRole("link", { name: "開発する方へ" }).click());
  assert.equal(await phone.heading(), "開発する方へ");
  const words = await phone.main();
  for (const said of ["5分で始める", `curl '${town.url}/api/v1/procedures?`, "町で確認中", "見本の町", "1分に240回まで"]) {
    assert.ok(words.includes(said), `the page does not say ${said}`);
  }
  assert.ok((await all(phone)).size >= 20);
  await phone.go("/developers?lang=en");
  assert.match(await phone.main(), /Begin in five minutes/);

  const desk = await Person.sit(browser, town, "developer", { screen: DESK });
  await all(desk);
  await desk.go("/news");
  await leave(phone, desk);
});

test("the first call of the page works as it stands", async () => {
  const p = await Person.sit(browser, town, "caller", { screen: DESK, quiet: true });
  await p.page.goto(`${town.url}/developers`);
  const calls = await p.page.locator("main pre").allInnerTexts();
  const address = calls.map((c) => c.match(/^curl '([^']+)'/)?.[1]).find(Boolean);
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  const { items } = await answer.json();
  assert.ok(items.some((i) => i.key === "resident_record"));
  await p.leave();
});

test("what an officer tells everybody stands on the page, in the feeds and in the interface", async () => {
  const madoka = await officer(Person, browser, town, "madoka");
  await madoka.go("/desk/news");
  await madoka.press("だれでも読めるように出す");
  assert.ok(await madoka.page.locator(".error-summary").isVisible(), "a title is needed");
  await madoka.fill("title", "見本の橋を直しています");
  await madoka.fill("body", "今週は片側だけ通れます。\n\n歩く方は、いつもどおり通れます。");
  await madoka.press("だれでも読めるように出す");
  const titles = async () => (await (await fetch(`${town.url}/api/v1/news`)).json()).items.map((n) => n.title.ja);
  assert.equal((await titles())[0], "見本の橋を直しています");
  assert.match(await (await fetch(`${town.url}/news/feed.atom`)).text(), /見本の橋を直しています/);
  const reader = await Person.sit(browser, town, "reader", { screen: PHONE });
  await reader.go("/news");
  await reader.press("見本の橋を直しています");
  assert.match(await reader.main(), /歩く方は/);
  await madoka.go("/desk/news");
  await madoka.press("取り下げる");
  assert.ok(!(await titles()).includes("見本の橋を直しています"));
  await leave(madoka, reader);
});
