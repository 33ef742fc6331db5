/**
 * `node bench/src/micro.mjs [overhead] [first-step] [size]`: three numbers about Gradus alone.
 *
 * - `overhead`: a step of an 8-8-8-4 perceptron with batch 1. Its arithmetic takes about a
 *   microsecond, so the rest is what the engine costs: building the graph and its gradients,
 *   looking the program up, dispatching it, reading the loss. Any compilation after the warm-up is
 *   reported, because a cached step must have none.
 * - `first-step`: GoogLeNet's first training steps in a fresh process; the first one compiles.
 * - `size`: the minified and gzipped bundle of everything, and of one function.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { median } from "./compare.mjs";
import { workloads } from "./workloads.mjs";

const SIZE_LIMIT_KB = 150;

const find = (name) => workloads.find((workload) => workload.name === name);
const print = (text) => process.stdout.write(`${text}\n`);

async function overhead() {
  const gradus = await import("gradus");
  const { values } = await import("./formula.mjs");
  const { build } = await import("./peers/gradus-models.mjs");
  const workload = find("overhead");
  const { model, optimizer } = build(workload);
  const [x, y] = workload.inputs[0].map((spec) =>
    gradus.tensor(values(spec), {
      shape: spec.shape,
      dtype: spec.classes === undefined ? "float32" : "int32",
    }),
  );
  let compiled = 0;
  gradus.onEngineEvent?.((event) => {
    if (event.kind === "compile") compiled++;
  });
  const phases = { forward: [], backward: [], "step()": [], "item()": [], total: [] };
  const warmup = 500;
  for (let i = 0; i < warmup + 2000; i++) {
    if (i === warmup) compiled = 0;
    const t0 = performance.now();
    const loss = gradus.nn.functional.crossEntropy(model.call(x), y);
    const t1 = performance.now();
    optimizer.zeroGrad();
    loss.backward();
    const t2 = performance.now();
    optimizer.step();
    const t3 = performance.now();
    await loss.item();
    const t4 = performance.now();
    if (i < warmup) continue;
    phases.forward.push(t1 - t0);
    phases.backward.push(t2 - t1);
    phases["step()"].push(t3 - t2);
    phases["item()"].push(t4 - t3);
    phases.total.push(t4 - t0);
  }
  for (const [name, times] of Object.entries(phases)) {
    print(`overhead  ${name.padEnd(9)} ${(median(times) * 1000).toFixed(0).padStart(6)} us`);
  }
  if (gradus.onEngineEvent) print(`overhead  programs compiled after the warm-up: ${compiled}`);
}

async function firstStep() {
  const begun = performance.now();
  const { training } = await import("./peers/gradus-models.mjs");
  const loaded = performance.now();
  const step = training(find("googlenet"));
  const built = performance.now();
  print(
    `first-step  load ${(loaded - begun).toFixed(0)} ms, model ${(built - loaded).toFixed(0)} ms`,
  );
  for (let i = 0; i < 4; i++) {
    const t0 = performance.now();
    const loss = await step(i);
    const ms = performance.now() - t0;
    print(`first-step  step ${i + 1}: ${ms.toFixed(0)} ms, loss ${loss.toFixed(5)}`);
  }
}

async function bundleSize(source) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["source"],
    external: ["node:*"],
    logLevel: "error",
  });
  const [file] = outputFiles;
  return { minified: file.contents.length, gzip: gzipSync(file.contents, { level: 9 }).length };
}

async function size() {
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const all = await bundleSize('export * from "gradus";');
  const one = await bundleSize('export { tensor } from "gradus";');
  print(`size  everything: ${kb(all.minified)} minified, ${kb(all.gzip)} gzipped`);
  print(`size  only tensor: ${kb(one.minified)} minified, ${kb(one.gzip)} gzipped`);
  if (all.gzip > SIZE_LIMIT_KB * 1024) {
    print(`size  over the limit of ${SIZE_LIMIT_KB} KB`);
    process.exitCode = 1;
  }
}

const commands = { overhead, "first-step": firstStep, size };
const asked = process.argv.slice(2);
const [command] = asked;
if (asked.length === 1 && commands[command]) {
  await commands[command]();
  // Gradus's threads would keep the process alive.
  process.exit();
}
for (const name of asked.length > 0 ? asked : Object.keys(commands)) {
  if (!commands[name]) {
    process.stderr.write(
      `micro: ${name}: no such measurement.\nHint: overhead, first-step or size.\n`,
    );
    process.exit(2);
  }
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
    stdio: "inherit",
  });
  if (child.status !== 0) process.exitCode = 1;
}
