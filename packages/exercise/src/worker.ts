/**
 * The worker's side, the same in a browser and in Node: it says when it is ready, takes one request, closes
 * its world, grades, answers, and is then thrown away by the other side.
 */
import { gradeHere } from "./grade-request.ts";
import type { Modules } from "./link.ts";
import { lockDown } from "./lockdown.ts";
import { printingConsole } from "./printed.ts";
import type { GradeMessage, GradeRequest, WorkerReply } from "./protocol.ts";
import type { Activity } from "./run-grade.ts";

/** How a worker talks to who started it. */
export interface WorkerPort {
  readonly post: (reply: WorkerReply) => void;
  /** Calls back with the first message, and with no other. */
  readonly once: (listener: (message: GradeMessage) => void) => void;
}

/** The least time between two points of a curve that are sent. */
const reportEveryMs = 30;

/** Grades one request in this worker and closes it to everything else; to be called once. */
export async function gradeInWorker(
  request: GradeRequest,
  modules: Modules,
  post: WorkerPort["post"],
): Promise<void> {
  const now = performance.now.bind(performance);
  let last = Number.NEGATIVE_INFINITY;
  let timers: Activity | undefined;
  const result = await gradeHere(request, {
    modules,
    report: ({ step, loss }) => {
      const at = now();
      if (at - last < reportEveryMs) return;
      last = at;
      post({ kind: "point", step, loss });
    },
    // The side that started the worker keeps the time; this one only notices what cannot end.
    limitMs: Number.POSITIVE_INFINITY,
    activity: { pending: () => timers?.pending() ?? 0, fired: () => timers?.fired() ?? 0 },
    beforeLearner: () => {
      timers = lockDown(
        modules,
        printingConsole((line) => post({ kind: "printed", line })),
      );
    },
  });
  post({ kind: "verdict", ...result });
}

/** Waits for a request and grades it. */
export function serveGrader(modules: Modules, port: WorkerPort): void {
  port.once((message) => {
    void gradeInWorker(message.request, modules, port.post).catch((error: unknown) => {
      const message = `The grader failed: ${error instanceof Error ? error.message : String(error)}`;
      port.post({
        kind: "verdict",
        passed: false,
        checks: [],
        trouble: { kind: "crash", message },
      });
    });
  });
  port.post({ kind: "ready" });
}

/**
 * Serves in a browser's worker.
 *
 * @example serveBrowserGrader({ gradus }); // the whole of a worker's file, after its imports
 */
export function serveBrowserGrader(modules: Modules): void {
  const scope = globalThis as unknown as {
    postMessage(data: unknown): void;
    addEventListener(
      type: "message",
      listener: (event: MessageEvent<GradeMessage>) => void,
      options: { once: true },
    ): void;
  };
  const post = scope.postMessage.bind(scope);
  serveGrader(modules, {
    post,
    once: (listener) => {
      scope.addEventListener("message", (event) => listener(event.data), { once: true });
    },
  });
}
