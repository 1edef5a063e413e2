// Bundles the stylesheet and the enhancements into dist/. The program embeds that folder and
// gives every file an address with the hash of its content.
import { build, context } from "esbuild";
import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
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
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await cp(join(here, "pictures"), dist, { recursive: true });

if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
  for (const name of (await readdir(dist)).sort()) {
    const bytes = await readFile(join(dist, name));
    console.log(`${name} ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed`);
  }
}
