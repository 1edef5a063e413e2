// The house does some things a moment later (mails, bills, papers): asks again until it is so.
export async function until(what, ask, seconds = 15) {
  for (const end = Date.now() + seconds * 1000; ; ) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 150));
  }
}

// Opens a page again and again until its main part says these words, then looks at it.
export async function pageSays(person, path, words) {
  await until(`${path} says ${words}`, async () => {
    await person.page.goto(person.town.url + path);
    return (await person.main()).includes(words);
  });
  await person.look();
}
