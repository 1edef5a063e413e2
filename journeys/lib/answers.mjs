// Answers a page of any form as somebody might who knows nothing about it: what is known stays, of
// a choice the first (or the last) is taken, and every field gets something of its kind.
const now = new Date(new Date().toLocaleString("en-US", { timeZone: "Asia/Tokyo" }));
const year = now.getFullYear();

// Today suits what lies behind and what lies ahead; people are old, children small, ends come later.
function part(of, name, children) {
  const birth = /birth/.test(name);
  if (of === "month") return String(birth ? 1 : now.getMonth() + 1);
  if (of === "day") return String(birth ? 5 : /end|until/.test(name) ? Math.min(now.getDate(), 28) : now.getDate());
  if (birth) return String(/child/.test(name) ? year - (children ?? 4) : year - 76);
  return String(/end|until/.test(name) ? year + 1 : year);
}

// What must fit something else, by the name of its field.
const FITTING = { cost: "900000", requested: "100000", built_year: "1980" };
const bank = { bank: "0126", branch: "001", number: "1234567", holder: "ミホン タロウ" };

function words(name, inputmode, children) {
  const [, day, of] = name.match(/^(.*)-(year|month|day)$/) ?? [];
  if (of) return part(of, day, children);
  if (FITTING[name]) return FITTING[name];
  const account = name.match(/\.(bank|branch|number|holder)$/);
  if (account && /account/.test(name)) return bank[account[1]];
  if (/postcode/.test(name)) return "963-3401";
  if (/phone/.test(name)) return "0247-00-0001";
  if (/email/.test(name)) return "mihon@demo.example";
  if (/kana/.test(name)) return "ミホン";
  return inputmode === "numeric" ? "5" : "見本の答え";
}

// `last` takes the last choice; `children` is how old a child is. All fields of a page are read at
// once and filled in at once: every form of the town is walked in this way, hundreds of pages. What
// nobody could see or reach on the screen is told, as it would be by a finger.
export async function answerPage(p, { last = false, children, picture }) {
  const form = p.page.locator("main form").last();
  const fields = await form.evaluate((form) =>
    [...form.elements].filter((e) => e.name && e.type !== "hidden").map(({ name, type, value, checked, inputMode, tagName, options }) => ({
      name,
      type,
      value,
      checked,
      inputMode,
      tagName,
      options: tagName === "SELECT" ? [...options].map(({ value, text }) => ({ value, text })) : [],
    })),
  );
  for (const { name } of fields.filter((f) => f.type === "file")) {
    await p.page.locator(`main input[type="file"][name="${name}"]`).first().setInputFiles({ name: "mihon.jpg", mimeType: "image/jpeg", buffer: picture });
  }
  const answers = [...ticks(fields, "radio", last), ...ticks(fields, "checkbox", last), ...typed(fields, children)];
  const hidden = await form.evaluate((form, answers) => {
    const unseen = [];
    for (const { name, value, tick } of answers) {
      const field = [...form.elements].find((e) => e.name === name && (!tick || e.value === value));
      const touched = tick ? (field.labels[0] ?? field) : field;
      if (!touched.checkVisibility({ visibilityProperty: true }) || field.disabled) unseen.push(name);
      if (tick) field.checked = true;
      else field.value = value;
    }
    return unseen;
  }, answers);
  if (hidden.length > 0) throw new Error(`${p.path()}: nobody can reach ${hidden.join(", ")}`);
}

// What is ticked: the first or the last of each group of which nothing is.
function ticks(fields, type, last) {
  const groups = new Map();
  for (const f of fields.filter((f) => f.type === type)) groups.set(f.name, [...(groups.get(f.name) ?? []), f]);
  const open = [...groups.values()].filter((group) => (type === "radio" && last) || !group.some((f) => f.checked));
  return open.map((group) => ({ name: group[0].name, value: group.at(last ? -1 : 0).value, tick: true }));
}

// What is written into empty fields and chosen in lists.
function typed(fields, children) {
  const answers = [];
  for (const { name, value, type, inputMode, tagName, options } of fields) {
    if (tagName === "SELECT") {
      const choice = chosen(name, value, options, fields);
      if (choice !== undefined) answers.push({ name, value: choice });
    } else if ((tagName === "TEXTAREA" || (tagName === "INPUT" && !["radio", "checkbox", "file", "submit"].includes(type))) && !value) {
      answers.push({ name, value: words(name, inputMode, children) });
    }
  }
  return answers;
}

// An empty day is written in the western calendar; any other list gets its second entry.
function chosen(name, value, options, fields) {
  if (!name.endsWith("-era")) return value ? undefined : options[1]?.value;
  const day = fields.find((f) => f.name === name.replace(/-era$/, "-year"));
  return day && !day.value ? options.find((o) => o.text.includes("西暦"))?.value : undefined;
}

// Sends the page by the button that goes on, as a key on the keyboard does.
export async function sendPage(p) {
  await p.turn(() =>
    p.page.locator("main form").last().evaluate((form) => {
      const on = [...form.querySelectorAll("button")].find((b) => b.textContent.trim() === "次へ進む");
      if (!on?.checkVisibility({ visibilityProperty: true })) throw new Error("there is no way on");
      on.form.requestSubmit(on);
    }),
  );
}
