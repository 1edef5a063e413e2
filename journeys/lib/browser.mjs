// A real browser, and the eyes that look at every page on the way: accessibility (axe), valid HTML
// (the Nu checker), no page wider than the screen, no error in the console.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { root } from "./town.mjs";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.ENGAWA_SHOTS ?? join(root, "journeys", "shots");

const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const executablePath = process.env.CHROMIUM ?? found;

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };

export async function openBrowser() {
  if (!executablePath) throw new Error("chromium is missing: install the package chromium, or name it by CHROMIUM");
  const args = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=ja-JP"];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath, args });
}

// One person at one screen.
export class Person {
  // `quiet` passes over pages that another journey looks at.
  static async sit(browser, town, name, { screen = PHONE, script = true, quiet = false } = {}) {
    const person = new Person();
    const context = await browser.newContext({
      viewport: screen,
      javaScriptEnabled: script,
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
      acceptDownloads: true,
      isMobile: screen === PHONE,
      hasTouch: screen === PHONE,
    });
    Object.assign(person, { town, name, context, screen, script, quiet, seen: new Map(), problems: [] });
    context.setDefaultTimeout(15_000);
    person.page = await context.newPage();
    person.page.on("pageerror", (e) => person.problems.push(`script: ${e.message}`));
    person.page.on("console", (m) => {
      // A status of 4xx is an answer that a journey may ask for; everything else is a fault.
      if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) person.problems.push(`console: ${m.text()}`);
    });
    return person;
  }

  async go(path) {
    const answer = await this.page.goto(this.town.url + path);
    await this.look();
    return answer;
  }

  // A button or link of the main part by its words.
  thing(words, { exact = false, nth = 0 } = {}) {
    const main = this.page.locator("main");
    return main.getByRole("button", { name: words, exact }).or(main.getByRole("link", { name: words, exact })).nth(nth);
  }

  // Presses it, and looks at the page that comes.
  async press(words, options = {}) {
    await this.turn(() => this.thing(words, options).click());
  }

  // Does what leads to another page, and looks at that page.
  async turn(deed) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: "load" }), deed()]);
    await this.look();
  }

  field(name) {
    return this.page.locator(`main [name="${name}"]`);
  }

  async fill(name, words) {
    await this.field(name).fill(words);
  }

  async pick(name, value) {
    await this.tick(this.page.locator(`main input[name="${name}"][value="${value}"]`));
  }

  // Chooses a box or a radio button by its label, as a finger does.
  async tick(box) {
    if (await box.isChecked()) return;
    await this.page.locator(`label[for="${await box.getAttribute("id")}"]`).click();
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  heading() {
    return this.page.locator("h1").first().innerText();
  }

  main() {
    return this.page.locator("main").innerText();
  }

  // A file behind a link, with this person's cookies.
  async fetch(path) {
    const answer = await this.context.request.get(new URL(path, this.town.url).href);
    return { status: answer.status(), type: answer.headers()["content-type"] ?? "", body: await answer.body() };
  }

  // Sends the form of a button and gives back what comes, where that is a file and no page.
  async sendsFor(words) {
    const { action, fields } = await this.thing(words).evaluate((button) => ({
      action: button.form.action,
      fields: Object.fromEntries(new FormData(button.form, button)),
    }));
    const headers = { origin: this.town.url, "sec-fetch-site": "same-origin" };
    const answer = await this.context.request.post(action, { form: fields, headers });
    return { status: answer.status(), type: answer.headers()["content-type"] ?? "", body: await answer.body() };
  }

  async href(words) {
    return this.thing(words).getAttribute("href");
  }

  async signIn({ email, password }, path = "/sign-in") {
    await this.go(path);
    await this.fill("email", email);
    await this.fill("password", password);
    await this.press("ログイン", { exact: true });
    if (this.path() === "/sign-in/second") await this.secondProof();
  }

  // An officer's code. In the demo the page shows it; each works once, so somebody who signs in
  // several times within a minute waits for the next one.
  async secondProof() {
    const goal = () => this.path() !== "/sign-in/second";
    for (let tries = 0; !goal() && tries < 15; tries++) {
      const code = this.page.locator("[data-demo-code]");
      if ((await code.count()) > 0) {
        await this.fill("code", await code.getAttribute("data-demo-code"));
        await this.press("確かめて入る");
        if (goal()) return;
      }
      await new Promise((later) => setTimeout(later, 4000));
      await this.page.goto(`${this.town.url}/sign-in/second`);
    }
    if (!goal()) throw new Error(`${this.name}: no code was taken`);
  }

  // Everything that is true of every page.
  async look() {
    if (this.quiet) return;
    const html = await this.page.content();
    const key = createHash("sha256").update(html.replace(/value="[^"]*"/g, "")).digest("hex").slice(0, 12);
    if (this.seen.has(key)) return;
    this.seen.set(key, { path: new URL(this.page.url()).pathname, html });
    await this.shoot();
    // A telephone widens its window to what does not fit, so the screen itself is the measure.
    const wide = (await this.page.evaluate(() => document.documentElement.scrollWidth).catch(() => 0)) - this.screen.width;
    if (html.includes("⟦")) this.problems.push(`${this.page.url()}: a text is missing: ${html.match(/⟦[^⟧]*⟧?/)[0]}`);
    if (wide > 1) this.problems.push(`${this.page.url()}: ${wide} px wider than the screen`);
    if (this.script) await this.axe();
  }

  async axe() {
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) {
      const where = v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ");
      this.problems.push(`${new URL(this.page.url()).pathname}: axe ${v.id} (${v.impact}): ${v.help} at ${where}`);
    }
  }

  async shoot() {
    const path = new URL(this.page.url()).pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27,}/g, "ID").replaceAll("/", "_");
    mkdirSync(shots, { recursive: true });
    const file = `${this.name}-${this.screen.width}-${String(this.seen.size).padStart(2, "0")}${path.slice(0, 60)}.png`;
    await this.page.screenshot({ path: join(shots, file), fullPage: true });
  }

  async leave() {
    await leave(this);
  }
}

// People go home; what was wrong on any page that they saw is told once, together.
export async function leave(...persons) {
  const pages = persons.flatMap((p) => [...p.seen.values()]);
  const problems = persons.flatMap((p) => p.problems.map((problem) => `${p.name}: ${problem}`));
  await Promise.all(persons.map((p) => p.context.close()));
  const all = [...new Set([...problems, ...(await validate(pages))])];
  if (all.length > 0) throw new Error(`what the pages got wrong:\n  ${all.join("\n  ")}`);
}

// The Nu HTML checker over all pages seen; a warning is no fault.
async function validate(pages) {
  if (pages.length === 0) return [];
  const jar = require("vnu-jar");
  const folder = mkdtempSync(join(tmpdir(), "engawa-html-"));
  const names = new Map();
  pages.forEach(({ path, html }, i) => {
    const file = join(folder, `${i}.html`);
    writeFileSync(file, html);
    names.set(file, path);
  });
  const args = ["-Xss2m", "-jar", jar, "--errors-only", "--format", "json", ...names.keys()];
  let text;
  try {
    ({ stderr: text } = await promisify(execFile)("java", args, { maxBuffer: 1 << 26 }));
  } catch (e) {
    if (e.code === "ENOENT") throw new Error("java is missing: the HTML checker needs it (package default-jre-headless)");
    text = e.stderr;
  }
  rmSync(folder, { recursive: true, force: true });
  const { messages } = JSON.parse(text);
  return messages.map((m) => `${names.get(m.url.replace("file:", ""))}: html: ${m.message} «${(m.extract ?? "").slice(0, 80)}»`);
}
