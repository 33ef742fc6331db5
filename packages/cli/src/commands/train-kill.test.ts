/**
 * A training is killed at random moments and goes on, again and again; its weights and metrics are those of a run that
 * was left alone, bit for bit. `GRADUS_KILLS=200 npx vitest run train-kill` kills more often.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/gradus.mjs", import.meta.url));
const kills = Number(process.env.GRADUS_KILLS ?? 4);
const options = ["--model", "mlp", "--epochs", "2", "--batch-size", "100"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-kill-"));
  // A folder with something in it: the workspace is made below.
  writeFileSync(join(folder, "package.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runs = () => join(folder, "gradus-workspace", "runs");
const only = () => join(runs(), (existsSync(runs()) && readdirSync(runs())[0]) || "none");

function train(...args: string[]): {
  child: ChildProcess;
  done: Promise<number | null>;
  out: () => string;
} {
  const child = spawn(process.execPath, [program, "train", ...args], { cwd: folder });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part) => {
      out += String(part);
    });
  return { child, out: () => out, done: new Promise((done) => child.on("exit", done)) };
}

const metricBytes = (): number =>
  statSync(join(only(), "metrics.jsonl"), { throwIfNoEntry: false })?.size ?? 0;

/** Resolves when something holds, or the process has ended. */
async function waitUntil(holds: () => boolean, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !holds())
    await new Promise((wait) => setTimeout(wait, 3));
}

test(`a run killed ${kills} times ends as one that was left alone`, async () => {
  const whole = train(...options);
  expect(await whole.done, whole.out()).toBe(0);
  const metrics = readFileSync(join(only(), "metrics.jsonl"));
  const weights = readFileSync(join(only(), "weights.safetensors"));
  rmSync(runs(), { recursive: true });

  let done = 0;
  const moments: number[] = [];
  for (let killed = 0; done === 0 || killed < kills; ) {
    const begun = existsSync(runs()) && existsSync(join(only(), "run.json"));
    // Killed between making the folder and saying what is run: nothing was begun.
    if (!begun) rmSync(runs(), { recursive: true, force: true });
    const { child, done: ended, out } = train(...(begun ? ["--resume", only()] : options));
    if (killed < kills) {
      // Anywhere in what is left: by how far its metrics have come, not by a clock. Now and then before it trains.
      if (Math.random() < 0.8) await waitUntil(() => /parameters/.test(out()), child);
      const moment = metricBytes() + Math.random() * (metrics.length - metricBytes());
      moments.push(Math.floor(moment));
      await waitUntil(() => metricBytes() >= moment, child);
      child.kill("SIGKILL");
    }
    const code = await ended;
    if (code === null) {
      killed++;
      continue;
    }
    expect(code, out()).toBe(0);
    done++;
    const where = `killed at ${moments.join(", ")} bytes of metrics`;
    expect(readFileSync(join(only(), "metrics.jsonl")).equals(metrics), where).toBe(true);
    expect(readFileSync(join(only(), "weights.safetensors")).equals(weights), where).toBe(true);
    expect(readdirSync(only()).sort(), where).toEqual([
      "checkpoint.safetensors",
      "metrics.jsonl",
      "run.json",
      "weights.safetensors",
    ]);
    rmSync(runs(), { recursive: true });
    moments.length = 0;
  }
}, 600_000);
