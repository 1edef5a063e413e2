import { statusLine } from "./status";

const LONGEST = 1600;

/** Makes a photo small enough for a slow line before it is sent, and shows it. */
export class Photo extends HTMLElement {
  private line: HTMLElement | undefined;

  connectedCallback(): void {
    this.querySelectorAll<HTMLInputElement>("input[type=file]").forEach((input) => {
      input.addEventListener("change", () => void this.chosen(input));
    });
  }

  private async chosen(input: HTMLInputElement): Promise<void> {
    this.querySelectorAll(".file-preview").forEach((preview) => preview.remove());
    const files = [...(input.files ?? [])];
    if (!files.some(isPhoto)) return;
    this.line ??= statusLine(this, "support-text");
    this.line.textContent = this.dataset.large ?? "";
    const ready = await Promise.all(files.map(smaller));
    const transfer = new DataTransfer();
    ready.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    ready.filter(isPhoto).forEach((file) => this.show(file));
    this.line.textContent = this.dataset.ready ?? "";
  }

  private show(file: File): void {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    const preview = document.createElement("div");
    preview.className = "file-preview";
    preview.append(picture, `${file.name}（${Math.ceil(file.size / 1024)} kB）`);
    this.append(preview);
  }
}

function isPhoto(file: File): boolean {
  return file.type.startsWith("image/") && file.type !== "image/svg+xml";
}

/** The photo as a JPEG no longer than 1600 px; the file itself where that fails or does not help. */
async function smaller(file: File): Promise<File> {
  if (!isPhoto(file)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    if (!pen) return file;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}
