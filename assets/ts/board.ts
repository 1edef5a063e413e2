/** A card as the house tells it. */
interface Card {
  id: string;
  side: string;
  heading: string;
  html: string;
}

/** What changed on the board. */
interface News {
  board: { stage: string; until: number | null; cast: number };
  all: boolean;
  cards: Card[];
  gone: string[];
}

const AGAIN = 5000;
/** So long a page that is being left may take until the next one is there. */
const LEAVING = 20_000;

/**
 * A board of Keep, Problem and Try that several people write at once: cards of others appear as they
 * are written, forms are sent without leaving the page, and the time that is left counts down by
 * the clock of the house.
 */
export class Board extends HTMLElement {
  private source: EventSource | undefined;
  private seen = 0;
  private clock = 0;
  private retry = 0;
  private offset = 0;
  private leaving = false;
  private until: number | null = null;
  private readonly mine = new Set<string>();
  private readonly voted = new Set<string>();

  connectedCallback(): void {
    const words = (text: string | undefined) => (text ?? "").split(" ").filter((word) => word !== "");
    words(this.dataset.mine).forEach((id) => this.mine.add(id));
    words(this.dataset.voted).forEach((id) => this.voted.add(id));
    this.offset = Date.now() - Number(this.dataset.now);
    this.until = this.dataset.until ? Number(this.dataset.until) : null;
    this.addEventListener("submit", this.send);
    this.clock = window.setInterval(this.tick, 1000);
    window.addEventListener("beforeunload", this.leave);
    this.listen();
  }

  disconnectedCallback(): void {
    this.source?.close();
    window.clearInterval(this.clock);
    window.clearTimeout(this.retry);
    window.removeEventListener("beforeunload", this.leave);
  }

  /**
   * Whoever pressed a button is on the way to another page: the news of that very press must not
   * turn them round. When no other page comes (a download), the board listens again.
   */
  private readonly leave = (): void => {
    this.leaving = true;
    this.source?.close();
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => {
      this.leaving = false;
      this.listen();
    }, LEAVING);
  };

  private listen(): void {
    const address = this.dataset.stream;
    if (!address) return;
    // What is on the page is known, also when the line was lost and is opened anew.
    const from = this.seen > 0 ? address.replace(/since=\d+/, `since=${this.seen}`) : address;
    const source = new EventSource(from);
    this.source = source;
    source.addEventListener("open", () => this.say("ほかの人のカードは、自動で出ます。"));
    source.addEventListener("change", (event) => {
      this.seen = Number(event.lastEventId);
      this.take(JSON.parse(event.data) as News);
    });
    source.addEventListener("over", () => {
      source.close();
      this.say("ログインの時間が終わりました。読み直して、もう一度ログインしてください。");
    });
    source.addEventListener("error", () => {
      this.say("つながりが切れました。つなぎ直しています。");
      if (source.readyState !== EventSource.CLOSED) return;
      this.retry = window.setTimeout(() => this.listen(), AGAIN);
    });
  }

  /** Takes in what others did. */
  private take(news: News): void {
    if (news.board.stage !== this.dataset.stage) return this.moveOn();
    this.until = news.board.until;
    this.tick();
    if (news.all) {
      const kept = new Set(news.cards.map((card) => card.id));
      this.querySelectorAll<HTMLElement>("[data-card]").forEach((card) => {
        if (!kept.has(card.dataset.card ?? "")) card.remove();
      });
    }
    news.gone.forEach((id) => this.card(id)?.remove());
    const fresh = news.cards.filter((card) => !this.card(card.id) && !this.mine.has(card.id));
    news.cards.forEach((card) => this.place(card));
    this.tidy();
    if (fresh.length > 0) this.say(`新しいカードが出ました（全部で${this.querySelectorAll("[data-card]").length}枚）。`);
    const cast = this.querySelector("[data-cast]");
    if (cast) cast.textContent = String(news.board.cast);
  }

  /** Another step begins. What somebody is writing is not taken out of their hands. */
  private moveOn(): void {
    this.source?.close();
    const writing = this.querySelector<HTMLTextAreaElement>("textarea");
    if (writing && writing.value.trim() !== "") {
      this.say("進行役が次の段階に進めました。書きかけの言葉を写してから、読み直してください。");
      return;
    }
    // Not all at the same moment.
    window.setTimeout(() => {
      if (!this.leaving) window.location.reload();
    }, Math.random() * 300);
  }

  private card(id: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
  }

  private place(card: Card): void {
    // Read as a document of its own: nothing in it runs.
    const read = new DOMParser().parseFromString(card.html, "text/html");
    const drawn = read.body.firstElementChild;
    const fresh = drawn && document.importNode(drawn, true);
    const list = this.list(card.side, card.heading);
    if (!(fresh instanceof HTMLElement) || !list) return;
    const old = this.card(card.id);
    const focused = old?.contains(document.activeElement) ?? false;
    old?.remove();
    // Identifiers sort by the time at which cards were written.
    const later = [...list.children].find((one) => one instanceof HTMLElement && (one.dataset.card ?? "") > card.id);
    list.insertBefore(fresh, later ?? null);
    this.own(fresh);
    if (focused) fresh.querySelector<HTMLElement>("button, a, input")?.focus();
  }

  private list(side: string, heading: string): HTMLElement | null {
    const column = this.querySelector<HTMLElement>(`[data-side="${CSS.escape(side)}"]`);
    const found = column?.querySelector<HTMLElement>(`[data-heading="${CSS.escape(heading)}"]`);
    if (found || !column) return found ?? null;
    const group = document.createElement("section");
    group.className = "kpt-group";
    const title = document.createElement("h3");
    title.textContent = heading;
    const list = document.createElement("ul");
    list.className = "kpt-cards";
    list.dataset.heading = heading;
    group.append(title, list);
    column.append(group);
    const known = this.querySelector<HTMLSelectElement>('select[name="heading"]');
    if (known && ![...known.options].some((option) => option.value === heading)) known.add(new Option(heading, heading));
    return list;
  }

  /** Empty groups go; columns are counted anew. */
  private tidy(): void {
    this.querySelectorAll(".kpt-group").forEach((group) => {
      if (!group.querySelector("[data-card]")) group.remove();
    });
    this.querySelectorAll<HTMLElement>("[data-side]").forEach((column) => {
      const count = column.querySelector("[data-count]");
      if (count) count.textContent = String(column.querySelectorAll("[data-card]").length);
    });
  }

  /** Adds what is one's own to a card that is told alike to everybody. */
  private own(card: HTMLElement): void {
    const id = card.dataset.card ?? "";
    card.classList.toggle("is-mine", this.mine.has(id));
    const words = card.querySelector("[data-vote]");
    const button = words?.closest("button");
    if (!words || !button) return;
    const on = this.voted.has(id);
    button.name = on ? "off" : "on";
    button.classList.toggle("button-solid", on);
    button.classList.toggle("button-outline", !on);
    words.textContent = on ? "投票を取り消す" : "このカードに投票";
  }

  private readonly send = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    event.preventDefault();
    void this.post(form, event.submitter);
  };

  private async post(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    if (submitter instanceof HTMLButtonElement && submitter.name) fields.append(submitter.name, submitter.value);
    try {
      const headers = { accept: "application/json" };
      const answer = await fetch(form.action, { method: "POST", body: fields, headers, credentials: "same-origin" });
      const said = (await answer.json()) as { message?: string; card?: string; voted?: string[]; left?: number };
      if (answer.ok) this.done(form, said);
      else this.say(said.message ?? "できませんでした。読み直してください。", true);
    } catch {
      // The form keeps what was written and its number, so that sending it again makes no second card.
      this.say("送れませんでした。書いた言葉はそのままです。少し待って、もう一度送ってください。", true);
    }
  }

  private done(form: HTMLFormElement, said: { card?: string; voted?: string[]; left?: number }): void {
    if (said.card) {
      this.mine.add(said.card);
      const card = this.card(said.card);
      if (card) this.own(card);
    }
    if (said.voted) {
      this.voted.clear();
      said.voted.forEach((id) => this.voted.add(id));
      this.querySelectorAll<HTMLElement>("[data-card]").forEach((card) => this.own(card));
      const left = this.querySelector("[data-left-votes]");
      if (left) left.textContent = String(said.left ?? "");
    }
    const once = form.querySelector<HTMLInputElement>('input[name="once"]');
    const words = form.querySelector<HTMLTextAreaElement>("textarea");
    if (once && words) {
      once.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
      words.value = "";
      words.focus();
    }
    form.querySelectorAll<HTMLInputElement>('input[name="new"]').forEach((field) => (field.value = ""));
    this.say(words ? "カードを出しました。" : "できました。");
  }

  private readonly tick = (): void => {
    const clock = this.querySelector<HTMLElement>("[data-clock]");
    if (!clock) return;
    clock.hidden = this.until === null;
    if (this.until === null) return;
    const left = Math.ceil((this.until - (Date.now() - this.offset)) / 1000);
    const end = new Date(this.until).toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
    const strong = document.createElement("strong");
    strong.textContent = left > 0 ? `${Math.floor(left / 60)}分${left % 60}秒` : "時間が終わりました";
    clock.replaceChildren(...(left > 0 ? ["残り ", strong, `（${end} まで）`] : [strong]));
    clock.classList.toggle("is-over", left <= 0);
  };

  private say(words: string, failed = false): void {
    const line = this.querySelector<HTMLElement>("[data-live]");
    if (!line || line.textContent === words) return;
    line.textContent = words;
    line.classList.toggle("is-failed", failed);
  }
}
