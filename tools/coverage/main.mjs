/**
 * `node tools/coverage/main.mjs [--missing] [--write]`
 *
 * Prints how many of PyTorch's public names Gradus has; `--missing` names those that are not there, `--write` puts the
 * table into the README. The library is read from its sources.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { coverage, table, version, withTable } from "./coverage.mjs";

const { values: options } = parseArgs({
  options: { missing: { type: "boolean" }, write: { type: "boolean" } },
});
const root = fileURLToPath(new URL("../../", import.meta.url));

async function fromSources() {
  const folder = mkdtempSync(join(root, "node_modules", ".coverage-"));
  try {
    const outfile = join(folder, "gradus.mjs");
    await build({
      stdin: { contents: 'export * from "gradus";', resolveDir: root },
      bundle: true,
      format: "esm",
      platform: "node",
      packages: "bundle",
      conditions: ["source"],
      external: ["jpeg-js", "papaparse", "fast-png", "fflate"],
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rows = coverage(await fromSources());
process.stdout.write(`PyTorch ${version}\n\n${table(rows)}\n`);
if (options.missing)
  for (const { namespace, missing } of rows)
    process.stdout.write(`\n${namespace}: ${missing.join(" ")}\n`);
if (options.write) {
  const readme = join(root, "README.md");
  writeFileSync(readme, withTable(readFileSync(readme, "utf8"), rows));
}
