// A provider of identities for a journey: one page that asks whether to go on, and tokens signed
// with ES256. What it must prove about the town is proved in proofs/identity; here people see it.
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";

const b64 = (data) => Buffer.from(data).toString("base64url");

export async function openProvider(facts) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const codes = new Map();
  const server = createServer(async (req, res) => {
    const url = new URL(req.url, issuer);
    const json = (value) => res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/auth") {
      const code = randomUUID();
      codes.set(code, url.searchParams);
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state"));
      res.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return res.end(`<!doctype html><html lang="ja"><title>見本の認証</title><main><h1>見本の認証</h1><p><a href="${back.href.replaceAll("&", "&amp;")}">確認して戻る</a></p></main></html>`);
    }
    if (url.pathname === "/certs") return json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig" }] });
    if (url.pathname === "/token") {
      let body = "";
      for await (const part of req) body += part;
      const asked = codes.get(new URLSearchParams(body).get("code"));
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: asked.get("client_id"), sub: facts.sub, nonce: asked.get("nonce"), acr: "aal3", iat: now, exp: now + 300 };
      const message = `${b64(JSON.stringify({ alg: "ES256", kid: "1" }))}.${b64(JSON.stringify(claims))}`;
      const signature = sign("sha256", Buffer.from(message), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return json({ access_token: "journey", token_type: "Bearer", id_token: `${message}.${b64(signature)}` });
    }
    if (url.pathname === "/userinfo") return json(facts);
    return res.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return { issuer, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}
