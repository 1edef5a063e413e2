/** A line that a screen reader reads out when it changes. */
export function statusLine(into: Element, className: string): HTMLElement {
  const line = document.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  into.append(line);
  return line;
}
