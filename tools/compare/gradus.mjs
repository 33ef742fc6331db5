/** Runs a snippet of Gradus and gives its last expression as nested lists. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript-language-service";
import { root } from "./snippets.mjs";

/** The program with its last expression exported. @throws Error where it does not end in one */
function exportingLast(text) {
  const source = ts.createSourceFile("gradus.ts", text, ts.ScriptTarget.Latest, true);
  const last = source.statements.at(-1);
  if (!last || !ts.isExpressionStatement(last)) throw new Error("it does not end in an expression");
  const before = text.slice(0, last.getStart());
  return `${before}\nexport const __value = (${last.expression.getText()});\n`;
}

const plainNumber = (x) => (Number.isFinite(x) ? x : String(x));

/** A tensor, a number, or lists of them as what JSON can hold. */
async function plain(value) {
  const v = await value;
  if (typeof v === "number") return plainNumber(v);
  if (typeof v === "bigint") return Number(v);
  if (typeof v?.toArray === "function") return plain(v.toArray());
  if (Array.isArray(v) || ArrayBuffer.isView(v)) return Promise.all(Array.from(v, plain));
  if (typeof v === "boolean" || typeof v === "string") return v;
  throw new Error(`its last expression is ${v === null ? "null" : `a ${typeof v}`}`);
}

/** Bundles the library from its sources with the snippet, so that every snippet starts afresh. */
export async function runGradus(text) {
  const folder = mkdtempSync(join(tmpdir(), "gradus-compare-"));
  try {
    const outfile = join(folder, "snippet.mjs");
    await build({
      stdin: { contents: exportingLast(text), resolveDir: root, loader: "ts" },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["source"],
      logLevel: "silent",
    });
    return await plain((await import(pathToFileURL(outfile).href)).__value);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
