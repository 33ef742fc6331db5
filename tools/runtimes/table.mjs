/** The table of the runtimes, and its place in the README. */

/** The engine's own words, shorter: what can change a loss, and how many compute it. */
const engine = (backend) => backend.replace(/^wasm: SIMD128, /, "");

/**
 * @param {readonly { name: string, failed?: string, loss?: number, bits?: string, backend?: string }[]} rows the first
 *   one that ran is what the others are compared with
 */
export function table(rows) {
  const first = rows.find((row) => !row.failed);
  const fused = (row) => !row.backend.includes("no fused");
  const verdict = (row) => {
    if (row === first) return "what the others are compared with";
    if (row.bits === first.bits) return "the same to the bit";
    const apart = Math.abs(row.loss - first.loss).toExponential(1);
    if (fused(row) !== fused(first))
      return `${apart} apart: products are rounded before they are added`;
    return `${apart} apart`;
  };
  return [
    "| runtime | WebAssembly with | loss after 20 steps | |",
    "|---|---|---|---|",
    ...rows.map((row) =>
      row.failed
        ? `| ${row.name} | | | did not run: ${row.failed.replaceAll("|", "/").slice(0, 120)} |`
        : `| ${row.name} | ${engine(row.backend)} | ${row.loss.toPrecision(9)} | ${verdict(row)} |`,
    ),
  ].join("\n");
}

const begin = "<!-- runtimes: node tools/runtimes/main.mjs --write -->";
const end = "<!-- end of runtimes -->";

/** The text with the table between its two marks. */
export function withTable(text, rows) {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`withTable: the text has no "${begin}" … "${end}".`);
  return `${text.slice(0, from)}${begin}\n${rows}\n${text.slice(to)}`;
}
