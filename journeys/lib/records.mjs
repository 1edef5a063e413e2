// The records as a stranger with the database file reads them: by Python's sqlite3.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export function python(script, ...args) {
  try {
    return execFileSync("python3", ["-c", script, ...args], { encoding: "utf8" });
  } catch (e) {
    if (e.code === "ENOENT") throw new Error("python3 is missing: install the package python3");
    throw e;
  }
}

const SELECT = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2], sys.argv[3:]).fetchall()
print(json.dumps(rows, default=lambda b: b.hex()))
`;

export const select = (data, sql, ...args) => JSON.parse(python(SELECT, join(data, "engawa.sqlite"), sql, ...args));
