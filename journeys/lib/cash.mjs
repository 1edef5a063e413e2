// The cashier's part: finds the bill by the number that the person says, takes cash, gives change and
// a receipt, and counts the drawer at the end of the day.
import assert from "node:assert/strict";
import { textOf } from "./paper.mjs";
import { until } from "./until.mjs";

export const yen = (n) => `${n.toLocaleString("en-US")}円`;

export async function takesCash(p, { number, owed, tendered, change }) {
  await until(`a bill for ${number}`, async () => {
    await p.page.goto(`${p.town.url}/desk/billing?q=${number}`);
    return (await p.page.locator("main .resource-list a, main ul a", { hasText: "手数料" }).count()) > 0;
  });
  await p.go("/desk/billing");
  await p.field("q").fill(number);
  await p.turn(() => p.page.keyboard.press("Enter"));
  await p.turn(() => p.page.locator("main .resource-list a, main ul a", { hasText: "手数料" }).first().click());
  assert.match(await p.main(), new RegExp(`受け取る額\\s*${yen(owed)}`));
  await p.fill("tendered", String(owed - 1));
  await p.press("受け取って記録する");
  assert.ok(await p.page.locator(".error-summary").isVisible(), "too little cash is told");
  await p.fill("tendered", String(tendered));
  await p.press("受け取って記録する");
  const words = await p.main();
  assert.match(words, new RegExp(`${yen(owed)}を受け取りました`));
  assert.match(words, new RegExp(`おつり\\s*${yen(change)}`));
  const { type, body } = await p.fetch(await p.href("領収証書を印刷する"));
  assert.equal(type, "application/pdf");
  assert.match((await textOf(body)).replaceAll(/\s/g, ""), new RegExp(yen(owed).replace("円", "")));
}

export async function dayEnds(p, { takings }) {
  await p.go("/desk/billing/drawer");
  // Others may have paid at this counter today; what was taken here is among it.
  const all = Number((await p.main()).match(/いまあるはずの額\s*([\d,]+)円/)[1].replaceAll(",", ""));
  assert.ok(all >= takings, `${all} yen in the drawer, ${takings} were taken`);
  await p.fill("counted", String(all + 1));
  await p.press("締める", { exact: true });
  assert.ok(await p.page.locator(".error-summary").isVisible(), "a difference needs a reason");
  await p.fill("counted", String(all));
  await p.press("締める", { exact: true });
  assert.match(await p.main(), /締めが終わりました。数えた額は合っています。/);
}
