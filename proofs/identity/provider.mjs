// An OpenID Provider on loopback (npm oidc-provider), and a hand over its token endpoint that can
// bend the ID tokens that pass.
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const b64 = (data) => Buffer.from(data).toString("base64url");

export function keyPair(kind) {
  const pair = kind === "EC" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { pem: pair.privateKey.export({ type: "pkcs8", format: "pem" }), jwk: pair.privateKey.export({ format: "jwk" }), public: pair.publicKey.export({ format: "jwk" }) };
}

function signed(header, claims, jwk) {
  const message = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(claims))}`;
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return `${message}.${b64(sign("sha256", Buffer.from(message), { key, dsaEncoding: "ieee-p1363" }))}`;
}

// The ways in which a provider can lie; each gets the true token and answers another.
export const lies = {
  "a token signed by another key": (t) => signed(t.header, t.claims, t.other),
  "a token without a signature (alg none)": (t) => `${b64(JSON.stringify({ alg: "none" }))}.${b64(JSON.stringify(t.claims))}.`,
  "a token signed with the public key as a secret (HS256)": (t) => {
    const message = `${b64(JSON.stringify({ alg: "HS256", kid: t.header.kid }))}.${b64(JSON.stringify(t.claims))}`;
    return `${message}.${createHmac("sha256", JSON.stringify(t.jwk)).update(message).digest("base64url")}`;
  },
  "a token that answers another question (nonce)": (t) => signed(t.header, { ...t.claims, nonce: "another" }, t.jwk),
  "a token without a nonce": (t) => signed(t.header, { ...t.claims, nonce: undefined }, t.jwk),
  "a token that is over": (t) => signed(t.header, { ...t.claims, exp: t.claims.iat - 120 }, t.jwk),
  "a token from the future": (t) => signed(t.header, { ...t.claims, iat: t.claims.iat + 3600 }, t.jwk),
  "a token of another issuer": (t) => signed(t.header, { ...t.claims, iss: "https://evil.example" }, t.jwk),
  "a token for another client": (t) => signed(t.header, { ...t.claims, aud: "another" }, t.jwk),
  "a token about somebody else than the facts": (t) => signed(t.header, { ...t.claims, sub: "another" }, t.jwk),
};

export async function openProvider({ kind, client, people, claims }) {
  const pair = keyPair(kind);
  const kid = `${kind}-1`;
  const alg = kind === "EC" ? "ES256" : "RS256";
  const state = { who: undefined, acr: "aal3", lie: undefined, seen: [] };
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...client, response_types: ["code"], grant_types: ["authorization_code"], id_token_signed_response_alg: alg }],
    jwks: { keys: [{ ...pair.jwk, kid, use: "sig", alg }] },
    subjectTypes: ["public", "pairwise"],
    pairwiseIdentifier: (ctx, id, to) => createHmac("sha256", "salt").update(`${to.clientId}:${id}`).digest("hex"),
    acrValues: ["aal3", "crl"],
    claims,
    scopes: Object.keys(claims),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    // Whoever comes agrees; what is proved here is the town's side.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope(Object.keys(claims).join(" "));
      await grant.save();
      return grant;
    },
    cookies: { keys: ["a secret of the proof"] },
    ttl: { AccessToken: 600, AuthorizationCode: 300, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
  });
  provider.on("server_error", (ctx, error) => console.error(error));
  for (const event of ["grant.error", "authorization.error", "userinfo.error"]) {
    provider.on(event, (ctx, error) => console.error(event, error.error, error.error_detail ?? error.error_description));
  }
  const answer = provider.callback();
  const bend = (body) => {
    const reply = JSON.parse(body);
    if (!reply.id_token || !state.lie) return body;
    const [header, payload] = reply.id_token.split(".").map((part) => (part ? part : ""));
    const read = (part) => JSON.parse(Buffer.from(part, "base64url"));
    const token = { header: read(header), claims: read(payload), jwk: pair.jwk, other: keyPair(kind).jwk };
    return JSON.stringify({ ...reply, id_token: lies[state.lie](token) });
  };
  server.on("request", async (req, res) => {
    const url = new URL(req.url, issuer);
    if (url.pathname.startsWith("/interaction/")) {
      const result = state.who ? { login: { accountId: state.who, acr: state.acr } } : { error: "access_denied" };
      return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
    }
    if (url.pathname === "/token") {
      state.seen.push(req.headers.authorization?.split(" ")[0] ?? "no authorization header");
      const end = res.end.bind(res);
      res.end = (body, ...rest) => {
        const bent = bend(body.toString());
        res.setHeader("content-length", Buffer.byteLength(bent));
        return end(bent, ...rest);
      };
    }
    return answer(req, res);
  });
  const close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  return { issuer, state, close };
}
