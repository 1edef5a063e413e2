// Somebody is shown a paper and makes sure of it, on an old telephone without JavaScript: by the file
// and by what is printed on it. The office prints it, prints it again with a reason, takes it back;
// then the same check says so, and so does the program off line.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { takesCash } from "./lib/cash.mjs";
import { decide, officer as sits, propose, stateIs } from "./lib/office.mjs";
import { textOf, withOneByteFlipped } from "./lib/paper.mjs";
import { people } from "./lib/people.mjs";
import { apply } from "./lib/record.mjs";
import { openTown, run } from "./lib/town.mjs";
import { pageSays } from "./lib/until.mjs";

let town, browser, folder;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  folder = mkdtempSync(join(tmpdir(), "engawa-verify-"));
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser?.close();
  await town?.close();
});

const saved = (name, bytes) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

async function sends(p, file) {
  await p.go("/verify");
  await p.page.locator('input[name="file"]').setInputFiles(file);
  await p.press("ファイルを確かめる");
  return p.main();
}

test("a paper is checked by anybody, printed with its count, taken back, and the check says so", async () => {
  const holder = await Person.sit(browser, town, "verify-holder", { screen: PHONE });
  await holder.signIn(people.hanako);
  const matter = await apply(holder);
  const own = await holder.href("申請の様子を見る");
  const at = {};
  for (const key of ["madoka", "ayumu", "tadashi", "kazoe"]) at[key] = await sits(Person, browser, town, key, { quiet: true });
  await propose(at.madoka, matter);
  await decide(at.ayumu, at.tadashi, matter);
  await stateIs(holder, own, "手数料をお支払いください");
  await takesCash(at.kazoe, { number: matter, owed: 200, tendered: 200, change: 0 });
  await stateIs(holder, own, "できた書類を見る");
  await holder.go("/my/papers");
  const link = holder.page.locator(".resource-title a").first();
  const { status, body: pdf } = await holder.fetch(await link.getAttribute("href"));
  assert.equal(status, 200);
  const text = await textOf(pdf);
  const [, number] = text.match(/([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})\s*　?\s*確認符号/);
  const [, code] = text.match(/確認符号\s*([2-9A-Z]{4}-[2-9A-Z]{4})/);
  const paper = saved("paper.pdf", pdf);

  const anybody = await Person.sit(browser, town, "verify-anybody", { screen: PHONE, script: false });
  assert.match(await sends(anybody, paper), /この書類は本物です/);
  assert.match(await sends(anybody, saved("changed.pdf", withOneByteFlipped(pdf))), /書きかえられています/);
  assert.match(await sends(anybody, saved("letter.txt", "拝啓")), /PDFのファイルではありません/);
  await anybody.go("/verify");
  await anybody.press("確かめる", { exact: true });
  assert.ok(await anybody.page.locator(".error-summary").isVisible());
  await anybody.fill("number", number);
  await anybody.fill("code", code);
  await anybody.press("確かめる", { exact: true });
  const said = await anybody.main();
  assert.match(said, /この書類は本物です/);
  assert.ok(said.includes(number) && !said.includes("花子"), "no name");

  const trust = saved("town.pem", (await anybody.fetch("/papers/town.pem")).body);
  const list = async (name) => saved(name, (await anybody.fetch("/papers/revoked.pem")).body);
  const offline = (...more) => run(["verify", paper, "--trust", trust, ...more], { cwd: folder });
  const before = await offline("--revoked", await list("before.pem"), "--json");
  assert.equal(before.code, 0, before.text);
  const answer = JSON.parse(before.text);
  assert.deepEqual([answer.verdict, answer.number, answer.revocation], ["genuine", number, "not_revoked"]);

  const officer = await sits(Person, browser, town, "madoka");
  await officer.go("/desk/papers");
  await officer.fill("number", number);
  await officer.press("開く", { exact: true });
  const first = await officer.sendsFor(/窓口で渡すために開く/);
  assert.deepEqual([first.status, first.type], [200, "application/pdf"]);
  await officer.page.reload();
  assert.match(await officer.main(), /原本 1 \/ 1/);
  assert.equal((await officer.sendsFor(/もう一度印刷する/)).status, 422, "a reprint says why");
  await officer.fill("reprint", "紙づまり");
  assert.equal((await officer.sendsFor(/もう一度印刷する/)).status, 200);
  await officer.page.reload();
  assert.match(await officer.main(), /再印刷（2回目）　紙づまり/);
  await officer.fill("reason", "記載の誤り");
  await officer.press("この書類を取り消す");
  assert.match(await officer.main(), /記載の誤り/);

  const now = await sends(anybody, paper);
  assert.match(now, /この書類は使えません/);
  assert.ok(!now.includes("記載の誤り"), "the reason is for the office");
  const gone = await offline("--revoked", await list("after.pem"));
  assert.equal(gone.code, 1);
  assert.match(gone.text, /取り消されています/);
  await holder.go("/my/papers");
  assert.match(await holder.main(), /取り消し済み/);
  await pageSays(holder, "/my/notices", "使えなくなりました");

  await Promise.all([holder, anybody, officer].map((p) => p.leave()));
});
