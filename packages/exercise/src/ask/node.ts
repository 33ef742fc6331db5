/** Grading in Node: a grader over worker threads. */
import { Worker } from "node:worker_threads";
import { Grader, type GraderOptions, type WorkerLike } from "./grader.ts";
import { workClock } from "./node-time.ts";
import type { WorkerReply } from "./protocol.ts";

export interface NodeGraderOptions extends Pick<GraderOptions, "timeMs" | "memoryMb"> {
  /**
   * Where the modules are that exercises may import: `{ gradus: import.meta.resolve("gradus") }`. All but `gradus` are
   * loaded only for exercises whose files name them.
   */
  readonly modules: Readonly<Record<string, string>>;
  /** The worker's file; the one beside this one unless told. */
  readonly worker?: URL;
}

const defaultMemoryMb = 512;

/** Workers that were told to end and have not: one inside a native call, such as a large fill, goes on until it returns. */
const ending = new Set<Promise<unknown>>();
const endingAtMostMs = 5000;

async function othersGone(): Promise<void> {
  if (ending.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((done) => {
    timer = setTimeout(done, endingAtMostMs);
  });
  await Promise.race([Promise.all(ending), late]);
  clearTimeout(timer);
}

function spawn(options: NodeGraderOptions): WorkerLike {
  const limitMb = options.memoryMb ?? defaultMemoryMb;
  const worker = new Worker(options.worker ?? new URL("../run/node-worker.js", import.meta.url), {
    workerData: { modules: options.modules },
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limitMb },
  });
  let usedMs: (() => number | undefined) | undefined;
  return {
    post: (message) => worker.postMessage(message),
    usedMs: () => usedMs?.(),
    listen: (listener) => {
      worker.on("message", (data: WorkerReply) => {
        if (data.kind === "ready") usedMs = workClock(worker, data.thread);
        listener({ kind: "message", data });
      });
      worker.on("error", (error: Error & { code?: string }) =>
        listener(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? { kind: "out-of-memory", limitMb }
            : { kind: "error", error },
        ),
      );
      worker.on("exit", () => listener({ kind: "exit" }));
    },
    terminate: () => {
      const end = worker.terminate().finally(() => ending.delete(end));
      ending.add(end);
    },
  };
}

/**
 * A grader that runs every request in a worker thread of its own.
 *
 * The memory limit holds for the worker's heap and, sampled, for what the whole process takes while it runs,
 * which is where typed arrays are seen.
 *
 * @example nodeGrader({ modules: { gradus: import.meta.resolve("gradus") } })
 */
export function nodeGrader(options: NodeGraderOptions): Grader {
  return new Grader({
    ...options,
    spawn: () => spawn(options),
    memoryInUse: () => process.memoryUsage.rss(),
    othersGone,
  });
}
