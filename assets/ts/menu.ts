/** Closes a menu with Escape, by a click elsewhere, or when the focus leaves it. */
export class Menu extends HTMLElement {
  private readonly outside = (event: Event): void => {
    if (event.target instanceof Node && !this.contains(event.target)) this.close();
  };

  connectedCallback(): void {
    document.addEventListener("click", this.outside);
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.details?.open) return;
      this.close();
      this.querySelector<HTMLElement>("summary")?.focus();
    });
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.close();
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.outside);
  }

  private get details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  private close(): void {
    this.details?.removeAttribute("open");
  }
}
