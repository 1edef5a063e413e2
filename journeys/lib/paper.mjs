// What a reader outside the office does with a paper: reads it, checks its signature, scans it.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const call = promisify(execFile);

async function tool(name, args) {
  try {
    const { stdout } = await call(name, args, { maxBuffer: 1 << 26 });
    return stdout;
  } catch (e) {
    if (e.code === "ENOENT") throw new Error(`${name} is missing: install the package that has it (see journeys/run)`);
    return `${e.stdout ?? ""}${e.stderr ?? ""}`;
  }
}

async function onPaper(pdf, work) {
  const folder = mkdtempSync(join(tmpdir(), "engawa-paper-"));
  const file = join(folder, "paper.pdf");
  writeFileSync(file, pdf);
  try {
    return await work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// The text as a reader sees it, without the spaces that layout puts in.
export const textOf = (pdf) => onPaper(pdf, async (file) => (await tool("pdftotext", ["-layout", file, "-"])).normalize("NFC"));

export const signatureOf = (pdf) => onPaper(pdf, (file) => tool("pdfsig", ["-nocert", file]));

export const isSound = (pdf) => onPaper(pdf, (file) => tool("qpdf", ["--check", file]));

// What the QR codes of the first page say, as a scanner at 200 dpi reads them.
export const codesOf = (pdf, dpi = 200) =>
  onPaper(pdf, async (file, folder) => {
    await tool("pdftoppm", ["-r", String(dpi), "-png", file, join(folder, "page")]);
    const pages = readdirSync(folder).filter((f) => f.endsWith(".png")).sort();
    const read = await Promise.all(pages.map((f) => tool("zbarimg", ["--quiet", "--raw", join(folder, f)])));
    return read.join("").split("\n").filter(Boolean);
  });

export function withOneByteFlipped(pdf) {
  const copy = Buffer.from(pdf);
  copy[Math.floor(copy.length / 3)] ^= 1;
  return copy;
}

export { readFileSync };
