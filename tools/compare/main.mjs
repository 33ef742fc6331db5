/**
 * `node tools/compare/main.mjs [--python python3] [part of a name …]`
 *
 * Runs what every lesson's compare folder says of Gradus, PyTorch and Keras, holds the three values against each
 * other and against what the comments state, and writes `result.json` beside them. A snippet of TensorFlow on a
 * machine without it is left out of the result and the result says so. Ends with 1 where something does not
 * agree (that folder's result is removed), with 2 where Python, PyTorch or Keras is missing (nothing is written).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runGradus } from "./gradus.mjs";
import { difference, differsFromStated } from "./judge.mjs";
import { findSnippets, hashOf, libraries, root, statedText } from "./snippets.mjs";

const { values: options, positionals } = parseArgs({
  options: { python: { type: "string", default: "python3" } },
  allowPositionals: true,
});
const say = (line) => process.stdout.write(`${line}\n`);
const stop = (what) => {
  process.stderr.write(
    `compare: ${what}\nHint: python3 -m pip install torch tensorflow keras, or name another Python with --python.\n`,
  );
  process.exit(2);
};

function askPython(texts) {
  const script = fileURLToPath(new URL("run.py", import.meta.url));
  const run = spawnSync(options.python, [script], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (run.error) return stop(`there is no ${options.python}.`);
  if (run.status !== 0) return stop(`Python failed: ${run.stderr.trim().split("\n").at(-1)}`);
  return JSON.parse(run.stdout);
}

/** Seven digits are what float32 holds: two machines then write the same file. */
const short = (v) =>
  Array.isArray(v) ? v.map(short) : typeof v === "number" ? Number(v.toPrecision(7)) : v;

/** An entry a line. */
const linesOf = (result) =>
  `{\n${Object.entries(result)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(",\n")}\n}\n`;

const attempt = async (text) => {
  try {
    return { value: await runGradus(text) };
  } catch (error) {
    return { error: String(error?.message ?? error).split("\n")[0] };
  }
};

/** What is wrong with a comparison, one line each. */
function problemsOf(texts, answers) {
  const ran = libraries.filter((l) => "value" in answers[l]);
  const failed = libraries
    .filter((l) => "error" in answers[l])
    .map((l) => `${l}: ${answers[l].error}`);
  const stated = ran.map((l) => {
    const text = statedText(texts[l], l);
    if (text === null) return `${l}: its last line states no value in a comment`;
    try {
      const differs = differsFromStated(answers[l].value, text);
      return differs && `${l}: ${differs}; its comment states ${text}`;
    } catch (error) {
      return `${l}: ${error.message}`;
    }
  });
  const other = ran.slice(1).map((l) => {
    const differs = difference(answers[ran[0]].value, answers[l].value);
    return differs && `${ran[0]} and ${l} differ ${differs}`;
  });
  return [...failed, ...stated, ...other].filter((p) => p);
}

/** A result that is already there for the same texts and says more than a run without TensorFlow could. */
function richer(file, hash) {
  if (!existsSync(file)) return false;
  const old = JSON.parse(readFileSync(file, "utf8"));
  return old.hash === hash && old.keras !== null;
}

const { versions: found } = askPython([]);
for (const name of ["torch", "keras"]) if (!found[name]) stop(`${options.python} has no ${name}.`);

const snippets = findSnippets().filter(
  (s) => positionals.length === 0 || positionals.some((p) => s.name.includes(p)),
);
const { versions, values } = askPython(snippets.flatMap(({ texts: t }) => [t.pytorch, t.keras]));
versions.gradus = JSON.parse(readFileSync(join(root, "packages/gradus/package.json"))).version;

let wrong = 0;
let partial = 0;
for (const [i, { folder, name, texts }] of snippets.entries()) {
  const [pytorch, keras] = values.slice(2 * i, 2 * i + 2);
  const answers = { gradus: await attempt(texts.gradus), pytorch, keras };
  const file = join(folder, "result.json");
  const problems = problemsOf(texts, answers);
  if (pytorch.missing) problems.push(`pytorch: there is no module ${pytorch.missing}`);
  if (problems.length > 0) {
    wrong++;
    rmSync(file, { force: true });
    say(`${name}: DIFFERS\n${problems.map((p) => `  ${p}`).join("\n")}`);
    continue;
  }
  const hash = hashOf(texts);
  if (keras.missing) partial++;
  if (keras.missing && richer(file, hash)) {
    say(`${name}: agree (kept: this machine has no ${keras.missing})`);
    continue;
  }
  const result = {
    hash,
    agree: true,
    gradus: short(answers.gradus.value),
    pytorch: short(pytorch.value),
    keras: keras.missing ? null : short(keras.value),
    ...(keras.missing && { missing: keras.missing }),
    versions,
  };
  writeFileSync(file, linesOf(result));
  say(`${name}: agree${keras.missing ? ` (Keras not run: no ${keras.missing})` : ""}`);
}
const parts = partial > 0 ? `, ${partial} of them without TensorFlow` : "";
say(`${snippets.length - wrong} of ${snippets.length} agree${parts}.`);
process.exitCode = wrong > 0 ? 1 : 0;
