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

// `last` takes the last choice; `children` is how old a child is.
export async function answerPage(p, { last = false, children, picture }) {
  const end = (list) => list.at(last ? -1 : 0);
  const fields = await p.page.locator("main form").last().evaluate((form) =>
    [...form.elements].filter((e) => e.name && e.type !== "hidden").map(({ name, type, value, checked, inputMode, tagName }) => ({ name, type, value, checked, inputMode, tagName })),
  );
  const named = (type) => {
    const groups = new Map();
    for (const f of fields.filter((f) => f.type === type)) groups.set(f.name, [...(groups.get(f.name) ?? []), f]);
    return [...groups.values()];
  };
  for (const group of named("radio")) {
    if (!group.some((f) => f.checked) || last) await p.pick(end(group).name, end(group).value);
  }
  for (const group of named("checkbox")) {
    if (!group.some((f) => f.checked)) await p.pick(end(group).name, end(group).value);
  }
  for (const { name } of fields.filter((f) => f.type === "file")) {
    await p.page.locator(`main input[type="file"][name="${name}"]`).first().setInputFiles({ name: "mihon.jpg", mimeType: "image/jpeg", buffer: picture });
  }
  for (const { name } of fields.filter((f) => f.tagName === "SELECT")) await choose(p, name, fields);
  for (const { name, value, type, inputMode, tagName } of fields) {
    const typed = tagName === "TEXTAREA" || (tagName === "INPUT" && !["radio", "checkbox", "file", "submit"].includes(type));
    if (typed && !value) await p.fill(name, words(name, inputMode, children));
  }
}

// An empty day is written in the western calendar; any other list gets its second entry.
async function choose(p, name, fields) {
  const list = p.field(name);
  const day = fields.find((f) => f.name === name.replace(/-era$/, "-year"));
  if (name.endsWith("-era")) {
    const western = await list.evaluate((e) => [...e.options].find((o) => o.text.includes("西暦"))?.value);
    if (day && !day.value && western !== undefined) await list.selectOption(western);
  } else if (!(await list.inputValue())) {
    await list.selectOption({ index: 1 });
  }
}
