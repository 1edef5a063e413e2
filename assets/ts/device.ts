/** Shows what needs a script. */
function reveal(element: HTMLElement): void {
  element.hidden = false;
  for (const part of element.querySelectorAll<HTMLElement>(".needs-script")) part.hidden = false;
}

/** A button that prints the page. */
export class Print extends HTMLElement {
  connectedCallback(): void {
    reveal(this);
    this.querySelector("button")?.addEventListener("click", () => window.print());
  }
}

/** A button that copies a text, and says that it did. */
export class Copy extends HTMLElement {
  connectedCallback(): void {
    if (!navigator.clipboard) return;
    reveal(this);
    const button = this.querySelector("button");
    button?.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text ?? "");
      button.textContent = this.dataset.done ?? "✓";
    });
  }
}
