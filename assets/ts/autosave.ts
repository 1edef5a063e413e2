import { statusLine } from "./status";

const PAUSE = 1200;

/** Saves a draft while it is typed: a POST of the form's fields, files excepted. */
export class Autosave extends HTMLElement {
  private timer = 0;
  private line: HTMLElement | undefined;

  connectedCallback(): void {
    this.line = statusLine(this, "save-state");
    this.addEventListener("input", this.later);
    this.addEventListener("change", this.later);
    this.addEventListener("submit", this.stop);
    window.addEventListener("pagehide", this.leaving);
  }

  disconnectedCallback(): void {
    this.stop();
    window.removeEventListener("pagehide", this.leaving);
  }

  private readonly later = (): void => {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  };

  private readonly stop = (): void => {
    window.clearTimeout(this.timer);
    this.timer = 0;
  };

  /** What was typed in the last second is sent too when the reader leaves. */
  private readonly leaving = (): void => {
    if (!this.timer) return;
    const fields = this.fields();
    if (fields && this.dataset.to) navigator.sendBeacon(this.dataset.to, fields);
  };

  private fields(): URLSearchParams | undefined {
    const form = this.querySelector("form");
    if (!form) return undefined;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") fields.append(name, value);
    }
    return fields;
  }

  private async save(): Promise<void> {
    this.timer = 0;
    const body = this.fields();
    if (!body || !this.dataset.to) return;
    this.say(this.dataset.saving);
    try {
      const answer = await fetch(this.dataset.to, { method: "POST", body, credentials: "same-origin" });
      this.say(answer.ok ? this.dataset.saved : this.dataset.failed, !answer.ok);
    } catch {
      this.say(this.dataset.failed, true);
    }
  }

  private say(words = "", failed = false): void {
    if (!this.line) return;
    this.line.textContent = words;
    this.line.classList.toggle("is-failed", failed);
  }
}
