// A town without anybody: the first officer comes from the command line, invites another in the
// browser, gives a term and hands an office over. Then a daughter applies for her mother.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { answer, reference } from "./lib/record.mjs";
import { steps } from "./lib/steps.mjs";
import { openEmptyTown, openTown } from "./lib/town.mjs";
import { pageSays, until } from "./lib/until.mjs";

const DESK = { screen: { width: 1280, height: 900 } };
let real, town, browser;
const step = steps();
const at = {};
before(async () => {
  [real, town] = await Promise.all([openEmptyTown(), openTown()]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await Promise.all([real?.close(), town?.close()]);
});

// An authenticator of one's own (RFC 6238), with the secret that the page spells out.
function code(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// The first sign-in of an officer: the password, then a telephone is made known.
async function firstSignIn(p, email, password) {
  if (p.path() !== "/sign-in") await p.go("/sign-in");
  await p.fill("email", email);
  await p.fill("password", password);
  await p.press("ログイン", { exact: true });
  await p.fill("code", code(await p.page.locator("en-copy").getAttribute("data-text")));
  await p.turn(() => p.page.locator('main form:has([name="code"]) button').first().click());
}

async function choosePassword(p, path, password) {
  await p.go(path);
  await p.fill("password", password);
  await p.press("このパスワードにする");
}

step("the first officer of a real town is added on the command line and chooses a password", async () => {
  const wrong = await real.run("officer", "add", "--name", "任命 みなと", "--mail", "minato@town.example", "--role", "king");
  assert.equal(wrong.code, 1, wrong.text);
  const added = await real.run("officer", "add", "--name", "任命 みなと", "--mail", "minato@town.example", "--role", "administrator");
  assert.equal(added.code, 0, added.text);
  const link = added.text.match(/https?:\S+(\/set-up\/\S+)/)[1];
  at.minato = await Person.sit(browser, real, "minato", DESK);
  await choosePassword(at.minato, link, "minato no himitsu");
  await firstSignIn(at.minato, "minato@town.example", "minato no himitsu");
  await at.minato.go("/desk/staff");
  assert.match(await at.minato.main(), /任命 みなと/);
});

step("everybody else comes in the browser: an invitation on paper, a term, a password", async () => {
  const p = at.minato;
  await p.press("職員を加える");
  await p.fill("name", "新任 さくら");
  await p.press("職員を加える");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "nobody is added without an address");
  await p.fill("email", "sakura@town.example");
  await p.pick("role", "desk_officer");
  await p.field("desk").selectOption("residents");
  await p.field("position").selectOption("member");
  await p.pick("delivery", "hand");
  await p.press("職員を加える");
  const code = await p.page.locator("strong.code").innerText();

  at.sakura = await Person.sit(browser, real, "sakura-officer", { screen: PHONE });
  await at.sakura.go("/set-up");
  await at.sakura.fill("code", code);
  await at.sakura.press("次へ");
  await at.sakura.fill("password", "sakura no himitsu");
  await at.sakura.press("このパスワードにする");
  await firstSignIn(at.sakura, "sakura@town.example", "sakura no himitsu");
  await at.sakura.go("/desk/cases");
  assert.equal((await at.sakura.page.goto(`${real.url}/desk/staff`)).status(), 403);
});

step("nobody gives themselves a term, and the last administrator stays", async () => {
  const p = at.minato;
  await p.go("/desk/staff");
  await p.press("任命 みなと");
  assert.match(await p.main(), /自分の職務は、自分では決められません/);
  await p.press("期間を変える");
  await p.press("きょうで終える");
  assert.match(await p.main(), /ほかにいなくなります/);
});

step("an office is handed over on a day, with what lies on the desk", async () => {
  const p = (at.demo = await officer(Person, browser, town, "minato"));
  const madoka = (at.madoka = await officer(Person, browser, town, "madoka", { quiet: true }));
  await madoka.go("/desk/cases");
  const number = await madoka.page.locator("main tbody tr a").first().innerText();
  await madoka.press(number);
  if (await madoka.thing("担当する").count()) await madoka.press("担当する");

  await p.go("/desk/staff?q=" + encodeURIComponent("まどか"));
  await p.press("窓口 まどか");
  await p.page.locator("main").getByRole("link", { name: /引き継ぐ.*窓口の担当/ }).click();
  await p.page.waitForLoadState();
  await p.look();
  await p.page.getByText(/担当している案件/).first().click();
  assert.match(await p.main(), new RegExp(number));
  await p.field("to").selectOption({ label: `${people.nozomi.name}（${people.nozomi.email}）` });
  const today = new Date(Date.now() + 9 * 3600e3);
  await p.field("from-era").selectOption("ad");
  await p.fill("from-year", String(today.getUTCFullYear()));
  await p.fill("from-month", String(today.getUTCMonth() + 1));
  await p.fill("from-day", String(today.getUTCDate()));
  await p.fill("note", "鍵は金庫の中です。");
  await p.press("引き継ぐ", { exact: true });
  assert.match(await p.main(), /鍵は金庫の中です/);
  await pageSays(p, "/demo/outbox", "職務を引き継ぎました");

  const nozomi = (at.nozomi = await officer(Person, browser, town, "nozomi", { quiet: true }));
  await until("the case is hers", async () => {
    await nozomi.page.goto(`${town.url}/desk/cases?mine=yes`);
    return (await nozomi.main()).includes(number);
  });
});

step("a daughter agrees to act for her mother, applies, and the mother sees it", async () => {
  const mother = (at.hanako = await Person.sit(browser, town, "hanako", { screen: PHONE }));
  await mother.signIn(people.hanako);
  await mother.go("/my");
  await mother.go("/my/mandates");
  await mother.press("いますぐ終える");
  assert.match(await mother.main(), /まだだれにも頼んでいません/);
  await mother.press("代わりの人に頼む");
  await mother.press("頼むメールを送る");
  assert.ok(await mother.page.locator(".error-summary").isVisible());
  await mother.fill("name", "むすめの さくら");
  await mother.fill("email", people.sakura.email);
  await mother.tick(mother.page.locator('main input[name="scope"][value="resident_record"]'));
  await mother.press("頼むメールを送る");
  assert.match(await mother.main(), /返事を待っています/);

  const daughter = (at.daughter = await Person.sit(browser, town, "daughter", { screen: PHONE }));
  await daughter.signIn(people.sakura);
  await pageSays(daughter, "/demo/outbox", "手続きを代わりにしてほしいと頼まれています");
  await daughter.press("手続きを代わりにしてほしいと頼まれています");
  const link = (await daughter.page.locator("main").innerText()).match(/(\/mandates\/[0-9a-f-]+\/\S+)/)[1];
  await daughter.go(link);
  const born = async (year) => {
    await daughter.fill("birth-year", year);
    await daughter.fill("birth-month", "4");
    await daughter.fill("birth-day", "8");
    await daughter.press("引き受ける");
  };
  await born("22");
  assert.match(await daughter.main(), /生年月日が違います/);
  await born("21");
  await daughter.go("/my");
  assert.match(await daughter.main(), /花子さんの代わりに/);

  await daughter.go("/apply/resident_record");
  await daughter.tick(daughter.page.locator('main input[name="mandate"]').nth(1));
  await daughter.press("申請を始める");
  assert.match(await daughter.main(), /代わりに書いています/);
  await answer(daughter, "check");
  await daughter.press("申請する", { exact: true });
  const number = await reference(daughter);
  await daughter.go("/my/cases");
  assert.match(await daughter.main(), /代わりに/);
  await daughter.press(/住民票の写し/);
  assert.match(await daughter.main(), /代わりに申請しました/);

  await mother.go("/my/cases");
  assert.match(await mother.main(), new RegExp(number));
  await mother.go("/my/records");
  assert.match(await mother.main(), /さくらさん（代わりの方）/);
  assert.match(await mother.main(), /代わりに申請しました/);
  assert.match(await mother.main(), /目的：住民票/);
  await mother.go("/my/mandates");
  await mother.press("いますぐ終える");
  const shut = await daughter.page.goto(daughter.page.url());
  assert.equal(shut.status(), 404, "what was begun is shut at once");
});

step("the mother takes her records home", async () => {
  const p = at.hanako;
  await p.go("/my/export");
  await p.press("まとめてもらう");
  await until("the file is there", async () => {
    await p.page.reload();
    return (await p.thing("わたしの記録（ZIP）").count()) > 0;
  });
  await p.look();
  const { status, type, body } = await p.fetch(await p.href("わたしの記録（ZIP）"));
  assert.equal(status, 200);
  assert.equal(type, "application/zip");
  assert.ok(body.includes("index.html") && body.includes(Buffer.from("花子")));
  for (const page of ["/my/settings", "/my/settings/email", "/my/settings/close", "/my/records?show=automatic"]) await p.go(page);
});

test("every page on the way was in order", () => leave(...Object.values(at)));
