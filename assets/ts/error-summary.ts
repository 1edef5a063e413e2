/** Moves the reader to the list of errors when the page opens. */
export class ErrorSummary extends HTMLElement {
  connectedCallback(): void {
    if (this.closest(".sample")) return;
    this.querySelector<HTMLElement>(".error-summary")?.focus();
  }
}
