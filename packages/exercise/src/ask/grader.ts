/**
 * The side that asks for verdicts. Every run gets a fresh worker, a limit on time and one on memory, and is
 * over when it answers, breaks a limit or dies; whatever happens there is a verdict.
 */

import { mostPrintedInAll } from "../run/printed.ts";
import { throwTrouble } from "../run/thrown.ts";
import type { PrintedValue, Trouble, Verdict } from "../types.ts";
import { withBlame } from "./blame.ts";
import type { GradeMessage, GradeRequest, WorkerReply } from "./protocol.ts";

export type WorkerEvent =
  | { readonly kind: "message"; readonly data: WorkerReply }
  | { readonly kind: "error"; readonly error: Error }
  /** `limitMb` where a limit of ours was broken, and not the browser's. */
  | { readonly kind: "out-of-memory"; readonly limitMb?: number }
  | { readonly kind: "exit" };

/** What the grader needs of a worker, in a browser or in Node. */
export interface WorkerLike {
  post(message: GradeMessage): void;
  /** Calls back with everything the worker does, from now on. */
  listen(listener: (event: WorkerEvent) => void): void;
  terminate(): void;
}

export interface GraderOptions {
  /** Starts a worker. */
  readonly spawn: () => WorkerLike;
  /** The longest one run may take once its worker is ready; 10 s unless told. */
  readonly timeMs?: number;
  /** The most memory one run may take; 512 MB unless told. */
  readonly memoryMb?: number;
  /** How many bytes are in use now, where that can be known. */
  readonly memoryInUse?: () => number;
  /** Resolves when workers that were ended have gone: until then what they take would be held against the next. */
  readonly othersGone?: () => Promise<unknown>;
}

export interface GradeListener {
  /** The check that begins now, counted from 0, and how many there are. */
  readonly onCheck?: (check: { name: string; index: number; of: number }) => void;
  readonly onPrinted?: (line: string) => void;
  /** A tensor of a line that was printed before. */
  readonly onValue?: (value: PrintedValue) => void;
  readonly onPoint?: (point: { step: number; loss: number }) => void;
  /** Ends the run; its verdict says that it was stopped. */
  readonly signal?: AbortSignal;
}

/** The text of a grade that holds an exercise's function against the library's call of the same meaning. */
export const libraryGrade = 'import grade from "./library.ts";\nexport default grade;\n';

const defaultTimeMs = 10_000;
const defaultMemoryMb = 512;
/** A worker that is not ready by then will not be. */
const bootMs = 30_000;
const watchMemoryEveryMs = 25;

const troubles = {
  timeout: (limitMs: number): Trouble => ({
    kind: "timeout",
    limitMs,
    message: `Your code was stopped: it ran longer than ${limitMs / 1000} s. Look for a loop that does not end.`,
  }),
  memory: (limitMb?: number): Trouble => ({
    kind: "memory",
    ...(limitMb !== undefined && { limitMb }),
    message: `Your code was stopped: it used more ${limitMb === undefined ? "memory than the browser gives" : `than ${limitMb} MB of memory`}. Look for an array that grows without an end.`,
  }),
  died: (): Trouble => ({ kind: "crash", message: "The worker ended before it gave an answer." }),
  boot: (why = ""): Trouble => ({ kind: "crash", message: `The worker did not start.${why}` }),
  stopped: (): Trouble => ({ kind: "crash", message: "The run was stopped." }),
};

export class Grader {
  readonly #spawn: () => WorkerLike;
  readonly #timeMs: number;
  readonly #memoryMb: number;
  readonly #memoryInUse: (() => number) | undefined;
  readonly #othersGone: (() => Promise<unknown>) | undefined;

  constructor(options: GraderOptions) {
    this.#spawn = options.spawn;
    this.#timeMs = options.timeMs ?? defaultTimeMs;
    this.#memoryMb = options.memoryMb ?? defaultMemoryMb;
    this.#memoryInUse = options.memoryInUse;
    this.#othersGone = options.othersGone;
  }

  /**
   * Grades one exercise. If it fails only because of an earlier exercise's file, the verdict says which.
   * It never rejects.
   */
  grade(request: GradeRequest, listener: GradeListener = {}): Promise<Verdict> {
    return withBlame(request, (one) => this.run(one, one === request ? listener : {}));
  }

  /** One run in one worker, without looking for whom to blame. */
  run(request: GradeRequest, listener: GradeListener = {}): Promise<Verdict> {
    return new Promise((resolve) => {
      let worker: WorkerLike | undefined;
      const printed: string[] = [];
      let started = performance.now();
      let timer = setTimeout(() => end({ trouble: troubles.boot() }), bootMs);
      let memory: ReturnType<typeof setInterval> | undefined;
      let over = false;
      let ready = false;

      const stop = (): void => end({ trouble: troubles.stopped() });
      const end = (result: Partial<Verdict>): void => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        clearInterval(memory);
        listener.signal?.removeEventListener("abort", stop);
        worker?.terminate();
        resolve({
          exercise: request.exercise,
          passed: false,
          checks: [],
          ...result,
          printed,
          durationMs: performance.now() - started,
        });
      };
      const begin = async (): Promise<void> => {
        ready = true;
        await this.#othersGone?.();
        if (over) return;
        clearTimeout(timer);
        started = performance.now();
        timer = setTimeout(() => end({ trouble: troubles.timeout(this.#timeMs) }), this.#timeMs);
        const inUse = this.#memoryInUse;
        if (inUse) {
          const most = inUse() + this.#memoryMb * 2 ** 20;
          memory = setInterval(() => {
            if (inUse() > most) end({ trouble: troubles.memory(this.#memoryMb) });
          }, watchMemoryEveryMs);
        }
        worker?.post({ kind: "grade", request });
      };
      const hear = (reply: WorkerReply): void => {
        if (over) return;
        if (reply.kind === "ready") void begin();
        else if (reply.kind === "points")
          for (const point of reply.points) listener.onPoint?.(point);
        else if (reply.kind === "checking") {
          const { name, index, of } = reply;
          listener.onCheck?.({ name, index, of });
        } else if (reply.kind === "value") listener.onValue?.(reply.value);
        else if (reply.kind === "printed") {
          if (printed.length >= mostPrintedInAll) return;
          printed.push(reply.line);
          listener.onPrinted?.(reply.line);
        } else {
          const { passed, checks, trouble, stoodIn, printedBefore } = reply;
          end({
            passed,
            checks,
            ...(trouble && { trouble }),
            ...(stoodIn && { stoodIn }),
            ...(printedBefore !== undefined && { printedBefore }),
          });
        }
      };

      if (listener.signal?.aborted) return stop();
      listener.signal?.addEventListener("abort", stop);
      try {
        worker = this.#spawn();
      } catch {
        return end({ trouble: troubles.boot() });
      }
      worker.listen((event) => {
        if (event.kind === "message") hear(event.data);
        else if (event.kind === "out-of-memory") end({ trouble: troubles.memory(event.limitMb) });
        else if (event.kind === "error" && !ready)
          end({ trouble: troubles.boot(` ${event.error.message}`) });
        else if (event.kind === "error") end({ trouble: throwTrouble(event.error) });
        else end({ trouble: troubles.died() });
      });
    });
  }
}

/** What the grader needs of a browser's `Worker`. */
interface BrowserWorker {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: never) => void): void;
  terminate(): void;
}

/**
 * A browser's worker, for a grader to use.
 *
 * @example new Grader({ spawn: () => browserWorker(new Worker(url, { type: "module" })) })
 */
export function browserWorker(worker: BrowserWorker): WorkerLike {
  return {
    post: (message) => worker.postMessage(message),
    listen: (listener) => {
      worker.addEventListener("message", (event: MessageEvent<WorkerReply>) =>
        listener({ kind: "message", data: event.data }),
      );
      worker.addEventListener("error", (event: ErrorEvent) => {
        const error = event.error instanceof Error ? event.error : new Error(event.message);
        listener({ kind: "error", error });
      });
    },
    terminate: () => worker.terminate(),
  };
}
