// A bill: which way to pay, by card on the page of a company, with the slip's numbers without an account,
// twice by mistake and given back, and shown by an officer to somebody who has no account.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { DESK, PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { takesCash } from "./lib/cash.mjs";
import { approve, officer, propose } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { answer, reference } from "./lib/record.mjs";
import { steps } from "./lib/steps.mjs";
import { KEY, WEBHOOK, openCompany } from "./lib/stripe.mjs";
import { openTown, root } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

let town, browser, company, folder;
const at = {};
const bills = [];
const step = steps();

before(async () => {
  company = await openCompany();
  folder = mkdtempSync(join(tmpdir(), "engawa-town-"));
  cpSync(join(root, "towns/ono"), folder, { recursive: true });
  writeFileSync(join(folder, "card_provider.toml"), `provider = "stripe"\napi = "${company.api}"\n`);
  town = await openTown({
    folder,
    prepare: (data) => {
      mkdirSync(join(data, "keys"), { recursive: true });
      writeFileSync(join(data, "keys/card-stripe.key"), KEY);
      writeFileSync(join(data, "keys/card-stripe-webhook.secret"), WEBHOOK);
    },
  });
  company.town = town.url;
  browser = await openBrowser();
  for (const key of ["madoka", "ayumu", "tadashi"]) at[key] = await officer(Person, browser, town, key, { quiet: true });
  at.kazoe = await officer(Person, browser, town, "kazoe", { screen: DESK });
  at.hanako = await Person.sit(browser, town, "pay-hanako", { screen: PHONE, script: false });
  at.again = await Person.sit(browser, town, "pay-hanako-script", { screen: PHONE });
  at.helper = await Person.sit(browser, town, "pay-helper", { screen: PHONE });
});
after(async () => {
  await browser?.close();
  await town?.close();
  await company?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const own = async (p) => {
  await p.page.goto(`${town.url}/my/bills`);
  const links = await p.page.locator('main .resource-list a[href^="/my/bills/"]').all();
  return Promise.all(links.map((link) => link.getAttribute("href")));
};

// Asks for a paper that costs something, and has it granted.
async function owes(p) {
  const before = await own(p);
  await p.page.goto(`${town.url}/apply/identity_certificate`);
  await p.press("申請を始める");
  await answer(p, "check", { exempt: (x) => x.pick("exempt", "none"), contact: () => {} });
  await p.press("申請する", { exact: true });
  const number = await reference(p);
  await propose(at.madoka, number);
  await approve(at.ayumu, number);
  await approve(at.tadashi, number);
  let href;
  await until(`a bill for ${number}`, async () => {
    href = (await own(p)).find((to) => !before.includes(to));
    return href !== undefined;
  });
  bills.push(href);
  return { number, href };
}

step("everybody reads the ways to pay, the calendar, and what is not confirmed", async () => {
  const p = at.helper;
  await p.go("/");
  await p.go("/payments");
  const words = await p.main();
  assert.match(words, /口座振替[\s\S]*コンビニ[\s\S]*固定資産税[\s\S]*確認中/);
  for (const lang of ["easy", "en"]) await p.go(`/payments?lang=${lang}`);
  await p.go("/payments?lang=ja");
  await p.press("納付書の番号で見る");
  await p.press("払い方を見る");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "both numbers are asked for");
});

step("a resident without a script compares the ways and pays by card", async () => {
  const p = at.hanako;
  await p.signIn(people.hanako);
  await p.go("/my/payments");
  await owes(p);
  await p.go(bills[0]);
  await p.press("どれで払うか選ぶ");
  const words = await p.main();
  assert.match(words, /どれで払いますか[\s\S]*200円[\s\S]*役場の窓口で現金[\s\S]*クレジットカード/);
  const shut = p.page.locator("main details", { hasText: "いま使えない理由" });
  await shut.locator("summary").click();
  assert.match(await shut.innerText(), /この種類の請求には使えません/, "what cannot be used says why");
  await p.press("カードで 200円 を払う");
  assert.match(await p.main(), /カードの番号は、町には届きません/);
  await p.page.getByRole("link", { name: "決済の会社のページへ進む" }).click();
  await p.page.getByRole("link", { name: "この額を払う" }).click();
  await p.page.waitForURL(/\/payments\/card\//);
  await p.look();
  assert.match(await p.main(), /200円 を払いました/);
  await p.go("/my/payments");
  assert.match(await p.main(), /クレジットカード/);
  await p.go(bills[0]);
  assert.match(await p.main(), /払いました/);
});

step("with a script: whoever turns back has paid nothing, and a lost message is asked after", async () => {
  const p = at.again;
  await p.signIn(people.hanako);
  at.second = await owes(p);
  await p.go(`${bills[1]}/pay`);
  await p.press("カードで 200円 を払う");
  const waits = p.path();
  await p.page.getByRole("link", { name: "決済の会社のページへ進む" }).click();
  await p.page.getByRole("link", { name: "やめて戻る" }).click();
  await p.page.waitForURL(/\/payments\/card\//);
  await p.press("払えたか確かめる");
  assert.doesNotMatch(await p.main(), /を払いました/);
  await p.go(`${bills[1]}/pay`);
  const numbers = await p.page.locator("main details dd").allTextContents();
  at.key = numbers.map((t) => t.replaceAll(/\D/g, "")).find((t) => t.length === 20);
  at.confirm = numbers.map((t) => t.replaceAll(/\D/g, "")).find((t) => t.length === 6);
  at.waits = waits;
  assert.ok(at.key && at.confirm, "the numbers for somebody who pays instead");
});

step("somebody without an account pays for her by the numbers, and learns no name", async () => {
  const p = at.helper;
  await p.go("/payments/slip");
  await p.fill("key", at.key);
  await p.fill("confirm", at.confirm === "000000" ? "000001" : "000000");
  await p.press("払い方を見る");
  assert.match(await p.main(), /この番号の納付書は見つかりません/);
  await p.fill("confirm", at.confirm);
  await p.press("払い方を見る");
  const words = await p.main();
  assert.match(words, /200円/);
  assert.doesNotMatch(words, /花子|縁側/);
  await p.press("カードで 200円 を払う");
  assert.equal(p.path(), at.waits, "the page that is open for the same sum");
});

step("she paid at the desk meanwhile, so the card payment is given back", async () => {
  await takesCash(at.kazoe, { number: at.second.number, owed: 200, tendered: 200, change: 0 });
  company.silent = true;
  const p = at.helper;
  await p.page.getByRole("link", { name: "決済の会社のページへ進む" }).click();
  await p.page.getByRole("link", { name: "この額を払う" }).click();
  await p.page.waitForURL(/\/payments\/card\//);
  await p.press("払えたか確かめる");
  assert.match(await p.main(), /町からお返しします/);
  const k = at.kazoe;
  await k.go("/desk/payments");
  assert.match(await k.main(), /200円が多く払われています/);
  await k.turn(() => k.page.locator('main a[href^="/desk/payments/cards/"]').first().click());
  await k.press("カードに返す");
  assert.ok(await k.page.locator(".error-summary").isVisible(), "a reason is asked for");
  await k.fill("reason", "窓口でも払われたため");
  await k.press("カードに返す");
  const path = k.path();
  await until("the company has given it back", async () => {
    await k.page.goto(town.url + path);
    return (await k.main()).includes("返しました");
  });
  await k.look();
});

step("an officer shows the ways to somebody who has no account", async () => {
  const m = at.madoka;
  await m.go("/desk/assist");
  await m.page.locator('main form[action="/desk/assist"] input[name="q"]').fill("鈴木");
  await m.turn(() => m.page.locator('main form[action="/desk/assist"] button').click());
  await m.tick(m.page.locator('main input[name="person"]').first());
  await m.page.locator('main select[name="procedure"]').selectOption({ label: "住民票の写し" });
  await m.pick("channel", "counter");
  await m.page.locator('main select[name="check"]').selectOption({ index: 1 });
  await m.press("入力を始める");
  await answer(m, "check", { exempt: (x) => x.pick("exempt", "none"), receive: (x) => x.pick("receive", "counter"), contact: () => {} });
  await m.press("申請する", { exact: true });
  const number = await reference(m);
  await propose(m, number);
  await approve(at.ayumu, number);
  await approve(at.tadashi, number);
  const k = at.kazoe;
  await until(`a bill for ${number}`, async () => {
    await k.page.goto(`${town.url}/desk/billing?q=${number}`);
    return (await k.page.locator("main .resource-list a, main ul a", { hasText: "手数料" }).count()) > 0;
  });
  await k.turn(() => k.page.locator("main .resource-list a, main ul a", { hasText: "手数料" }).first().click());
  await k.press("払い方を案内する");
  const words = await k.main();
  assert.match(words, /鈴木[\s\S]*さま[\s\S]*役場の窓口で現金/);
  assert.equal(await k.page.getByRole("button", { name: /カードで/ }).count(), 0, "nobody types a card number for somebody else");
});

step("nothing was wrong on any page", async () => {
  await leave(at.hanako, at.again, at.helper, at.kazoe);
});
