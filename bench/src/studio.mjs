/** Measures the studio as a learner meets it; prints a table with the bars and writes `STUDIO.md`. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./studio-session.mjs";
import { measureStart } from "./studio-start.mjs";
import { measureTyping } from "./studio-typing.mjs";

const browser = await openBrowser();
const parts = [await measureStart(browser), await measureTyping(browser)];
const version = browser.version();
await browser.close();

const rows = parts.flatMap((p) => p.rows);
const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} threads, Node ${process.versions.node}, Chromium ${version} (headless)`;
const table = [
  "| measured | value | bar | holds |",
  "|---|---|---|---|",
  ...rows.map(
    (r) => `| ${r.what} | ${r.value} | ${r.bar ?? ""} | ${r.bar ? (r.holds ? "yes" : "no") : ""} |`,
  ),
];
const text = [
  "# The studio, measured",
  "",
  machine,
  "",
  ...table,
  "",
  ...parts.flatMap((p) => p.notes).flatMap((note) => [note, ""]),
].join("\n");
process.stdout.write(text);
writeFileSync(fileURLToPath(new URL("../STUDIO.md", import.meta.url)), text);
process.exitCode = rows.every((r) => r.holds !== false) ? 0 : 1;
