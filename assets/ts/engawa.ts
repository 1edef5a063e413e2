// Enhancements of pages that work without them. Each element is inert until it is defined here.
import { Autosave } from "./autosave";
import { Board } from "./board";
import { Copy, Print } from "./device";
import { EraDate } from "./era-date";
import { ErrorSummary } from "./error-summary";
import { Menu } from "./menu";
import { Passkey } from "./passkey";
import { Photo } from "./photo";
import { Postcode } from "./postcode";

const elements: [string, CustomElementConstructor][] = [
  ["en-autosave", Autosave],
  ["en-board", Board],
  ["en-copy", Copy],
  ["en-era-date", EraDate],
  ["en-error-summary", ErrorSummary],
  ["en-menu", Menu],
  ["en-passkey", Passkey],
  ["en-photo", Photo],
  ["en-postcode", Postcode],
  ["en-print", Print],
];
for (const [name, element] of elements) customElements.define(name, element);
