// A town office of its own for a journey: the real program on loopback, a fresh data folder with
// the fictional town in it, ended by its process id.
import { spawn } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
export const engawa = process.env.ENGAWA_BIN ?? join(target, "debug", "engawa");

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export function run(args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(engawa, args, { cwd: root, ...options });
    let text = "";
    child.stdout?.on("data", (d) => (text += d));
    child.stderr?.on("data", (d) => (text += d));
    child.on("error", failed);
    child.on("exit", (code) => done({ code, text }));
  });
}

let filled; // a data folder with the demo town, filled once per test process

async function filledData() {
  // `journeys/run` fills one for all.
  filled ??= process.env.ENGAWA_JOURNEY_DATA;
  if (!filled) {
    filled = mkdtempSync(join(tmpdir(), "engawa-demo-"));
    const { code, text } = await run(["--town", "towns/ono", "--data", filled, "demo"]);
    if (code !== 0) throw new Error(`engawa demo: ${text}`);
    process.on("exit", () => rmSync(filled, { recursive: true, force: true }));
  }
  return filled;
}

// A town with the fictional people in it. Another folder than that of 小野町 may be given, and what
// to do with the data before it opens.
export async function openTown({ folder = "towns/ono", prepare = () => {} } = {}) {
  const data = mkdtempSync(join(tmpdir(), "engawa-journey-"));
  cpSync(await filledData(), data, { recursive: true });
  prepare(data);
  return open(data, folder);
}

// A real town on its first day: nobody is in the records.
export async function openEmptyTown() {
  return open(mkdtempSync(join(tmpdir(), "engawa-journey-")), "towns/ono");
}

// Starts a town; `stop()` asks it to end as an operator would and tells its exit code.
async function open(data, folder) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const town = { data, url, log: "" };
  town.start = async () => {
    const child = spawn(engawa, ["--town", folder, "--data", data, "--listen", `127.0.0.1:${port}`, "serve"], {
      cwd: root,
      env: { ...process.env, ENGAWA_BASE_URL: url },
    });
    child.stdout.on("data", (d) => (town.log += d));
    child.stderr.on("data", (d) => (town.log += d));
    town.ended = new Promise((done) => child.on("exit", (code) => done(code)));
    town.child = child;
    for (let i = 0; ; i++) {
      try {
        const answer = await fetch(`${url}/healthz`);
        if (answer.ok) return;
      } catch {
        // not up yet
      }
      if (i > 150) throw new Error(`the town does not open:\n${town.log}`);
      await new Promise((r) => setTimeout(r, 100));
    }
  };
  town.stop = async () => {
    town.child.kill("SIGTERM");
    return town.ended;
  };
  town.close = async () => {
    if (town.child.exitCode === null) await town.stop();
    rmSync(data, { recursive: true, force: true });
  };
  town.run = (...args) => run(["--town", folder, "--data", data, ...args]);
  await town.start();
  return town;
}

export { copyFileSync, existsSync };
