// What the law wants at the desk is announced from home: a family that moves to the town, and a
// daughter far away who asks what has to be done after a death.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer, open } from "./lib/office.mjs";
import { next, pageOf, reference } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

// The visits lie in the year to come.
const YEAR = String(new Date().getFullYear() + 1);

let town, browser, desk;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  desk = await officer(Person, browser, town, "madoka");
});
after(async () => {
  await browser?.close();
  await town?.close();
});

async function name(p, key, family, given) {
  await p.fill(`${key}.family`, family);
  await p.fill(`${key}.given`, given);
}

async function day(p, key, [year, month, date]) {
  await p.fill(`${key}-year`, year);
  await p.fill(`${key}-month`, month);
  await p.fill(`${key}-day`, date);
}

async function place(p, key, prefecture, city, town) {
  await p.fill(`${key}-prefecture`, prefecture);
  await p.fill(`${key}-city`, city);
  await p.fill(`${key}-town`, town);
}

// Answers the page that is open and goes on; the page must be the one that is meant.
async function page(p, key, deed = async () => {}) {
  assert.equal(pageOf(p), key);
  await deed();
  await next(p);
}

const sendsIt = async (p) => {
  await page(p, "contact", () => p.fill("phone", "0247-72-2111"));
  await page(p, "declare", () => p.tick(p.field("declared")));
  await p.press("申請する", { exact: true });
  return reference(p);
};

test("who moves here tells when they come, and never before the move", async () => {
  const p = await Person.sit(browser, town, "moving-in", { screen: PHONE });
  await p.go("/apply/moving_in");
  const said = await p.main();
  assert.match(said, /引っ越した日から14日以内/);
  assert.match(said, /転入届は、窓口で受け付けます/);
  await p.press("申請を始める");
  await page(p, "applicant", async () => {
    await name(p, "applicant_name", "架空", "次郎");
    await day(p, "applicant_birth", ["1980", "5", "6"]);
  });
  await page(p, "from", () => place(p, "from_address", "東京都", "架空市", "見本町1番地"));
  await page(p, "to", () => place(p, "to_address", "福島県", "田村郡小野町", "大字小野新町字架空1番地"));
  await page(p, "moved", () => day(p, "moved_on", [YEAR, "4", "10"]));
  await page(p, "alone", () => p.pick("alone", "alone"));
  await page(p, "household", () => p.pick("household", "new"));
  await page(p, "notice", () => p.pick("notice", "card"));
  await page(p, "cards", () => p.pick("cards", "all"));
  await page(p, "matters", () => p.pick("matters", "nhi"));
  await page(p, "visitor", () => p.pick("visitor", "oneself"));
  await day(p, "visit_day", [YEAR, "4", "9"]);
  await p.pick("visit_time", "morning");
  await next(p);
  assert.match(await p.page.locator(".error-summary").innerText(), /引っ越す前にはできません/);
  await day(p, "visit_day", ["", "", ""]);
  await next(p);
  const number = await sendsIt(p);

  await open(desk, number);
  const seen = await desk.main();
  assert.match(seen, /転入届/);
  assert.match(seen, /見本町1番地/);
  await desk.press("担当する");
  await desk.pick("granted", "yes");
  await desk.fill("words", "窓口で届け出を受け付けました。");
  await desk.press("決める", { exact: true });
  await until("the matter is over without an approval", async () => {
    await desk.go("/desk/cases");
    return !(await desk.main()).includes(number);
  });
  await p.leave();
});

test("who asks for advice after a death is not taken for the one who died", async () => {
  const p = await Person.sit(browser, town, "bereaved", { screen: PHONE, script: false });
  await p.go("/apply/bereavement");
  await p.press("申請を始める");
  await page(p, "applicant", async () => {
    await name(p, "applicant_name", "架空", "遠子");
    await day(p, "applicant_birth", ["1962", "2", "3"]);
    await place(p, "applicant_address", "東京都", "架空市", "見本町2番地");
    await p.pick("relation", "child");
  });
  await page(p, "deceased", async () => {
    await name(p, "deceased_name", "架空", "古子");
    await day(p, "deceased_birth", ["1935", "1", "2"]);
    await place(p, "deceased_address", "福島県", "田村郡小野町", "大字飯豊字架空2番地");
    await day(p, "died_on", ["2026", "4", "1"]);
  });
  await page(p, "items", () => p.pick("items", "pension"));
  await page(p, "wish", async () => {
    await day(p, "wish_day", [YEAR, "5", "10"]);
    await p.pick("wish_time", "any");
    await p.pick("how", "phone");
  });
  await page(p, "note");
  const number = await sendsIt(p);

  await desk.go("/desk/cases");
  const row = await desk.page.locator("main tbody tr", { hasText: number }).innerText();
  assert.match(row, /架空\s?遠子/);
  assert.doesNotMatch(row, /古子/);
  await leave(p, desk);
});
