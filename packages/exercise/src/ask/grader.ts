/**
 * The side that asks for verdicts. Every run gets a fresh worker, a limit on time and one on memory, and is
 * over when it answers, breaks a limit or dies; whatever happens there is a verdict.
 */

import { mostPrintedInAll } from "../run/printed.ts";
import { throwTrouble } from "../run/thrown.ts";
import type { LibraryWarning, PrintedValue, Trouble, Verdict } from "../types.ts";
import { withBlame } from "./blame.ts";
import type { GradeMessage, GradeRequest, WorkerReply } from "./protocol.ts";
import { Reached } from "./reached.ts";
import { watchTime } from "./time-limit.ts";

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
  /** The time it has been at work so far, where that can be known: not what it had to wait for a processor. */
  usedMs?(): number | undefined;
}

export interface GraderOptions {
  /** Starts a worker. */
  readonly spawn: () => WorkerLike;
  /** The longest one run may be at work once its worker is ready; 10 s unless told. See `time-limit.ts`. */
  readonly timeMs?: number;
  /** The share of a processor that a busy thread gets just now, where workers cannot say what they used. */
  readonly share?: () => Promise<number>;
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

const joined = (...sentences: readonly string[]): string => sentences.filter(Boolean).join(" ");

const troubles = {
  timeout: (limitMs: number, spentMs: number, reached: string): Trouble => ({
    kind: "timeout",
    limitMs,
    message: joined(
      `Your code was stopped after ${Math.round(Math.max(spentMs, limitMs) / 100) / 10} s of work.`,
      reached,
      "If there is a loop without an end, look at the condition that should end it; if there is none, look for work that is done again and again.",
    ),
  }),
  memory: (limitMb: number | undefined, reached: string): Trouble => ({
    kind: "memory",
    ...(limitMb !== undefined && { limitMb }),
    message: joined(
      `Your code was stopped: it used more ${limitMb === undefined ? "memory than the browser gives" : `than ${limitMb} MB of memory`}.`,
      reached,
      "If there is an array or a list that grows without an end, look at what should end it.",
    ),
  }),
  died: (): Trouble => ({ kind: "crash", message: "The worker ended before it gave an answer." }),
  boot: (why = ""): Trouble => ({ kind: "crash", message: `The worker did not start.${why}` }),
  stopped: (): Trouble => ({ kind: "crash", message: "The run was stopped." }),
};

export class Grader {
  readonly #spawn: () => WorkerLike;
  readonly #timeMs: number;
  readonly #share: (() => Promise<number>) | undefined;
  readonly #memoryMb: number;
  readonly #memoryInUse: (() => number) | undefined;
  readonly #othersGone: (() => Promise<unknown>) | undefined;

  constructor(options: GraderOptions) {
    this.#spawn = options.spawn;
    this.#timeMs = options.timeMs ?? defaultTimeMs;
    this.#share = options.share;
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
      const warnings: LibraryWarning[] = [];
      const reached = new Reached();
      let printedBefore = 0;
      let started = performance.now();
      const boot = setTimeout(() => end({ trouble: troubles.boot() }), bootMs);
      let unwatch = (): void => clearTimeout(boot);
      let memory: ReturnType<typeof setInterval> | undefined;
      let over = false;
      let ready = false;

      const stop = (): void => cut(troubles.stopped());
      const end = (result: Partial<Verdict>): void => {
        if (over) return;
        over = true;
        unwatch();
        clearInterval(memory);
        listener.signal?.removeEventListener("abort", stop);
        worker?.terminate();
        const verdict = { passed: false, checks: [], ...result };
        const failed = verdict.checks.some((check) => check.status === "failed");
        resolve({
          exercise: request.exercise,
          ...verdict,
          ...(warnings.length > 0 && { warnings }),
          printed,
          ...(failed && { printedBefore }),
          durationMs: performance.now() - started,
        });
      };
      /** Ends a run that does not end by itself, with what it has come to. */
      const cut = (trouble: Trouble): void => end({ trouble, checks: reached.reports(trouble) });
      const begin = async (): Promise<void> => {
        ready = true;
        await this.#othersGone?.();
        if (over) return;
        clearTimeout(boot);
        started = performance.now();
        const used = worker?.usedMs?.bind(worker);
        const base = used?.();
        unwatch = watchTime({
          limitMs: this.#timeMs,
          usedMs: used && base !== undefined ? () => (used() ?? base) - base : undefined,
          share: this.#share,
          over: (spentMs) => cut(troubles.timeout(this.#timeMs, spentMs, reached.sentence())),
        });
        const inUse = this.#memoryInUse;
        if (inUse) {
          const most = inUse() + this.#memoryMb * 2 ** 20;
          memory = setInterval(() => {
            if (inUse() > most) cut(troubles.memory(this.#memoryMb, reached.sentence()));
          }, watchMemoryEveryMs);
        }
        worker?.post({ kind: "grade", request });
      };
      const hear = (reply: WorkerReply): void => {
        if (over) return;
        reached.hear(reply);
        if (reply.kind === "ready") void begin();
        else if (reply.kind === "points")
          for (const point of reply.points) listener.onPoint?.(point);
        else if (reply.kind === "checking") {
          const { name, index, of } = reply;
          printedBefore = printed.length;
          listener.onCheck?.({ name, index, of });
        } else if (reply.kind === "case") {
          printedBefore = printed.length;
        } else if (reply.kind === "warning") warnings.push(reply.warning);
        else if (reply.kind === "value") listener.onValue?.(reply.value);
        else if (reply.kind === "printed") {
          if (printed.length >= mostPrintedInAll) return;
          printed.push(reply.line);
          listener.onPrinted?.(reply.line);
        } else if (reply.kind === "verdict") {
          const { passed, checks, trouble, stoodIn, timing } = reply;
          const known = checks.length > 0 || !trouble ? checks : reached.reports(trouble);
          end({
            passed,
            checks: known,
            ...(trouble && { trouble }),
            ...(stoodIn && { stoodIn }),
            ...(timing && { timing }),
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
        else if (event.kind === "out-of-memory")
          cut(troubles.memory(event.limitMb, reached.sentence()));
        else if (event.kind === "error" && !ready)
          end({ trouble: troubles.boot(` ${event.error.message}`) });
        else if (event.kind === "error") cut(throwTrouble(event.error));
        else cut(troubles.died());
      });
    });
  }
}

/** What asking for a share needs of a browser's `Worker`. */
interface ShareWorker {
  addEventListener(
    type: "message" | "error",
    listener: (event: { readonly data?: number }) => void,
  ): void;
  terminate(): void;
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

/**
 * Asks how busy the machine is, by a worker that serves shares; a browser does not say what a worker used.
 *
 * @example new Grader({ spawn, share: () => browserShare(new Worker(url, { type: "module" })) })
 */
export function browserShare(worker: ShareWorker): Promise<number> {
  return new Promise((resolve) => {
    const end = (share: number): void => {
      worker.terminate();
      resolve(share);
    };
    worker.addEventListener("message", ({ data = 1 }) => end(data));
    worker.addEventListener("error", () => end(1));
  });
}
