// The same matter without JavaScript: an old telephone, a locked-down browser, a slow line.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { textOf } from "./lib/paper.mjs";
import { people } from "./lib/people.mjs";
import { photo } from "./lib/photo.mjs";
import { PROCEDURE, TITLE, answer, attach, next, pageOf, reference } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";
import { pageSays } from "./lib/until.mjs";

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

test("everything works with JavaScript off", async () => {
  const p = await Person.sit(browser, town, "no-script", { screen: PHONE, script: false });
  const canvas = await browser.newPage();
  const picture = await photo(canvas);
  await canvas.close();

  await p.go("/");
  await p.page.locator('main input[name="q"]').fill("住民票");
  await p.turn(() => p.page.locator('main form[action="/search"] button').click());
  await p.press(TITLE);
  await p.press("申し込みをはじめる");
  await p.press("ログイン");
  await p.fill("email", people.hanako.email);
  await p.fill("password", people.hanako.password);
  await p.press("ログイン", { exact: true });
  await p.press("申請を始める");
  assert.notEqual(await p.field("applicant_name.family").inputValue(), "");
  await next(p);
  await next(p);
  assert.ok(await p.page.locator(".error-summary").isVisible());
  await answer(p, "receive");
  await p.pick("receive", "post");
  await p.press("ここでやめて、あとで続ける");
  await p.press("続ける");
  assert.equal(pageOf(p), "receive");
  await answer(p, "identity", { receive: (x) => x.pick("receive", "post") });
  await attach(p, "id_photo", picture);
  await next(p);
  await answer(p, "check");
  await p.press("申請する", { exact: true });
  const number = await reference(p);
  const { body } = await p.fetch(await p.href("受付票（PDF）"));
  assert.match(await textOf(body), new RegExp(number));
  await pageSays(p, "/my/notices", number);

  // The menus and the settings open and work as well.
  await p.page.locator("header details.hamburger-menu summary, header .hamburger summary, header summary").first().click();
  await p.turn(() => p.page.locator('header button[name="contrast"][value="high"]').click());
  assert.match((await p.page.locator("html").getAttribute("class")) ?? "", /contrast-high/);
  await p.go(`/procedures/${PROCEDURE}`);
  await p.leave();
});
