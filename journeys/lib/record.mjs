// Answering the form for a copy of the residence record, page by page, as far as a journey wants.
import { photo } from "./photo.mjs";

export const PROCEDURE = "resident_record";
export const TITLE = "住民票の写し";

// What is answered on each page; a page that is not named is sent as it stands.
export const usual = {
  who: (p) => p.pick("who", "oneself"),
  purpose: (p) => p.pick("purpose", "licence"),
  copies: (p) => p.fill("copies", "1"),
  receive: (p) => p.pick("receive", "pdf"),
  identity: async (p) => attach(p, "id_photo", await photo(p.page)),
  contact: (p) => p.fill("phone", "0247-72-2111"),
  declare: (p) => p.tick(p.field("declared")),
};

export async function attach(person, name, bytes, file = "IMG_0001.jpg", type = "image/jpeg") {
  await person.page.locator(`main input[type="file"][name="${name}"]`).first().setInputFiles({ name: file, mimeType: type, buffer: bytes });
}

export const pageOf = (person) => person.path().split("/").at(-1);

export async function next(person) {
  await person.press("次へ進む");
}

// Goes on until the page named `until` is open.
export async function answer(person, until, answers = {}) {
  const all = { ...usual, ...answers };
  for (let turns = 0; pageOf(person) !== until; turns++) {
    if (turns > 20 || pageOf(person) === "check") throw new Error(`the form does not come to ${until}, it stands at ${person.path()}: ${await person.main()}`);
    await all[pageOf(person)]?.(person);
    await next(person);
  }
}

// The whole matter at once; tells the reference number.
export async function apply(person, answers = {}) {
  await person.go(`/apply/${PROCEDURE}`);
  await person.press("申請を始める");
  await answer(person, "check", answers);
  await person.press("申請する", { exact: true });
  return reference(person);
}

export async function reference(person) {
  const text = await person.page.locator("p.reference strong").first().innerText();
  return text.trim();
}
