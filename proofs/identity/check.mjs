// Residents and an enterprise come by providers; a lying provider brings nobody in.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Browser } from "./browser.mjs";
import { keyPair, lies, openProvider } from "./provider.mjs";

const root = resolve(import.meta.dirname, "../..");
const engawa = process.env.ENGAWA_BIN;
const folder = mkdtempSync(join(tmpdir(), "engawa-identity-"));
const [townFolder, data] = [join(folder, "ono"), join(folder, "data")];
cpSync(join(root, "towns/ono"), townFolder, { recursive: true });
const engawaArgs = (...args) => ["--town", townFolder, "--data", data, ...args];

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

let said = 0;
const proved = (words) => console.log(`ok ${++said} ${words}`);
const running = [];

// The fictional town's own people: who they are in its register.
function residents() {
  const query = `import json,sqlite3,sys
c=sqlite3.connect(sys.argv[1]); c.row_factory=sqlite3.Row
print(json.dumps([dict(r) for r in c.execute("SELECT full_name,birth,prefecture,city,town_area,rest,building FROM people_person WHERE full_name LIKE '縁側%花子' OR full_name LIKE '見本%太郎' OR full_name LIKE '見本%葵'")]))`;
  const rows = JSON.parse(execFileSync("python3", ["-c", query, join(data, "engawa.sqlite")], { encoding: "utf8" }));
  return (given) => rows.find((r) => r.full_name.endsWith(given));
}

const addressOf = (r) => `${r.prefecture}${r.city}${r.town_area}${r.rest}${r.building ?? ""}`;

// RFC 7638.
function thumbprint({ crv, kty, x, y }) {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}

function totp(secret, at = Date.now()) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function main() {
  execFileSync(engawa, engawaArgs("demo"), { cwd: root, stdio: "pipe" });
  const find = residents();
  const [hanako, taro] = [find("花子"), find("太郎")];
  const port = await freePort();
  const town = `http://localhost:${port}`;

  const own = keyPair("EC");
  mkdirSync(join(data, "keys"), { recursive: true });
  writeFileSync(join(data, "keys/identity-digital_auth.pem"), own.pem, { mode: 0o600 });
  writeFileSync(join(data, "keys/identity-gbizid.secret"), "a secret: with / odd + letters\n", { mode: 0o600 });
  const four = (r, address = addressOf(r)) => ({ name: r.full_name, birthdate: r.birth, gender: "2", address: { formatted: address } });
  const card = await openProvider({
    kind: "EC",
    client: {
      client_id: "ono-digital-auth", subject_type: "pairwise", redirect_uris: [`${town}/sign-in/back/digital_auth`],
      token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_signing_alg: "ES256",
      // As the operator copies it from the town's page into the paper form: named by its thumbprint.
      jwks: { keys: [{ ...own.public, use: "sig", alg: "ES256", kid: thumbprint(own.public) }] },
    },
    people: {
      hanako: { ...four(hanako), birthdate: hanako.birth.replaceAll("-", ""), address: addressOf(hanako) },
      moved: four(taro, "福島県郡山市架空1番地"),
      taro: four(taro),
    },
    claims: { openid: ["sub"], name: ["name"], address: ["address"], birthdate: ["birthdate"], gender: ["gender"] },
  });
  const company = { account_type: "2", corp_type: "1", corporate_number: "7000012050002", name: "架空商店株式会社", prefecture_name: "福島県", address1: "田村郡小野町", rep_last_nm: "架空", rep_first_nm: "一郎" };
  const gbiz = await openProvider({
    kind: "RSA",
    client: {
      client_id: "ono-gbizid", client_secret: "a secret: with / odd + letters", redirect_uris: [`${town}/sign-in/back/gbizid`],
      token_endpoint_auth_method: "client_secret_basic",
    },
    people: { shop: company },
    claims: { openid: ["sub"], profile: Object.keys(company) },
  });
  running.push(card, gbiz);

  // The town's own file, with the addresses of this machine in the place of the state's.
  const file = join(townFolder, "identity.toml");
  const text = readFileSync(file, "utf8")
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main/protocol/openid-connect/userinfo", `${card.issuer}/me`)
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main/protocol/openid-connect/certs", `${card.issuer}/jwks`)
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main/protocol/openid-connect", card.issuer)
    .replaceAll("https://auth-and-sign.go.jp/api/realms/main", card.issuer)
    .replaceAll("https://gbiz-id.go.jp/oauth/", gbiz.issuer)
    .replace('client_id = ""', 'client_id = "ono-digital-auth"')
    .replace('client_id = ""', 'client_id = "ono-gbizid"')
    .replaceAll('assurance = "', 'names_issuer = true\nassurance = "');
  writeFileSync(file, text);

  const child = spawn(engawa, engawaArgs("--listen", `127.0.0.1:${port}`, "serve"), { cwd: root, env: { ...process.env, ENGAWA_BASE_URL: town }, stdio: "pipe" });
  let log = "";
  child.stdout.on("data", (d) => (log += d));
  child.stderr.on("data", (d) => (log += d));
  running.push({ close: () => new Promise((done) => { child.on("exit", done); child.kill("SIGTERM"); }) });
  for (let i = 0; ; i++) {
    if (await fetch(`${town}/healthz`).then((a) => a.ok, () => false)) break;
    assert.ok(i < 150, `the town does not open:\n${log}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  await walk(town, card, gbiz).catch((error) => {
    console.error(`the log of the town:\n${log.slice(-2000)}`);
    throw error;
  });
  assert.doesNotMatch(log, /架空商店|縁側|code=|Bearer/, "the log names nobody and nothing secret");
  proved("the log names nobody");
}

const isIn = async (browser, town) => (await browser.ask(`${town}/my`)).status === 200;

async function by(town, provider, who, { key = "digital_auth", browser = new Browser(), stop } = {}) {
  provider.state.who = who;
  const answer = await browser.go(`${town}/sign-in/with/${key}?return=/my`, stop);
  return { browser, answer };
}

async function walk(town, card, gbiz) {
  const door = (await new Browser().go(`${town}/sign-in`)).text;
  assert.match(door, /href="\/sign-in\/with\/digital_auth/);
  assert.match(door, /href="\/sign-in\/with\/gbizid/);
  proved("connected providers are links on the page, no forms that leave it");

  const first = await by(town, card, "hanako");
  assert.equal(first.answer.status, 200, first.answer.text.slice(0, 300));
  assert.doesNotMatch(first.answer.text, /本人確認をしています/);
  assert.match((await first.browser.go(`${town}/my/settings`)).text, /hanako@demo\.example/);
  assert.deepEqual(card.state.seen, ["no authorization header"]);
  proved("private_key_jwt, ES256, S256, pairwise: who is certain is at home at once, in the account she had");
  const again = await by(town, card, "hanako");
  assert.ok(await isIn(again.browser, town));
  proved("the second time the provider's name for her is enough");

  const shop = await by(town, gbiz, "shop", { key: "gbizid" });
  assert.equal(shop.answer.status, 200, shop.answer.text.slice(0, 300));
  const ways = (await shop.browser.go(`${town}/my/settings/ways`)).text;
  assert.match(ways, /架空商店株式会社/);
  assert.match(ways, /7000012050002/);
  assert.match(ways, /プライム/);
  assert.deepEqual(gbiz.state.seen, ["Basic"]);
  proved("client_secret_basic, RS256, discovery: an enterprise with its kind of account and its number");

  card.state.acr = "crl";
  const less = await by(town, card, "hanako");
  assert.match(less.answer.text, /確かめ方が足りません/);
  assert.ok(await isIn(less.browser, town));
  const asks = (await less.browser.go(`${town}/sign-in/stronger`)).text;
  assert.match(asks, /sign-in\/with\/digital_auth/);
  card.state.acr = "aal3";
  proved("an acr below the one that was asked for lets her in, and no surer than a password");

  await uncertain(town, card);
  await secondWay(town, card);
  await wrong(town, card);
}

async function officer(town) {
  const block = readFileSync(join(root, "towns/ono/demo/accounts.toml"), "utf8").split("[[account]]").find((b) => b.includes('key = "madoka"'));
  const field = (name) => block.match(new RegExp(`^${name} = "(.*)"`, "m"))[1];
  const browser = new Browser();
  const half = await browser.post(`${town}/sign-in`, { email: field("email"), password: field("password") });
  assert.ok(half.url.endsWith("/sign-in/second"));
  assert.equal((await browser.ask(`${town}/desk`)).status, 303, "a password alone opens nothing");
  await browser.post(`${town}/sign-in/second`, { code: totp(field("totp")) }, half.text);
  assert.equal((await browser.ask(`${town}/desk`)).status, 200);
  proved("an officer comes in with a code of another maker's arithmetic");
  return browser;
}

async function uncertain(town, card) {
  const { browser, answer } = await by(town, card, "moved");
  assert.match(answer.text, /本人確認をしています/);
  proved("who is not certain is let in, and told what happens meanwhile");
  const desk = await officer(town);
  const list = (await desk.go(`${town}/desk/identity`)).text;
  const path = list.match(/action="(\/desk\/identity\/[0-9a-f-]{36})"/)[1];
  const page = await desk.post(`${town}${path}`, {}, list);
  assert.match(page.text, /郡山市架空1番地/);
  const person = page.text.match(/name="person"[^>]*value="([0-9a-f-]{36})"/)[1];
  await desk.post(`${town}${path}/decide`, { person, agrees: "yes" }, page.text);
  assert.doesNotMatch((await browser.go(`${town}/my`)).text, /本人確認をしています/);
  proved("an officer links her, and she is at home");
}

async function secondWay(town, card) {
  const browser = new Browser();
  await browser.post(`${town}/sign-in`, { email: "taro@demo.example", password: "engawa-taro" });
  card.state.who = "taro";
  const asked = await browser.post(`${town}/my/settings/ways/begin`, { provider: "digital_auth" }, (await browser.go(`${town}/my/settings/ways`)).text);
  const out = asked.text.match(new RegExp(`href="(${card.issuer}/auth[^"]*)"`))[1].replaceAll("&amp;", "&");
  assert.match((await browser.go(out)).text, /デジタル認証アプリ/);
  const { browser: other } = await by(town, card, "taro");
  assert.match((await other.go(`${town}/my/settings`)).text, /taro@demo\.example/);
  proved("one person, two ways in: the added one leads into the same account");
}

async function wrong(town, card) {
  for (const lie of Object.keys(lies)) {
    card.state.lie = lie;
    const { browser, answer } = await by(town, card, "hanako");
    assert.equal(answer.status, 400, lie);
    assert.ok(!(await isIn(browser, town)), lie);
    proved(`refused: ${lie}`);
  }
  card.state.lie = undefined;

  const isBack = (url) => url.startsWith(`${town}/sign-in/back/`);
  const held = async () => {
    const { browser, answer } = await by(town, card, "hanako", { stop: isBack });
    return { browser, back: new URL(answer.to) };
  };
  const refused = async (browser, url, words) => {
    assert.equal((await browser.go(url)).status, 400, words);
    assert.ok(!(await isIn(browser, town)), words);
    proved(`refused: ${words}`);
  };
  let { browser, back } = await held();
  const state = back.searchParams.get("state");
  back.searchParams.set("state", `${state[0] === "A" ? "B" : "A"}${state.slice(1)}`);
  await refused(browser, back.href, "a state that nobody was given");
  ({ browser, back } = await held());
  await refused(new Browser(), back.href, "an answer in another browser");
  ({ browser, back } = await held());
  back.searchParams.set("iss", "https://evil.example");
  await refused(browser, back.href, "an answer in another issuer's name");
  ({ browser, back } = await held());
  back.searchParams.delete("iss");
  await refused(browser, back.href, "an answer that names no issuer");
  ({ browser, back } = await held());
  assert.ok((await browser.go(back.href)).status === 200 && (await isIn(browser, town)));
  await refused(new Browser(), back.href, "the same answer a second time");
  assert.equal((await browser.ask(back.href)).status, 400, "even in its own browser");

  const stopped = await by(town, card, undefined);
  assert.match(stopped.answer.text, /確認をやめました/);
  proved("who stops at the provider reads that nothing has changed");

  ({ browser, back } = await held());
  await card.close();
  const down = await browser.go(back.href);
  assert.equal(down.status, 503);
  assert.match(down.text, /答えがありません/);
  proved("a provider that does not answer is told honestly");
}

try {
  await main();
  console.log(`${said} points proved`);
} finally {
  await Promise.allSettled(running.map((thing) => thing.close()));
  rmSync(folder, { recursive: true, force: true });
}
