/**
 * `node tools/runtimes/main.mjs [--write] [--only WORD]`: installs the packed library as its users would, trains the same
 * small network in every runtime, and prints a table of whether the loss is the same to the bit; `--write` puts it into
 * the README. Runtimes come from npm into a temporary folder, so this needs the network and is no part of the tests.
 * Needs a build.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { library } from "../packages.mjs";
import { pack, stage } from "../publish/stage.mjs";
import { visit } from "./browser.mjs";
import { table, withTable } from "./table.mjs";

const { values: options } = parseArgs({
  options: { write: { type: "boolean" }, only: { type: "string", default: "" } },
});
const root = fileURLToPath(new URL("../../", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "gradus-runtimes-"));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

const call = (command, args, cwd) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 300_000,
  });

/** A folder with packages from npm in it. */
function installed(name, ...packages) {
  const folder = join(temporary, name);
  if (existsSync(join(folder, "package.json"))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
  call("npm", ["install", "--no-audit", "--no-fund", "--silent", ...packages], folder);
  return folder;
}

/** Trains with a program that runs `run.mjs`. */
const started = (program, args, limit) => {
  const out = call(program, [...args, "run.mjs", ...(limit ? [String(limit)] : [])], project);
  return JSON.parse(out.trim().split("\n").at(-1));
};

const versionOf = (program) =>
  /\d+\.\d+\.\d+/.exec(call(program, ["--version"], temporary))?.[0] ?? "";

function node(major) {
  const program = join(installed(`node-${major}`, `node@${major}`), "node_modules/.bin/node");
  return { name: `Node ${versionOf(program)}`, ...started(program, []) };
}

function nodeOneThread() {
  return { name: `Node ${process.versions.node}, one thread`, ...started(process.execPath, [], 1) };
}

function bun() {
  const program = join(installed("bun", "bun"), "node_modules/.bin/bun");
  return { name: `Bun ${versionOf(program)}`, ...started(program, ["run"]) };
}

function deno() {
  const program = join(installed("deno", "deno"), "node_modules/.bin/deno");
  return { name: `Deno ${versionOf(program)}`, ...started(program, ["run", "--allow-all"]) };
}

const page = '<!doctype html><meta charset="utf-8"><script type="module" src="./main.js"></script>';
const main = (from) =>
  `import { train } from "${from}";\ntrain().then((got) => { globalThis.answer = got; }, (error) => { globalThis.answer = { error: String(error) }; });\n`;

/** A page that loads the one file, under a policy and perhaps isolated. */
async function plainPage(name, { isolated = false, policy }) {
  const folder = join(temporary, "page");
  mkdirSync(folder, { recursive: true });
  cpSync(join(project, "node_modules/gradus/dist/gradus.min.js"), join(folder, "gradus.js"));
  const program = readFileSync(join(here, "train.mjs"), "utf8");
  writeFileSync(join(folder, "train.js"), program.replace('"gradus"', '"./gradus.js"'));
  writeFileSync(join(folder, "main.js"), main("./train.js"));
  writeFileSync(join(folder, "index.html"), page);
  const { version, answer } = await visit(chromium, folder, { isolated, policy });
  return { name: `Chromium ${version}, ${name}`, ...answer };
}

async function vite() {
  const folder = installed("vite", "vite", ...archives);
  cpSync(join(here, "train.mjs"), join(folder, "train.mjs"));
  writeFileSync(join(folder, "main.js"), main("./train.mjs"));
  writeFileSync(join(folder, "index.html"), page);
  call(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], folder);
  const { version, answer } = await visit(chromium, join(folder, "dist"), {});
  const read = JSON.parse(readFileSync(join(folder, "node_modules/vite/package.json"), "utf8"));
  return { name: `Vite ${read.version}, built, in Chromium ${version}`, ...answer };
}

async function next() {
  const folder = installed("next", "next", "react", "react-dom", ...archives);
  mkdirSync(join(folder, "app"), { recursive: true });
  cpSync(join(here, "train.mjs"), join(folder, "app/train.mjs"));
  const files = {
    "next.config.mjs": 'export default { output: "export", images: { unoptimized: true } };\n',
    "app/layout.jsx":
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
    "app/page.jsx":
      "import Trained from './trained';\nexport default function Page() { return <Trained />; }\n",
    "app/trained.jsx": `"use client";
import { useEffect } from "react";
import { train } from "./train.mjs";
export default function Trained() {
  useEffect(() => {
    train().then((got) => { globalThis.answer = got; }, (error) => { globalThis.answer = { error: String(error) }; });
  }, []);
  return <p>training</p>;
}
`,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  call(process.execPath, ["node_modules/next/dist/bin/next", "build"], folder);
  const { version, answer } = await visit(chromium, join(folder, "out"), {});
  const read = JSON.parse(readFileSync(join(folder, "node_modules/next/package.json"), "utf8"));
  return { name: `Next ${read.version}, exported, in Chromium ${version}`, ...answer };
}

const strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
const runtimes = [
  ...[20, 22, 24, 26].map((major) => [`Node ${major}`, () => node(major)]),
  ["Node, one thread", nodeOneThread],
  ["Bun", bun],
  ["Deno", deno],
  ["Chromium, a plain page", () => plainPage("a plain page, no threads", {})],
  [
    "Chromium, Content-Security-Policy",
    () => plainPage("Content-Security-Policy without eval", { policy: strict }),
  ],
  [
    "Chromium, isolated",
    () =>
      plainPage("cross-origin isolated", { isolated: true, policy: `${strict}; worker-src blob:` }),
  ],
  ["Vite", vite],
  ["Next", next],
];

let project = "";
let archives = [];
try {
  const packages = stage(join(temporary, "packages")).filter(({ name }) =>
    ["gradus", ...library.map((l) => `@gradus/${l}`)].includes(name),
  );
  const folder = join(temporary, "archives");
  archives = pack(packages, folder).map((p) => join(folder, p.filename));
  project = installed("project", ...archives);
  for (const file of ["train.mjs", "run.mjs"]) cpSync(join(here, file), join(project, file));
  const rows = [];
  for (const [name, run] of runtimes) {
    if (!name.toLowerCase().includes(options.only.toLowerCase())) continue;
    try {
      const row = await run();
      if (row.error) throw new Error(row.error);
      rows.push(row);
    } catch (error) {
      const text = String(error.stderr || error.message || error).trim();
      rows.push({ name, failed: text.split("\n")[0] });
    }
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  const text = table(rows);
  process.stdout.write(`${text}\n`);
  if (options.write) {
    const readme = join(root, "README.md");
    writeFileSync(readme, withTable(readFileSync(readme, "utf8"), text));
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
