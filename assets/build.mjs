// Bundles the stylesheet and the enhancements into dist/. The program embeds that folder and
// gives every file an address with the hash of its content.
import { build, context } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

/** Of the design system's custom properties only those that our stylesheets use are sent. */
const usedTokens = {
  name: "used-tokens",
  setup(build) {
    build.onLoad({ filter: /design-tokens\/dist\/tokens\.css$/ }, async ({ path }) => {
      const folder = join(here, "css");
      const sheets = await Promise.all(
        (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
      );
      const tokens = new Map(
        [...(await readFile(path, "utf8")).matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]),
      );
      const wanted = new Set();
      const want = (css) => {
        for (const [, name] of css.matchAll(/var\((--[\w-]+)/g)) {
          if (!tokens.has(name) || wanted.has(name)) continue;
          wanted.add(name);
          want(tokens.get(name));
        }
      };
      sheets.forEach(want);
      const lines = [...wanted].sort().map((name) => `${name}: ${tokens.get(name)};`);
      return { contents: `:root { ${lines.join(" ")} }`, loader: "css", watchDirs: [folder] };
    });
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: [
    { in: "css/engawa.css", out: "engawa" },
    { in: "ts/engawa.ts", out: "engawa" },
  ],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "chrome90", "firefox90", "safari14"],
  legalComments: "none",
  logLevel: "warning",
  plugins: [usedTokens],
};
/** Writes only what is different: the program that embeds the folder is then not built anew. */
async function put(wanted) {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (!wanted.has(name)) await rm(join(dist, name), { recursive: true });
  }
  for (const [name, bytes] of wanted) {
    const there = await readFile(join(dist, name)).catch(() => null);
    if (!there?.equals(bytes)) await writeFile(join(dist, name), bytes);
  }
}

const pictures = join(here, "pictures");
const files = new Map();
for (const name of await readdir(pictures)) files.set(name, await readFile(join(pictures, name)));

if (process.argv.includes("--watch")) {
  await put(files);
  await (await context(options)).watch();
} else {
  const { outputFiles } = await build({ ...options, write: false });
  for (const { path, contents } of outputFiles) files.set(basename(path), Buffer.from(contents));
  await put(files);
  for (const [name, bytes] of [...files].sort()) {
    console.log(`${name} ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed`);
  }
}
