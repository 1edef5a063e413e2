// Somebody comes by a card; who is not certain waits for an officer; an officer sets up a telephone.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { officer } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { openProvider } from "./lib/provider.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown, root } from "./lib/town.mjs";

let town, browser, provider, folder;
const at = {};
const step = steps();

before(async () => {
  // Name and birth of 花子, and an address at which the register does not know her.
  provider = await openProvider({ sub: "card-1", name: "縁側　花子", birthdate: "19460408", gender: "2", address: "福島県郡山市架空1番地" });
  folder = mkdtempSync(join(tmpdir(), "engawa-town-"));
  cpSync(join(root, "towns/ono"), folder, { recursive: true });
  const file = join(folder, "identity.toml");
  const text = readFileSync(file, "utf8")
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main/protocol/openid-connect", provider.issuer)
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main", provider.issuer);
  writeFileSync(file, text.replace('client_id = ""', 'client_id = "ono"'));
  town = await openTown({
    folder,
    prepare: (data) => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      mkdirSync(join(data, "keys"), { recursive: true });
      writeFileSync(join(data, "keys/identity-digital_auth.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    },
  });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

step("a resident comes by the card, and reads what happens meanwhile", async () => {
  at.hanako = await Person.sit(browser, town, "identity", { screen: PHONE });
  const p = at.hanako;
  await p.go("/sign-in?return=/my");
  await p.page.getByRole("link", { name: "デジタル認証アプリで入る" }).click();
  await p.page.waitForURL(/\/auth\?/);
  await p.turn(() => p.page.getByRole("link", { name: "確認して戻る" }).click());
  assert.equal(p.path(), "/my");
  assert.match(await p.main(), /本人確認をしています/);
});

step("she may begin a form all the same, and is told that sending asks for more", async () => {
  const p = at.hanako;
  await p.go("/apply/school_entry_gift");
  assert.match(await p.main(), /書いておく/);
  await p.press("申請を始める");
  assert.match(p.path(), /^\/apply\/d\//);
});

step("an officer sees both sides and links her", async () => {
  at.madoka = await officer(Person, browser, town, "madoka");
  const p = at.madoka;
  await p.go("/desk/identity");
  await p.press("確かめる");
  const said = await p.main();
  assert.match(said, /郡山市架空1番地/);
  assert.match(said, /ちがう/);
  await p.tick(p.page.locator('main input[name="person"]').first());
  await p.tick(p.page.locator('main input[name="agrees"]'));
  await p.press("決定する");
  assert.equal(p.path(), "/desk/identity");
  assert.match(await p.main(), /待っている方はいません/);
  await at.hanako.go("/my");
  assert.doesNotMatch(await at.hanako.main(), /本人確認をしています/);
  await at.hanako.go("/my/settings/ways");
  assert.match(await at.hanako.main(), /デジタル認証アプリ/);
});

step("a telephone that was lost is taken back, and the next sign-in sets up a new one", async () => {
  const p = at.madoka;
  await p.go("/desk/accounts/staff");
  const row = p.page.locator("main tr", { hasText: people.nozomi.name });
  await p.turn(() => row.getByRole("button").click());
  await p.pick("how", "in_person");
  await p.tick(p.page.locator('main input[name="agrees"]'));
  await p.press("登録を取り消す");
  assert.match(await p.main(), /取り消しました/);

  at.nozomi = await Person.sit(browser, town, "identity-setup", { screen: PHONE });
  const n = at.nozomi;
  await n.go("/sign-in");
  await n.fill("email", people.nozomi.email);
  await n.fill("password", people.nozomi.password);
  await n.press("ログイン", { exact: true });
  assert.match(await n.heading(), /電話機を登録/);
  await n.fill("code", totp(await n.page.locator("main en-copy").getAttribute("data-text")));
  await n.press("確かめて入る");
  assert.equal(n.path(), "/desk");
});

step("every page on the way was in order", async () => {
  await leave(...Object.values(at));
});

// RFC 6238, by other hands than the program's.
function totp(secret) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
