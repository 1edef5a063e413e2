// The fictional people of the demo and how they sign in, read where the town keeps them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./town.mjs";

const text = readFileSync(join(root, "towns/ono/demo/accounts.toml"), "utf8");
export const people = {};
for (const block of text.split("[[account]]").slice(1)) {
  const field = (name) => block.match(new RegExp(`^${name} = "(.*)"`, "m"))?.[1];
  people[field("key")] = { name: field("name"), kana: field("kana"), email: field("email"), password: field("password") };
}
