// What a browser would never send: answered clearly, and nothing is changed by it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { Person, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { PROCEDURE, answer, apply } from "./lib/record.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser, p, cookie, token, draft;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
  p = await Person.sit(browser, town, "hostile", { quiet: true });
  await p.signIn(people.hanako);
  await apply(p);
  await p.go(`/apply/${PROCEDURE}`);
  await p.press("申請を始める");
  await answer(p, "identity", { receive: (x) => x.pick("receive", "post") });
  draft = p.path().replace("/identity", "");
  cookie = (await p.context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  token = await p.page.locator('main input[name="_token"]').first().inputValue();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

function ask(path, options = {}) {
  const headers = { cookie, ...options.headers };
  return fetch(town.url + path, { redirect: "manual", ...options, headers });
}

const urlencoded = { "content-type": "application/x-www-form-urlencoded" };
const post = (path, body, headers = {}) => ask(path, { method: "POST", body, headers: { ...urlencoded, ...headers } });

async function refused(answer, allowed, what) {
  const text = await answer.text();
  assert.ok(allowed.includes(answer.status), `${what}: ${answer.status} instead of ${allowed}`);
  assert.ok(answer.status >= 400 && answer.status < 500, what);
  assert.match(answer.headers.get("content-type") ?? "", /text\/html/, `${what}: no page for people`);
  assert.match(text, /<h1/, `${what}: no heading`);
  assert.doesNotMatch(text, /panicked|sqlx|axum|RUST_BACKTRACE|\/root\//, `${what}: the inside shows`);
}

async function mark() {
  await p.page.goto(`${town.url}${draft}/check`);
  const answers = await p.main();
  await p.page.goto(`${town.url}/my/cases`);
  return `${answers}\n${await p.main()}`;
}

async function changesNothing(deed) {
  const beforehand = await mark();
  await deed();
  assert.equal(await mark(), beforehand, "something was changed");
}

test("forms that nobody would fill in", () =>
  changesNothing(async () => {
    const submit = `${draft}/submit`;
    await refused(await post(submit, `_token=${token}&x=${"a".repeat(3 << 20)}`), [413], "a huge form");
    await refused(await post(submit, `_token=${token}${"&a=1".repeat(5000)}`), [413], "very many fields");
    const json = { "content-type": "application/json" };
    await refused(await post(submit, JSON.stringify({ _token: token }), json), [400, 415], "another content type");
    const xml = { "content-type": "text/xml" };
    await refused(await post(submit, `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, xml), [400, 415], "XML");
    await refused(await post(submit, Buffer.from(`_token=${token}&a=%ff%fe`)), [400], "bad UTF-8");
    await refused(await post(submit, `_token=${token}&a=%00`), [400], "a NUL");
    await refused(await post(submit, `_token=${token}&a=%zz`), [400], "a bad percent sign");
    const broken = { "content-type": "multipart/form-data; boundary=x" };
    await refused(await post(submit, "--x\r\nContent-Disposition: form-data", broken), [400], "a broken multipart body");
    await refused(await post(submit, "", { "content-type": "multipart/form-data" }), [400], "multipart without boundary");
    await refused(await post(`${draft}/who`, `_token=${token}&who=${"x".repeat(5000)}`), [400, 422], "an answer that is no choice");
    await refused(await post(`${draft}/copies`, `_token=${token}&copies=99999999999999999999`), [400, 422], "a number beyond all");
    await refused(await post(`${draft}/applicant`, `_token=${token}&applicant_name.family=%3Cscript%3E`), [400, 422], "half a name");
  }));

test("forms from elsewhere", () =>
  changesNothing(async () => {
    const submit = `${draft}/submit`;
    await refused(await post(submit, "a=1"), [400, 403], "no token");
    await refused(await post(submit, `_token=${"A".repeat(43)}`), [400, 403], "a wrong token");
    const stranger = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    await refused(await post(submit, `_token=${token}`, stranger), [400, 403], "another site's form");
    const nobody = await fetch(`${town.url}${submit}`, { method: "POST", body: `_token=${token}`, headers: urlencoded, redirect: "manual" });
    await refused(nobody, [400, 401, 403, 404], "a form without cookies");
  }));

test("addresses that try doors", () =>
  changesNothing(async () => {
    const paths = [
      "/assets/..%2f..%2fCargo.toml",
      "/assets/0000/..%2f..%2f..%2fetc%2fpasswd",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/procedures/..%2f..%2ftown.toml",
      `/apply/${"a".repeat(3000)}`,
      "/apply/d/00000000-0000-0000-0000-000000000000/check",
      "/my/cases/not-an-id",
      "/my/cases/00000000-0000-0000-0000-000000000000",
      "/my/papers/%00.pdf",
      `${draft}/%ff`,
      `${draft}/files/..%2f..%2fengawa.sqlite`,
      "/demo/outbox/..%2f..%2fkeys%2ftown.pem",
      "/v/' OR 1=1 --",
      "/wp-login.php",
    ];
    for (const path of paths) await refused(await ask(path), [400, 404, 414], path);
    await refused(await ask("/desk/cases"), [403, 404], "the desk, for a resident");
    await refused(await ask("/search", { method: "DELETE" }), [405], "another method");
    const other = await ask("//evil.example/..");
    assert.ok(other.status >= 400 && other.status < 500);
  }));

test("files that are no photos", () =>
  changesNothing(async () => {
    const send = (name, type, bytes) => {
      const body = new FormData();
      body.set("_token", token);
      body.set("id_photo", new Blob([bytes], { type }), name);
      return ask(`${draft}/identity`, { method: "POST", body });
    };
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
    await refused(await send("photo.svg", "image/svg+xml", svg), [400, 413, 422], "SVG with script");
    await refused(await send("photo.jpg", "image/jpeg", svg), [400, 413, 422], "SVG that calls itself JPEG");
    await refused(await send("photo.jpg", "image/jpeg", `<html><script>alert(1)</script></html>`), [400, 422], "HTML as photo");
    await refused(await send("photo.png", "image/png", bombPng(30_000, 30_000)), [400, 413, 422], "a picture that unfolds to gigabytes");
    await refused(await send("photo.png", "image/png", bombPng(30_000, 30_000).subarray(0, 60)), [400, 422], "half a picture");
    await refused(await send("archive.zip", "application/zip", zipBomb()), [400, 413, 422], "a zip");
    // The answer comes before all was sent, so that the line may be cut while the browser still sends.
    const large = await send("photo.jpg", "image/jpeg", Buffer.alloc(25 << 20, 0xff)).catch((e) => e);
    if (!(large instanceof TypeError)) await refused(large, [413], "a file of 25 MB");
    await refused(await send("program.exe", "application/octet-stream", Buffer.from("MZ\x90\0")), [400, 422], "a program");
  }));

test("after all that the town is open and its records are whole", async () => {
  const health = await fetch(`${town.url}/healthz`);
  assert.equal(health.status, 200);
  assert.doesNotMatch(town.log, /panicked/);
  await town.stop();
  const { code, text } = await town.run("journal", "verify");
  assert.equal(code, 0, text);
});

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

// A PNG of a few kilobytes whose picture would need gigabytes.
function bombPng(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const lines = deflateSync(Buffer.alloc(8 << 20));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([magic, chunk("IHDR", head), chunk("IDAT", lines), chunk("IEND", Buffer.alloc(0))]);
}

// The beginning of a zip that says it holds four gigabytes.
function zipBomb() {
  const out = Buffer.alloc(64);
  out.writeUInt32LE(0x04034b50, 0);
  out.writeUInt32LE(0xffffffff, 22);
  return out;
}
