/** Turns the measurements into the printed table and into RESULTS.md. */
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { disagreement, summary } from "./compare.mjs";

/** What the times depend on; the load says whether something else was running. */
export function machine(threads) {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    threads,
    load: loadavg()[0],
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Rounds further apart than this are said to be unsteady: something else was running. */
const UNSTEADY = 1.3;

const digits = (x) => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toPrecision(2));

/** The line of a stack trace or of a crashed process's output that says what went wrong. */
function reason(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /Error\b/.test(line)) ?? lines[0] ?? "no output").trim();
}

const shown = (loss) =>
  Array.isArray(loss) ? `[${loss.map((x) => Number(x).toPrecision(6)).join(" ")}]` : String(loss);

/**
 * What stands in one cell: a time, with the ratios to Gradus on each Node, or why there is none. The losses are
 * held against Gradus's, or against the first peer that ran when Gradus did not.
 */
function cell(workload, result, reference, bases) {
  if (result === undefined) return { text: "–" };
  if (result.error) return { text: "failed", note: reason(result.error) };
  for (const losses of result.losses) {
    const differ = disagreement(reference.losses[0], losses, workload.tolerance);
    if (differ) {
      const note = `step ${differ.step + 1}: ${shown(differ.left)} against ${shown(differ.right)}`;
      return { text: "refused", note };
    }
  }
  const { ms, spread, medians } = summary(result.rounds);
  const speed = workload.flops ? `, ${digits(workload.flops / ms / 1e6)} GFLOP/s` : "";
  const others = result === bases[1] ? bases.slice(0, 1) : bases;
  const ratios = others.map((base) => `${digits(ms / summary(base.rounds).ms)}x`);
  const ratio = ratios.length > 0 && result !== bases[0] ? ` (${ratios.join(", ")})` : "";
  const text = `${digits(ms)}${speed}${ratio}`;
  if (spread <= UNSTEADY) return { text };
  return { text, note: `unsteady, rounds of ${medians.map(digits).join(" and ")} ms` };
}

function cells({ workload, results }, peers) {
  const ran = (result) => result !== undefined && !result.error && result.rounds.length > 0;
  const bases = [results.get("gradus"), results.get("newest")].filter(ran);
  const reference = bases[0] ?? [...results.values()].find(ran);
  return peers.map((peer) => ({
    ...cell(workload, results.get(peer.name), reference, bases),
    peer,
  }));
}

const header = (peers) => ["workload, ms a step", ...peers.map((peer) => peer.title)];

function footnotes(rows, peers) {
  return rows.flatMap((row) =>
    cells(row, peers)
      .filter((cell) => cell.note !== undefined)
      .map((cell) => `${row.workload.name}, ${cell.peer.title}, ${cell.text}: ${cell.note}`),
  );
}

/** The table as aligned plain text. */
export function table(rows, peers) {
  const lines = [
    header(peers),
    ...rows.map((row) => [row.workload.name, ...cells(row, peers).map((cell) => cell.text)]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line
      .map((field, i) => field.padEnd(widths[i]))
      .join("  ")
      .trimEnd(),
  );
  return [...text, "", ...footnotes(rows, peers)].join("\n");
}

/** The same as the contents of RESULTS.md. */
export function markdown(rows, peers, machine, notes) {
  const head = header(peers);
  const told = peers.map((peer) => peer.version ?? `${peer.title} (did not run)`);
  const versions = [...new Set(told)].join(", ");
  const lines = [
    "# Benchmark results",
    "",
    `Written by \`npm run bench\` on ${machine.date}. ${machine.cpu}, ${machine.cores} cores, ` +
      `${machine.memoryGb} GB, ${machine.system}, Node ${machine.node} (V8 ${machine.v8}) for all but what names another, ` +
      `${machine.threads} threads for PyTorch, Gradus on every core. ` +
      `Load average before the run: ${machine.load.toFixed(2)}.`,
    "",
    `Versions: ${versions}.`,
    "",
    "Milliseconds for one step, float32: the median of each of two rounds, and of those the lower. A training step is forward, backward, update and " +
      "reading the loss back. In brackets, the peer's time divided by Gradus's, on the first and then on the second Node: " +
      "above 1 Gradus is faster. Everyone starts from the same weights and batches; a peer whose losses differ from " +
      "Gradus's is refused. Each cell comes from fresh processes taking turns in one run; rounds that differ by more than 1.3 times are named below.",
    "",
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((row) => {
      const fields = cells(row, peers).map((cell) => cell.text);
      return `| ${row.workload.title} | ${fields.join(" | ")} |`;
    }),
    "",
    ...[...notes, ...footnotes(rows, peers)].map((note) => `- ${note.replaceAll("|", "\\|")}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
