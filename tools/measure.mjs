/**
 * `node tools/measure.mjs content/courses/…/measure.ts`: computes the numbers that a lesson states.
 *
 * The file's default export takes a function that gives a data set's bytes, and yields lines, which are printed.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const [path] = process.argv.slice(2);
if (!path) {
  process.stderr.write("measure: which file?\nHint: node tools/measure.mjs content/…/measure.ts\n");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "gradus-measure-"));
try {
  const outfile = join(folder, "measure.mjs");
  await build({
    entryPoints: [resolve(path)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    nodePaths: [join(root, "node_modules")],
    logLevel: "error",
  });
  const { default: measure } = await import(pathToFileURL(outfile).href);
  const bytes = (id) =>
    new Uint8Array(readFileSync(join(root, "content/datasets", id, "data.bin")));
  for await (const line of measure(bytes)) process.stdout.write(`${line}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
