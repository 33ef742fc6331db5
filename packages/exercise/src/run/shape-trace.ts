/**
 * Shapes without computing: a learner's file is run on a device that computes nothing, with the arguments its
 * exercise's checks would call it with, and every line that makes a tensor is told the shape, the dtype and
 * the arithmetic. A function is looked at the first time it is called; what the checks say does not matter.
 */

import type { GradeRequest } from "../ask/protocol.ts";
import * as authoring from "../author/authoring.ts";
import { randomFrom, seedOf } from "../random.ts";
import type { CheckContext, Exports, Picture } from "../types.ts";
import { deepStacks, learnerFile, placesOf } from "./line.ts";
import { linkExercise, type Modules } from "./link.ts";
import { stripped } from "./load.ts";
import { type Statement, Statements } from "./statements.ts";
import { describeThrown } from "./thrown.ts";

/** What a statement of the learner's file makes. */
export interface LineShape {
  readonly line: number;
  /** What it is called, where the line has several statements. */
  readonly name?: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Floating-point operations of one visit to the line, with what it calls. */
  readonly flops: number;
}

/** What went wrong on the way. */
export interface ShapeProblem {
  readonly message: string;
  readonly line?: number;
  readonly code?: string;
  readonly picture?: Picture;
}

export interface ShapeTrace {
  readonly lines: readonly LineShape[];
  readonly problem?: ShapeProblem;
}

/** What the trace needs of the tensor library. */
export interface ShapeLibrary {
  readonly setDefaultBackend: (name: "shapes") => void;
  readonly manualSeed: (seed: number) => unknown;
  readonly tensor: NonNullable<CheckContext<Exports>["library"]>["tensor"];
  readonly onTensor: (
    listener: (made: {
      readonly tensor: { readonly shape: readonly number[]; readonly dtype: string };
      readonly flops: number;
    }) => void,
  ) => () => void;
}

/** Tensors after which a function has shown enough: a training loop goes on for thousands. */
const mostTensors = 3000;

/** Ends a function that has shown enough. */
class Enough extends Error {}

interface Seen {
  readonly line: number;
  readonly statement: Statement;
  shape: readonly number[];
  dtype: string;
  flops: number;
  visits: number;
}

type Callable = (...args: readonly unknown[]) => unknown;

class Tracer {
  readonly #statements: Statements;
  readonly #seen = new Map<string, Seen>();
  #before: ReadonlySet<string> = new Set();
  #heard = 0;
  #depth = 0;
  problem: ShapeProblem | undefined;
  /** The functions that have been called. */
  readonly called = new Set<string>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  hear(shape: readonly number[], dtype: string, flops: number): void {
    if (this.#depth === 0) return;
    const here = new Set<string>();
    for (const { line, column } of placesOf(new Error(), learnerFile)) {
      const statement = this.#statements.at(line, column);
      const key = `${line}:${statement.index}`;
      if (here.has(key)) continue;
      here.add(key);
      const seen = this.#seen.get(key);
      const visits = this.#before.has(key) ? 0 : 1;
      if (seen) {
        seen.shape = shape;
        seen.dtype = dtype;
        seen.flops += flops;
        seen.visits += visits;
      } else this.#seen.set(key, { line, statement, shape, dtype, flops, visits: 1 });
    }
    this.#before = here;
    if (++this.#heard > mostTensors) {
      this.#heard = 0;
      throw new Enough();
    }
  }

  /** Listens while `run` runs, to the end of the promise it may return. */
  async listen<T>(run: () => T | Promise<T>): Promise<T> {
    this.#depth++;
    this.#heard = 0;
    try {
      return await run();
    } catch (error) {
      this.note(error);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** The same for a function that may answer at once. */
  call(run: () => unknown): unknown {
    this.#depth++;
    this.#heard = 0;
    let result: unknown;
    try {
      result = run();
    } catch (error) {
      this.#depth--;
      this.note(error);
      throw error;
    }
    if (!(result instanceof Promise)) {
      this.#depth--;
      return result;
    }
    return result.then(
      (value) => {
        this.#depth--;
        return value;
      },
      (error) => {
        this.#depth--;
        this.note(error);
        throw error;
      },
    );
  }

  note(error: unknown): void {
    if (error instanceof Enough || this.problem) return;
    const described = describeThrown(error);
    if (described.code === "exercise/not-done") return;
    this.problem = described;
  }

  trace(): ShapeTrace {
    const lines = [...this.#seen.values()]
      .filter(({ line, statement }) => this.#statements.makesTensor(line, statement))
      .sort((a, b) => a.line - b.line || a.statement.index - b.statement.index)
      .map(({ line, statement, shape, dtype, flops, visits }): LineShape => {
        const name = statement.of > 1 ? this.#statements.nameIn(statement) : undefined;
        return {
          line,
          ...(name !== undefined && { name }),
          shape: [...shape],
          dtype,
          flops: Math.round(flops / visits),
        };
      });
    return { lines, ...(this.problem && { problem: this.problem }) };
  }
}

/** A learner's exports whose functions are looked at when they are first called. */
function watched(learner: Exports, tracer: Tracer): Exports {
  const entries = Object.entries(learner).map(([name, value]) => {
    const isFunction = typeof value === "function" && !/^class\b/.test(String(value));
    if (!isFunction) return [name, value];
    const call = (...args: readonly unknown[]): unknown => {
      const run = (): unknown => (value as Callable)(...args);
      if (tracer.called.has(name)) return run();
      tracer.called.add(name);
      return tracer.call(run);
    };
    return [name, call];
  });
  return Object.fromEntries(entries) as Exports;
}

/** The statements of a request's learner file; of one that cannot be read, none. */
function statementsOf(request: GradeRequest): Statements {
  const text = request.sources.find((s) => s.id === request.exercise)?.learner ?? "";
  try {
    return new Statements(text, stripped(text));
  } catch {
    return new Statements("", "");
  }
}

/**
 * Runs the request's learner file for its shapes. It never throws for what that file does.
 *
 * @param modules what files may import, `gradus` among them; the library stays on its shapes device
 * @param partial hears what is known so far after each function, for whoever may have to stop this
 */
export async function traceShapes(
  request: GradeRequest,
  modules: Modules & { readonly gradus: object },
  partial: (trace: ShapeTrace) => void = () => {},
): Promise<ShapeTrace> {
  const library = modules.gradus as ShapeLibrary;
  const tracer = new Tracer(statementsOf(request));
  deepStacks();
  library.setDefaultBackend("shapes");
  const stop = library.onTensor(({ tensor, flops }) =>
    tracer.hear(tensor.shape, tensor.dtype, flops),
  );
  try {
    // What a task leaves out is a matter for its checks. Here the library may be closed, and stays as it is.
    const sources = request.sources.map((source) => ({ ...source, forbid: [] }));
    const linked = linkExercise(
      { ...request, sources },
      { ...modules, "@gradus/exercise": authoring },
    );
    let learner: Exports;
    try {
      learner = await tracer.listen(() => linked.loadLearner());
    } catch {
      return tracer.trace();
    }
    partial(tracer.trace());
    const own = watched(learner, tracer);
    const functions = Object.values(learner).filter((v) => typeof v === "function").length;
    for (const check of linked.grade) {
      if (tracer.called.size >= functions) break;
      const before = tracer.called.size;
      const seed = seedOf(request.seed ?? 1, check.name);
      library.manualSeed(seed);
      try {
        await check.run({
          learner: own,
          reference: linked.reference,
          random: randomFrom(seed, { library }),
          seed,
          report: () => {},
          library,
        });
      } catch {
        // Values are all zero here: what a check makes of them says nothing.
      }
      if (tracer.called.size > before) partial(tracer.trace());
    }
    return tracer.trace();
  } finally {
    stop();
  }
}
