/**
 * `node bench/src/main.mjs [--only mlp,lenet] [--peers newest,torch,tfjs,tfjs-textbook,tfjs-shipped,jax] [--quick] [--threads 2]`
 *
 * Runs every workload for Gradus and its peers, each in a fresh process, in turns, in this one
 * run; prints the table and writes `bench/RESULTS.md` (only for a full run, or with `--write`).
 * Never compare times from different runs or machines.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleTfjs } from "./bundle.mjs";
import { machine, markdown, table } from "./report.mjs";
import { quick, workloads } from "./workloads.mjs";

const TIMEOUT_MS = 300_000;
const ROUNDS = 2;
/** A peer whose process took longer than this is not started again in the second round. */
const REPEAT_BELOW_MS = 15_000;

const local = (path) => fileURLToPath(new URL(path, import.meta.url));

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    peers: { type: "string", default: "newest,torch,tfjs,tfjs-textbook,tfjs-shipped,jax" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    threads: { type: "string", default: "2" },
  },
});
const names = (text) => text.split(",").filter((name) => name !== "");
const fail = (message) => {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
};

/** Further ways for TensorFlow.js to train a convolution: the argument of its program, and the title. */
const waysToConvolve = {
  "tfjs-textbook": ["textbook", "TF.js, textbook filter gradient"],
  "tfjs-shipped": ["shipped", "TF.js as it ships (plain JavaScript)"],
};

/** Finds what can run here; a peer that cannot is left out with a note. */
async function findPeers(wanted) {
  const notes = [];
  const peers = [];
  const node = (file) => [process.execPath, [file]];
  for (const name of ["gradus", ...wanted]) {
    if (name === "gradus") {
      const title = `Gradus, Node ${process.versions.node}`;
      peers.push({ name, title, command: node(local("peers/gradus.mjs")) });
    } else if (name === "newest") {
      const program = local("../node_modules/node/bin/node");
      const version = spawnSync(program, ["--version"]).stdout?.toString().trim().slice(1);
      if (!version) notes.push("The newest Node left out: run `npm ci --prefix bench` for it.");
      else if (version !== process.versions.node) {
        const command = [program, [local("peers/gradus.mjs")]];
        peers.push({ name, title: `Gradus, Node ${version}`, command });
      }
    } else if (name === "torch") {
      const probe = spawnSync("python3", ["-c", "import torch; print(torch.__version__)"]);
      const version = probe.stdout?.toString().trim() ?? "";
      if (probe.status === 0 && version.startsWith("2.")) {
        const command = ["python3", [local("peers/pytorch.py")]];
        peers.push({ name, title: "PyTorch", command });
      } else {
        const found = probe.status === 0 ? `found ${version}` : "not found";
        notes.push(`PyTorch left out: python3 with torch 2.x was ${found}.`);
      }
    } else if (name === "tfjs" || name in waysToConvolve || name === "jax") {
      if (!existsSync(local("../node_modules/@jax-js/jax"))) {
        notes.push(`${name} left out: run \`npm ci --prefix bench\` to install it.`);
      } else if (name === "tfjs") {
        const title = "TF.js, filter gradient tuned by us";
        peers.push({ name, title, command: node(await bundleTfjs()) });
      } else if (name in waysToConvolve) {
        const [program, [file]] = node(await bundleTfjs());
        const [way, title] = waysToConvolve[name];
        const runs = (workload) => workload.kind === "train" && workload.convolves;
        peers.push({ name, title, command: [program, [file, way]], runs });
      } else {
        peers.push({ name, title: "jax-js", command: node(local("peers/jax.mjs")) });
      }
    } else {
      fail(
        `--peers ${name}: not a peer.\nHint: choose from newest, torch, tfjs, tfjs-textbook, tfjs-shipped, jax.`,
      );
    }
  }
  return { peers, notes };
}

/** Runs one workload in one fresh process; resolves to its result or `{ error }`. */
function runOnce([program, args], workload) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let err = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, TIMEOUT_MS);
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", (error) => {
      err += error.message;
    });
    child.stdin.on("error", () => {});
    child.on("close", (code) => {
      clearTimeout(timer);
      const wallMs = performance.now() - begun;
      if (late) return resolve({ error: `no two steps within ${TIMEOUT_MS / 1000} s`, wallMs });
      try {
        resolve({ ...JSON.parse(out.trim().split("\n").at(-1)), wallMs });
      } catch {
        resolve({ error: `exit status ${code}: ${err.trim().slice(-1000)}`, wallMs });
      }
    });
    child.stdin.end(JSON.stringify(workload));
  });
}

const threads = Number(options.threads);
if (!Number.isInteger(threads) || threads < 1) fail(`--threads ${options.threads}: not a count.`);
const only = names(options.only);
for (const name of only) {
  if (!workloads.some((workload) => workload.name === name)) {
    fail(`--only ${name}: no such workload.\nHint: ${workloads.map((w) => w.name).join(", ")}.`);
  }
}

const { peers, notes } = await findPeers(names(options.peers));
if (threads !== availableParallelism()) {
  const uses = availableParallelism();
  notes.push(
    `Gradus has no thread setting and uses ${uses} threads here; PyTorch uses ${threads}.`,
  );
}
for (const note of notes) process.stdout.write(`${note}\n`);
const environment = machine(threads);
const chosen = workloads.filter((w) => only.length === 0 || only.includes(w.name));
const rows = chosen.map((base) => {
  const spec = { ...base, threads, seconds: 2.5 };
  return {
    workload: options.quick ? quick(spec) : spec,
    results: new Map(
      peers
        .filter((peer) => !peer.runs || peer.runs(base))
        .map((peer) => [peer.name, { rounds: [], losses: [] }]),
    ),
  };
});
// The rounds are the outer loop: what disturbs the machine for a minute spoils one of them only.
for (let round = 0; round < (options.quick ? 1 : ROUNDS); round++) {
  for (const { workload, results } of rows) {
    for (const peer of peers) {
      const total = results.get(peer.name);
      if (!total || total.error || total.wallMs > REPEAT_BELOW_MS) continue;
      process.stderr.write(`round ${round + 1}: ${workload.name}, ${peer.title}\n`);
      const { error, times, losses, version, wallMs } = await runOnce(peer.command, workload);
      Object.assign(total, { error, wallMs });
      if (error) continue;
      total.losses.push(losses);
      total.rounds.push(times);
      peer.version = version;
    }
  }
}

process.stdout.write(`\n${table(rows, peers)}\n`);
if (options.write || (only.length === 0 && !options.quick)) {
  writeFileSync(local("../RESULTS.md"), markdown(rows, peers, environment, notes));
}
