/**
 * The worker's side, the same in a browser and in Node: it says when it is ready, takes one request, closes
 * its world, grades, answers, and is then thrown away by the other side.
 */

import type { GradeMessage, GradeRequest, WorkerReply } from "../ask/protocol.ts";
import { measuredShare } from "../ask/time-limit.ts";
import * as authoring from "../author/authoring.ts";
import type { Exports, ReportedPoint } from "../types.ts";
import { gradeHere } from "./grade-request.ts";
import { deepStacks } from "./line.ts";
import { linkExercise, type Modules } from "./link.ts";
import { freezeModule, lockDown } from "./lockdown.ts";
import { printingConsole } from "./printed.ts";
import { printedValues } from "./printed-values.ts";
import type { Activity } from "./run-grade.ts";
import { type ShapeTrace, traceShapes } from "./shape-trace.ts";
import { throwTrouble } from "./thrown.ts";
import { tellWarnings } from "./warnings.ts";

/** How a worker talks to who started it. */
export interface WorkerPort {
  readonly post: (reply: WorkerReply) => void;
  /** Calls back with the first message, and with no other. */
  readonly once: (listener: (message: GradeMessage) => void) => void;
}

/** Modules that few files import: each is loaded for a request in whose files its name stands. */
export type FurtherModules = Readonly<Record<string, () => Promise<object>>>;

/** Of further modules those that a request's files name, loaded. */
async function namedIn(request: GradeRequest, further: FurtherModules): Promise<Modules> {
  const { sources, files = {}, answers = [] } = request;
  const texts = [
    ...sources.flatMap((s) => [s.learner ?? "", s.solution, s.grade]),
    ...Object.values(files),
    ...answers.map((answer) => answer.text),
  ];
  const named = Object.entries(further).filter(([name]) => texts.some((t) => t.includes(name)));
  return Object.fromEntries(
    await Promise.all(named.map(async ([name, load]) => [name, await load()] as const)),
  );
}

/** The least time between two messages with points of a curve. */
const reportEveryMs = 30;

/** Grades one request in this worker and closes it to everything else; to be called once. */
export async function gradeInWorker(
  request: GradeRequest,
  modules: Modules,
  post: WorkerPort["post"],
): Promise<void> {
  deepStacks();
  const now = performance.now.bind(performance);
  let last = Number.NEGATIVE_INFINITY;
  let held: ReportedPoint[] = [];
  const sendPoints = (): void => {
    if (held.length > 0) post({ kind: "points", points: held });
    held = [];
  };
  const values = printedValues(modules.gradus, (value) => post({ kind: "value", value }));
  let timers: Activity | undefined;
  const printing = printingConsole((line, printed) => {
    post({ kind: "printed", line });
    values.send(printed);
  });
  tellWarnings(modules.gradus, (warning) => post({ kind: "warning", warning }));
  // Training that reads its cost at every step has no timers, and is at work all the same.
  const { readCount } = (modules.gradus ?? {}) as { readCount?: () => number };
  const result = await gradeHere(request, {
    modules,
    report: (point) => {
      held.push(point);
      const at = now();
      if (at - last < reportEveryMs) return;
      last = at;
      sendPoints();
    },
    // The side that started the worker keeps the time; this one only notices what cannot end.
    limitMs: Number.POSITIVE_INFINITY,
    activity: {
      pending: () => timers?.pending() ?? 0,
      fired: () => (timers?.fired() ?? 0) + (readCount?.() ?? 0),
    },
    onCheck: (name, index, of) => post({ kind: "checking", name, index, of }),
    onCase: (name) => {
      printing.nextCase();
      post({ kind: "case", ...(name !== undefined && { name }) });
    },
    onSearch: printing.mute,
    beforeLearner: (grade) => {
      const checks =
        request.runOnly || request.answers ? [] : grade.map(({ name, kind }) => ({ name, kind }));
      post({ kind: "begins", checks });
      timers = lockDown(modules, printing.console);
    },
  });
  sendPoints();
  await values.sent();
  post({ kind: "verdict", ...result });
}

/**
 * What learners' files export, for a figure that draws with them. Closes this world first, for good; a file
 * that cannot be loaded is left out.
 */
export async function learnerExports(
  requests: readonly GradeRequest[],
  own: Modules,
  further: FurtherModules = {},
): Promise<Readonly<Record<string, Exports>>> {
  const named = await Promise.all(requests.map((request) => namedIn(request, further)));
  const modules: Modules = Object.assign({}, own, ...named);
  const linked = requests.map((request) => {
    const all = { ...modules, "@gradus/exercise": authoring };
    return { id: request.exercise, ...linkExercise(request, all) };
  });
  lockDown(modules, printingConsole(() => {}).console);
  const loaded: Record<string, Exports> = {};
  for (const { id, loadLearner } of linked)
    try {
      loaded[id] = await loadLearner();
    } catch {
      // The lesson shows the file's own troubles; the figure draws without it.
    }
  return loaded;
}

/** What a worker for shapes is sent. */
export interface ShapesMessage {
  readonly id: number;
  readonly request: GradeRequest;
}

/** What a worker for shapes answers; `done` is false while there is more to come. */
export type ShapesReply =
  /** It has loaded what it needs and can take a request. */
  | { readonly kind: "ready" }
  | {
      readonly kind: "trace";
      readonly id: number;
      readonly trace: ShapeTrace;
      readonly done: boolean;
    };

/**
 * Serves shapes in a browser's worker, request after request. The world is closed before the first.
 *
 * @example serveShapes({ gradus }); // the whole of a worker's file, after its imports
 */
export function serveShapes(
  own: Modules & { readonly gradus: object },
  further: FurtherModules = {},
): void {
  const scope = globalThis as unknown as {
    postMessage(data: ShapesReply): void;
    addEventListener(type: "message", listener: (event: MessageEvent<ShapesMessage>) => void): void;
  };
  const post = scope.postMessage.bind(scope);
  const add = scope.addEventListener.bind(scope);
  deepStacks();
  lockDown(own, printingConsole(() => {}).console);
  const traced = async (
    request: GradeRequest,
    partial: (trace: ShapeTrace) => void,
  ): Promise<ShapeTrace> => {
    const named = await namedIn(request, further);
    for (const module of Object.values(named)) freezeModule(module);
    return traceShapes(request, { ...own, ...named }, partial);
  };
  add("message", ({ data: { id, request } }) => {
    const tell = (trace: ShapeTrace, done: boolean): void =>
      post({ kind: "trace", id, trace, done });
    traced(request, (trace) => tell(trace, false)).then(
      (trace) => tell(trace, true),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        tell({ lines: [], problem: { message } }, true);
      },
    );
  });
  post({ kind: "ready" });
}

/** Waits for a request and grades it. */
export function serveGrader(own: Modules, port: WorkerPort, further: FurtherModules = {}): void {
  const grade = async ({ request }: GradeMessage): Promise<void> =>
    gradeInWorker(request, { ...own, ...(await namedIn(request, further)) }, port.post);
  port.once((message) => {
    void grade(message).catch((error: unknown) => {
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
 * Serves, in a browser's worker of its own, whoever wants to know how busy the machine is: answers once with the
 * share of a processor that a busy thread gets.
 */
export function serveShare(): void {
  (globalThis as unknown as { postMessage(data: number): void }).postMessage(measuredShare());
}

interface ScopeEvents {
  message: MessageEvent<GradeMessage>;
  error: ErrorEvent;
  unhandledrejection: PromiseRejectionEvent;
}

/**
 * Serves in a browser's worker. The worker's content security policy has to allow `'unsafe-eval'`, because
 * a learner's file is made from text; code from text is refused to the learner's code itself.
 *
 * @example serveBrowserGrader({ gradus }); // the whole of a worker's file, after its imports
 */
export function serveBrowserGrader(own: Modules, further: FurtherModules = {}): void {
  const scope = globalThis as unknown as {
    postMessage(data: unknown): void;
    addEventListener<K extends keyof ScopeEvents>(
      type: K,
      listener: (event: ScopeEvents[K]) => void,
      options?: { once: true },
    ): void;
  };
  const post = scope.postMessage.bind(scope);
  // As in Node, an error that nobody catches ends the run.
  const uncaught = (thrown: unknown): void =>
    post({ kind: "verdict", passed: false, checks: [], trouble: throwTrouble(thrown) });
  scope.addEventListener("error", (event) => uncaught(event.error));
  scope.addEventListener("unhandledrejection", (event) => uncaught(event.reason));
  const port: WorkerPort = {
    post,
    once: (listener) => {
      scope.addEventListener("message", (event) => listener(event.data), { once: true });
    },
  };
  serveGrader(own, port, further);
}
