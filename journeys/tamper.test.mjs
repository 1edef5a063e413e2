// Nothing can be changed behind the journal's back: not a case, not an answer, not a payment, not an
// issued paper, not the journal itself.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Person, openBrowser } from "./lib/browser.mjs";
import { takesCash } from "./lib/cash.mjs";
import { decide, officer, propose, stateIs } from "./lib/office.mjs";
import { people } from "./lib/people.mjs";
import { apply } from "./lib/record.mjs";
import { python, select } from "./lib/records.mjs";
import { openTown, run } from "./lib/town.mjs";

let town, whole;
before(async () => {
  let browser;
  town = await openTown();
  browser = await openBrowser();
  const hanako = await Person.sit(browser, town, "tamper", { quiet: true });
  await hanako.signIn(people.hanako);
  const number = await apply(hanako);
  const own = await hanako.href("申請の様子を見る");
  const at = {};
  for (const key of ["madoka", "ayumu", "tadashi", "kazoe"]) at[key] = await officer(Person, browser, town, key, { quiet: true });
  await propose(at.madoka, number);
  await decide(at.ayumu, at.tadashi, number);
  await stateIs(hanako, own, "手数料をお支払いください");
  await takesCash(at.kazoe, { number, owed: 200, tendered: 200, change: 0 });
  await stateIs(hanako, own, "できた書類を見る");
  await browser.close();
  assert.equal(await town.stop(), 0, "the town closes in order");
  whole = town.data;
});
after(() => town?.close());

// Python's sqlite3 is the stranger who gets at the database file.
const flip = `
import sqlite3, sys
db, table, column = sys.argv[1:4]
con = sqlite3.connect(db)
row, old = con.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY rowid DESC LIMIT 1").fetchone()
if isinstance(old, bytes):
    new = old[:-1] + bytes([old[-1] ^ 1])
elif isinstance(old, int):
    new = old ^ 1
else:
    at = len(old) // 2
    new = old[:at] + chr(ord(old[at]) ^ 1) + old[at + 1:]
con.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))
con.commit()
`;
const cut = `
import sqlite3, sys
con = sqlite3.connect(sys.argv[1])
last, = con.execute("SELECT MAX(seq) FROM store_journal").fetchone()
for table in ("store_journal", "store_journal_row", "store_journal_detail"):
    con.execute(f"DELETE FROM {table} WHERE seq > ?", (last - 3,))
seq, digest = con.execute("SELECT seq, hash FROM store_journal ORDER BY seq DESC LIMIT 1").fetchone()
con.execute("UPDATE store_journal_head SET seq = ?, hash = ?", (seq, digest))
con.commit()
`;
// A copy of the closed town, changed by `deed`, and what the journal says of it.
async function changed(deed) {
  const data = mkdtempSync(join(tmpdir(), "engawa-tamper-"));
  try {
    cpSync(whole, data, { recursive: true });
    await deed(data, join(data, "engawa.sqlite"));
    return await run(["--town", "towns/ono", "--data", data, "journal", "verify"]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

test("untouched records hold", async () => {
  const { code, text } = await changed(() => {});
  assert.equal(code, 0, text);
});

for (const [what, table, column] of [
  ["a case", "cases_case", "decision"],
  ["the number of a case", "cases_case", "reference"],
  ["an answer", "cases_answers", "document"],
  ["a payment", "billing_payment", "amount"],
  ["the ledger", "billing_entry", "debit"],
  ["the entry of an issued paper", "papers_paper", "code"],
  ["the journal itself", "store_journal", "act"],
  ["the words beside the journal", "store_journal_detail", "detail"],
]) {
  test(`one byte of ${what} is noticed and named`, async () => {
    const { code, text } = await changed((_, db) => python(flip, db, table, column));
    assert.equal(code, 1, text);
    assert.match(text, /entry \d+:/);
    if (!table.startsWith("store_")) assert.match(text, new RegExp(`of ${table} was changed afterwards`));
  });
}

test("one byte of an issued paper's file is noticed and named", async () => {
  const { code, text } = await changed((data) => {
    const [[name]] = select(data, "SELECT file FROM papers_paper ORDER BY id DESC LIMIT 1");
    const file = join(data, "blobs", name.slice(0, 2), name.slice(2));
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file, bytes);
  });
  assert.equal(code, 1, text);
  assert.match(text, /entry \d+: the file of row .* of papers_paper is missing or was changed/);
});

test("a row that is gone is noticed and named", async () => {
  const gone = await changed((_, db) => python("import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('DELETE FROM cases_answers'); c.commit()", db));
  assert.equal(gone.code, 1, gone.text);
  assert.match(gone.text, /of cases_answers was removed afterwards/);
});

test("a cut tail is noticed, even when the head is mended to fit", async () => {
  const { code, text } = await changed((_, db) => python(cut, db));
  assert.equal(code, 1, text);
  assert.match(text, /tail was cut/);
});
