import { statusLine } from "./status";

const ERAS: [code: string, first: string, last: string][] = [
  ["meiji", "1868-01-25", "1912-07-29"],
  ["taisho", "1912-07-30", "1926-12-24"],
  ["showa", "1926-12-25", "1989-01-07"],
  ["heisei", "1989-01-08", "2019-04-30"],
  ["reiwa", "2019-05-01", "9999-12-31"],
];

/** Says a typed date in the other calendar: 令和8年 → 2026年, 1950年 → 昭和25年. */
export class EraDate extends HTMLElement {
  private line: HTMLElement | undefined;

  connectedCallback(): void {
    this.line = statusLine(this, "date-said");
    this.addEventListener("input", () => this.say());
    this.say();
  }

  private say(): void {
    if (this.line) this.line.textContent = this.other();
  }

  private typed(part: string): string {
    const field = this.querySelector<HTMLInputElement | HTMLSelectElement>(`[name$="-${part}"]`);
    return (field?.value ?? "").normalize("NFKC").trim();
  }

  private other(): string {
    const [meiji = "", taisho = "", showa = "", heisei = "", reiwa = "", first = "", unit = "", ad = ""] =
      (this.dataset.eras ?? "").split(" ");
    const names = [meiji, taisho, showa, heisei, reiwa];
    const space = /^[A-Z]/.test(meiji) ? " " : "";
    const year = this.typed("year") === "元" ? 1 : Number(this.typed("year"));
    if (!Number.isInteger(year) || year < 1) return "";
    const era = ERAS.findIndex(([code]) => code === this.typed("era"));
    if (era >= 0) {
      const common = Number(ERAS[era]?.[1].slice(0, 4)) + year - 1;
      return space ? `${ad} ${common}` : `${ad}${common}${unit}`;
    }
    const [month, day] = [Number(this.typed("month")), Number(this.typed("day"))];
    if (year < 1868 || !month || !day) return "";
    const date = [year, month, day].map((n, at) => String(n).padStart(at ? 2 : 4, "0")).join("-");
    const at = ERAS.findIndex(([, from, to]) => from <= date && date <= to);
    if (at < 0) return "";
    const inEra = year - Number(ERAS[at]?.[1].slice(0, 4)) + 1;
    const said = inEra === 1 ? first : String(inEra);
    return space ? `${names[at]} ${said}` : `${names[at]}${said}${unit}`;
  }
}
