// What officers do with a matter, each step as a person at the screen does it.
import { people } from "./people.mjs";
import { until } from "./until.mjs";

// An officer signed in at a desk's screen.
export async function officer(Person, browser, town, key, options = {}) {
  const person = await Person.sit(browser, town, key, { screen: { width: 1280, height: 900 }, ...options });
  await person.signIn(people[key]);
  return person;
}

// Finds a case in the queue by its number, however many wait there.
export async function open(p, number) {
  await p.go(`/desk/cases?q=${number}`);
  if (p.path() === "/desk/cases") await p.press(number);
}

export async function propose(p, number, { words, granted = true } = {}) {
  if (!(await p.heading().catch(() => "")).includes(number)) await open(p, number);
  await p.pick("granted", granted ? "yes" : "no");
  if (words) await p.fill(granted ? "words" : "reason", words);
  await p.press("決裁に回す");
}

// Opens what waits at this officer's desk.
export async function waiting(p, number) {
  await p.go("/desk/approvals");
  await p.press(number);
}

export async function approve(p, number) {
  await waiting(p, number);
  await p.press("承認する", { exact: true });
}

// Both officers of the usual route agree.
export async function decide(chief, head, number) {
  await approve(chief, number);
  await approve(head, number);
}

export async function stateIs(p, path, words) {
  await until(`${path} says ${words}`, async () => {
    await p.page.goto(p.town.url + path);
    return (await p.main()).includes(words);
  });
}
