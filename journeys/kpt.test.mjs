// A board around which several people sit: what one writes the other sees within a second, and with
// JavaScript off both can still work.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { DESK, PHONE, Person, leave, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { steps } from "./lib/steps.mjs";
import { openTown } from "./lib/town.mjs";
import { until } from "./lib/until.mjs";

const LIST = "/desk/plan/boards";
const step = steps();
let town, browser, madoka, ayumu, board;

before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

async function open(person, { title, names = "named", votes = "3" }) {
  await person.go(`${LIST}/new`);
  await person.fill("title", title);
  await person.field("about").selectOption("project:");
  await person.fill("project", "夏の窓口（架空）");
  await person.pick("names", names);
  await person.field("votes").selectOption(votes);
  await person.press("ボードを開く", { exact: true });
  return person.path();
}

// Writes a card without leaving the page.
async function write(person, side, words) {
  await person.pick("side", side);
  await person.fill("words", words);
  await person.thing("カードを出す").click();
}

const card = (person, words) => person.page.locator(".kpt-card", { hasText: words });

step("two officers sit down at one board", async () => {
  madoka = await Person.sit(browser, town, "kpt-madoka", { screen: DESK });
  ayumu = await Person.sit(browser, town, "kpt-ayumu", { screen: PHONE });
  await madoka.signIn(people.madoka);
  await ayumu.signIn(people.ayumu);
  await madoka.go(LIST);
  assert.match(await madoka.main(), /今回のふりかえり（見本）/);
  await madoka.go(`${LIST}/guide`);
  board = await open(madoka, { title: "夏の窓口のふりかえり" });
  await ayumu.go(LIST);
  await ayumu.press("夏の窓口のふりかえり");
  assert.equal(ayumu.path(), board);
  await ayumu.page.locator("[data-live]", { hasText: "自動で出ます" }).waitFor();
  await madoka.page.locator("[data-live]", { hasText: "自動で出ます" }).waitFor();
});

step("what one writes stands before the other without reading anew, and the other way round", async () => {
  for (const [from, to, words] of [
    [ayumu, madoka, "受付番号の札が見やすくなった"],
    [madoka, ayumu, "昼休みに待つ人が多い"],
    [ayumu, madoka, "昼の当番をひとりふやす"],
  ]) {
    await from.pick("side", from === ayumu ? "keep" : "problem");
    await from.fill("words", words);
    const seen = card(to, words).waitFor({ timeout: 10_000 });
    await from.thing("カードを出す").click();
    await seen;
    await until("the form is ready for the next card", async () => (await from.field("words").inputValue()) === "");
  }
  await until("one's own cards are marked", async () => (await ayumu.page.locator(".kpt-card.is-mine").count()) === 2);
  assert.equal(await madoka.page.locator(".kpt-card.is-mine").count(), 1);
  await ayumu.look();
  await madoka.look();
});

step("a mistake is told in place, and one's own card is changed and withdrawn", async () => {
  await write(ayumu, "try", "   ");
  await ayumu.page.locator("[data-live].is-failed", { hasText: "ひとこと" }).waitFor();
  await write(ayumu, "try", "まちがえたカード");
  await card(madoka, "まちがえたカード").waitFor();
  await ayumu.turn(() => card(ayumu, "まちがえたカード").getByRole("link").click());
  await ayumu.press("このカードを取り下げる");
  await card(madoka, "まちがえたカード").waitFor({ state: "detached" });
  await ayumu.turn(() => card(ayumu, "昼の当番").getByRole("link").click());
  await ayumu.pick("side", "try");
  await ayumu.press("書きなおす");
  await madoka.page.locator("[data-side=try] .kpt-card", { hasText: "昼の当番" }).waitFor();
});

step("the facilitator goes on, and everybody's page follows", async () => {
  await write(madoka, "try", "昼だけ電話を別の席で受ける");
  await card(ayumu, "昼だけ電話").waitFor();
  await madoka.press("次へ：まとめる");
  await ayumu.page.locator("en-board[data-stage=group]").waitFor();
  await ayumu.look();
  for (const words of ["昼の当番", "昼だけ電話"]) await card(ayumu, words).locator("label", { hasText: "選ぶ" }).click();
  await ayumu.fill("new", "昼休み");
  await ayumu.thing("まとめる", { exact: true }).click();
  await madoka.page.locator(".kpt-group", { hasText: "昼休み" }).locator(".kpt-card").nth(1).waitFor();
  await madoka.look();
});

step("votes are given and taken back without leaving the page", async () => {
  await madoka.press("次へ：投票する");
  await ayumu.page.locator("en-board[data-stage=vote]").waitFor();
  await card(ayumu, "昼だけ電話").getByRole("button").click();
  await until("the vote is counted", async () => (await ayumu.page.locator("[data-left-votes]").innerText()) === "2");
  await madoka.page.locator("[data-cast]", { hasText: "1" }).waitFor();
  await card(ayumu, "昼だけ電話").getByRole("button", { name: "投票を取り消す" }).click();
  await until("it is taken back", async () => (await ayumu.page.locator("[data-left-votes]").innerText()) === "3");
  await card(ayumu, "昼だけ電話").getByRole("button", { name: "このカードに投票" }).click();
  await card(madoka, "昼だけ電話").getByRole("button", { name: "このカードに投票" }).click();
  await madoka.page.locator("[data-cast]", { hasText: "2" }).waitFor();
  await ayumu.look();
  await madoka.look();
});

step("a Try gets an owner and a day, and the next board opens with it", async () => {
  await madoka.press("次へ：決める");
  await card(madoka, "昼だけ電話").getByText("2票").waitFor();
  await madoka.turn(() => card(madoka, "昼だけ電話").getByRole("link").click());
  await madoka.press("やってみる");
  assert.ok(await madoka.page.locator(".error-summary").isVisible());
  await madoka.field("owner").selectOption({ label: people.ayumu.name });
  for (const [part, value] of [["year", "12"], ["month", "3"], ["day", "31"]]) await madoka.fill(`due-${part}`, value);
  await madoka.press("やってみる");
  await card(ayumu, "やってみる").waitFor();
  await madoka.go(`${board}/print`);
  await madoka.go(board);
  await madoka.press("このボードを終わりにする");
  const next = await open(madoka, { title: "秋の窓口のふりかえり", names: "anonymous" });
  assert.match(await madoka.main(), /前回「次に試すこと」に決めたこと[\s\S]*昼だけ電話/);
  await madoka.press("うまくいった");
  await ayumu.go(next);
  assert.match(await ayumu.main(), /昼だけ電話[\s\S]*うまくいった/);
  await madoka.go(`${LIST}?q=${encodeURIComponent("電話を別の席")}`);
  assert.match(await madoka.main(), /夏の窓口のふりかえり/);
});

step("with JavaScript off both can still work", async () => {
  const plain = [
    await Person.sit(browser, town, "kpt-plain-madoka", { screen: PHONE, script: false }),
    await Person.sit(browser, town, "kpt-plain-ayumu", { screen: DESK, script: false }),
  ];
  const [one, two] = plain;
  await one.signIn(people.madoka);
  await two.signIn(people.ayumu);
  const path = await open(one, { title: "紙のように使うボード" });
  await one.pick("side", "keep");
  await one.fill("words", "ひとりめのカード");
  await one.press("カードを出す");
  await two.go(path);
  assert.equal(await card(two, "ひとりめのカード").count(), 1);
  await two.pick("side", "try");
  await two.fill("words", "ふたりめのカード");
  await two.press("カードを出す");
  await one.press("新しい内容にする");
  assert.equal(await card(one, "ふたりめのカード").count(), 1);
  await one.press("次へ：まとめる");
  await two.go(path);
  await card(two, "ふたりめのカード").locator("label", { hasText: "選ぶ" }).click();
  await two.fill("new", "これから");
  await two.press("まとめる", { exact: true });
  assert.equal(await two.page.locator(".kpt-group h3").innerText(), "これから");
  await one.press("新しい内容にする");
  await one.press("次へ：投票する");
  await two.go(path);
  await two.turn(() => card(two, "ふたりめのカード").getByRole("button").click());
  assert.match(await two.main(), /あなたの残りは\s*2票/);
  await leave(...plain);
});

step("everything that was seen is in order", async () => {
  await leave(madoka, ayumu);
});
