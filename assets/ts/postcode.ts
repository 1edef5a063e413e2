import { statusLine } from "./status";

interface Found {
  prefecture: string;
  city: string;
  town: string;
}

/** Fills in the address of a postcode. Typing over it is always possible. */
export class Postcode extends HTMLElement {
  private line: HTMLElement | undefined;
  private asked = "";

  connectedCallback(): void {
    const field = this.field("postcode");
    if (!field) return;
    this.line = statusLine(this, "postcode-said");
    field.closest("div")?.append(this.line);
    field.addEventListener("input", () => void this.ask(field.value));
  }

  private field(name: string): HTMLInputElement | null {
    return this.querySelector(`[data-part="${name}"]`);
  }

  private async ask(typed: string): Promise<void> {
    const digits = typed.normalize("NFKC").replace(/\D/g, "");
    if (digits.length !== 7 || digits === this.asked) return;
    this.asked = digits;
    try {
      const answer = await fetch(`/postcodes/${digits}`, { headers: { accept: "application/json" } });
      if (digits !== this.asked) return;
      const found = answer.ok ? merged((await answer.json()) as Found[]) : undefined;
      if (found) this.fill(found);
      this.say(found ? this.dataset.found : this.dataset.missing);
    } catch {
      this.asked = "";
    }
  }

  private fill(found: Found): void {
    for (const name of ["prefecture", "city", "town"] as const) {
      const field = this.field(name);
      if (!field) continue;
      field.value = found[name] ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  private say(words = ""): void {
    if (this.line) this.line.textContent = words;
  }
}

/** A postcode of several places fills in what they share. */
function merged(all: Found[]): Found | undefined {
  const [first, ...rest] = all;
  if (!first) return undefined;
  const shared = (name: keyof Found): string => (rest.every((one) => one[name] === first[name]) ? first[name] : "");
  return { prefecture: shared("prefecture"), city: shared("city"), town: shared("town") };
}
