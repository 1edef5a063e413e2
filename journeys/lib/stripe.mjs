// A payment company for a journey: pages on which one presses «pay», and signed messages to the town.
// What it must be told by us is checked field by field in the Rust tests; here people see it.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

export const KEY = "sk_test_journey";
export const WEBHOOK = "whsec_journey";

export async function openCompany() {
  const sessions = new Map();
  const paid = new Map();
  let count = 0;
  const company = { town: "", silent: false };
  const json = (res, value, status = 200) => res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

  const tell = async (type, object) => {
    const created = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ id: `evt_${++count}`, object: "event", type, created, livemode: false, data: { object } });
    const mac = createHmac("sha256", WEBHOOK).update(`${created}.${body}`).digest("hex");
    const headers = { "content-type": "application/json", "stripe-signature": `t=${created},v1=${mac}` };
    const answer = await fetch(`${company.town}/payments/card/hook`, { method: "POST", headers, body });
    if (answer.status !== 204) throw new Error(`the town answered ${answer.status}`);
  };

  const begin = (form) => {
    const id = `cs_test_${++count}`;
    const session = {
      id,
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      amount_total: Number(form.get("line_items[0][price_data][unit_amount]")),
      currency: form.get("line_items[0][price_data][currency]"),
      client_reference_id: form.get("client_reference_id"),
      metadata: { order: form.get("metadata[order]") },
      payment_intent: null,
      url: `${company.api}/pay/${id}`,
    };
    sessions.set(id, { session, back: form.get("success_url"), name: form.get("line_items[0][price_data][product_data][name]") });
    return session;
  };

  const refund = (form) => {
    const left = paid.get(form.get("payment_intent")) ?? 0;
    const amount = Number(form.get("amount"));
    if (amount > left) return null;
    paid.set(form.get("payment_intent"), left - amount);
    return { id: `re_${++count}`, object: "refund", status: "succeeded", amount, currency: "jpy", metadata: { refund: form.get("metadata[refund]") } };
  };

  const page = (id) => {
    const { session, name } = sessions.get(id);
    return `<!doctype html><html lang="ja"><meta charset="utf-8"><title>見本の決済</title><main><h1>見本の決済の会社</h1>
      <p>${name}</p><p>${session.amount_total}円</p><p><a href="/pay/${id}/done">この額を払う</a></p><p><a href="/pay/${id}/stop">やめて戻る</a></p></main></html>`;
  };

  const leave = async (res, id, pays) => {
    const { session, back } = sessions.get(id);
    if (pays && session.status === "open") {
      Object.assign(session, { status: "complete", payment_status: "paid", payment_intent: `pi_${id}` });
      paid.set(session.payment_intent, session.amount_total);
      if (!company.silent) await tell("checkout.session.completed", session);
    }
    res.writeHead(303, { location: back }).end();
  };

  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url, "http://localhost");
    const [, first, id, then] = pathname.split("/");
    if (first === "pay") return then ? leave(res, id, then === "done") : res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(id));
    if (req.headers.authorization !== `Bearer ${KEY}`) return json(res, { error: { code: "api_key_expired" } }, 401);
    let body = "";
    for await (const part of req) body += part;
    const form = new URLSearchParams(body);
    const of = pathname.match(/^\/v1\/checkout\/sessions\/(\w+)(\/expire)?$/);
    if (pathname === "/v1/checkout/sessions") return json(res, begin(form));
    if (pathname === "/v1/refunds") {
      const given = refund(form);
      return given ? json(res, given) : json(res, { error: { code: "charge_already_refunded" } }, 400);
    }
    if (!of || !sessions.has(of[1])) return json(res, { error: { code: "resource_missing" } }, 404);
    const { session } = sessions.get(of[1]);
    if (of[2] && session.status !== "open") return json(res, { error: { code: "not_open" } }, 400);
    if (of[2]) session.status = "expired";
    return json(res, session);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  company.api = `http://127.0.0.1:${server.address().port}`;
  company.close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  return company;
}
