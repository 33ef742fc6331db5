/**
 * The words of the exercise engine: a grade is a list of checks, a check looks at what the learner's file
 * exports and passes or says what is wrong, and a verdict is what all of it comes to. Everything a verdict
 * holds is plain data, so that it crosses a worker's border and can be kept in a file.
 */

/** What a learner's file exports, by name. */
export type Exports = object;

export type CheckKind =
  | "value"
  | "property"
  | "gradient"
  | "invariant"
  | "purity"
  | "contract"
  | "type";

/** Numbers for inputs, the same ones whenever a check is run again; tensors of them are of type `T`. */
export interface Random<T = unknown> {
  /** Uniform in 0..1. */
  (): number;
  /** A whole number, both ends included. */
  int(low: number, high: number): number;
  /** `count` uniform numbers in low..high, −1..1 unless told. */
  numbers(count: number, low?: number, high?: number): number[];
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item;
  /** A tensor of this shape, uniform in low..high, −1..1 unless told. */
  tensor(shape: readonly number[], low?: number, high?: number): T;
  /** A tensor of shape `[n]`. */
  list(n: number, low?: number, high?: number): T;
  /** A tensor of shape `[m, n]`. */
  table(m: number, n: number, low?: number, high?: number): T;
  /** Zeros and ones; where sizes allow it, both occur. */
  bits(shape: readonly number[]): T;
  /** Answers of a sigmoid, 0.02..0.98; at the edges 0.001 and 0.999. */
  probabilities(shape: readonly number[]): T;
  /** Scores before a softmax, −5..5; at the edges 1000 and 0. */
  scores(shape: readonly number[]): T;
}

/** Inputs a check tries before the random ones: sizes of 1, sizes that are equal, numbers at their ends. */
export type Edge = "one" | "equal" | "far";

/** What the engine needs of the tensor library; the caller hands it in, usually as `import * as gradus`. */
export interface TensorLibrary {
  readonly tensor: (
    data: Float64Array | readonly number[],
    options: { dtype?: "float64"; shape: readonly number[] },
  ) => unknown;
  readonly manualSeed?: (seed: number) => unknown;
}

/** A point of a curve that training tells while it runs, and how many steps there will be, where that is known. */
export interface ReportedPoint {
  readonly step: number;
  readonly loss: number;
  readonly of?: number;
}

/** Arguments for a function, made anew at every call. */
export type MakeArgs = () => readonly unknown[];

/** A wrong answer that is known, loaded when it is first asked for. */
export interface Suspect {
  readonly name: string;
  readonly text: string;
  readonly exports: Exports;
}

/** What is known of wrong answers to an exercise. */
export interface Suspects {
  /** One mistake at a time: those of the exercise, then those of its operators. */
  readonly single: () => Iterable<Suspect>;
  /** Two at once, where both can be. */
  readonly pairs: () => Iterable<Suspect>;
  /** Inputs on which an answer that looks like a mistake's has to look like it too. */
  readonly inputs: (of: string) => readonly MakeArgs[];
  /** The search for a name begins: what the learner's code prints in it is nobody's. @returns its end */
  readonly begin: () => () => void;
  /** Whether there is time for another. */
  readonly patient: (search: "single" | "pairs" | "rerun") => boolean;
}

/** What a check may use besides the learner's exports. */
export interface CheckContext<M extends Exports> {
  readonly learner: M;
  /** The reference solution's exports. */
  readonly reference: M;
  /** Uniform numbers in 0..1 from a fixed seed; the same in every run of the check. */
  readonly random: Random;
  readonly seed: number;
  readonly library?: TensorLibrary;
  /** Tells the page how far a long check is, and points of a curve while a network trains. */
  readonly report: (point: ReportedPoint) => void;
  /** Hears that the learner's code is about to be called: what it prints from now on belongs to a new case. */
  readonly onCase?: (name?: string) => void;
  readonly suspects?: Suspects;
}

/** A value as a learner can look at it. `data` holds at most 4,096 elements, in row-major order. */
export type Shown =
  | {
      readonly kind: "tensor";
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly data: readonly number[];
    }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Shown[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [string, Shown])[] };

/** A tensor that was printed, with its values: a page can show it in more ways than as text. */
export interface PrintedValue {
  /** Counts the printed lines from 0. */
  readonly line: number;
  /** What stood before it, or the name it was printed under; may be empty. */
  readonly name: string;
  /** How it reads in the line. */
  readonly text: string;
  /** All its elements, or the first 4,096 of one that is too large to send. */
  readonly value: Extract<Shown, { kind: "tensor" }>;
}

/** A picture that explains a failure. */
export type Picture =
  | {
      readonly kind: "shapes";
      /**
       * Two named shapes; `axis` counts from the right (−1 is the last) and is where they differ. `rightAxis` is
       * the right one's where that is another: a matrix product's inner sizes.
       */
      readonly left: { readonly name: string; readonly shape: readonly number[] };
      readonly right: { readonly name: string; readonly shape: readonly number[] };
      readonly axis: number;
      readonly rightAxis?: number;
    }
  | {
      readonly kind: "curve";
      readonly title: string;
      readonly series: readonly { readonly name: string; readonly y: readonly number[] }[];
    }
  | {
      readonly kind: "window";
      /** The first wrong cell of the answer, as it is written in code: `Z[0, 2, 1, 1]`. */
      readonly cell: string;
      /** Rows and columns of the input, and its numbers row by row; none where they are many. */
      readonly size: readonly [rows: number, columns: number];
      readonly values: readonly number[];
      /** Rows and columns of padding on each side; windows have places below 0 there. */
      readonly pad: number;
      /** The window this cell should look at, and the one that gives the learner's number, where it is another. */
      readonly right: readonly [top: number, left: number, height: number, width: number];
      readonly used?: readonly [top: number, left: number, height: number, width: number];
      /** Both in words, and what is wrong where that is known. */
      readonly says: string;
    };

export interface Difference {
  /** Where the first difference is, by keys and indices: `["dw"]`, `["A2", 0, 3]`. */
  readonly path: readonly (string | number)[];
  readonly expected: number | string;
  readonly got: number | string;
  /** How many elements differ, of how many. */
  readonly count: number;
  readonly of: number;
}

export interface Failure {
  /** One sentence: what is wrong, with the actual values. */
  readonly message: string;
  /** Which case of the check, in words. */
  readonly case?: string;
  readonly inputs?: readonly (readonly [name: string, value: Shown])[];
  readonly expected?: Shown;
  readonly got?: Shown;
  readonly difference?: Difference;
  /** The wrong idea that gives exactly this answer, by name. */
  readonly misconception?: { readonly name: string; readonly explanation: string };
  readonly picture?: Picture;
  /** The line of the learner's file that threw. */
  readonly line?: number;
  /** The code of the error that was thrown, where it has one. */
  readonly code?: string;
}

export type Outcome = { readonly passed: true } | ({ readonly passed: false } & Failure);

export interface Check<M extends Exports = Exports> {
  /** A statement about correct code: "is 0.5 at 0". Unique in its exercise; mistakes refer to it. */
  readonly name: string;
  readonly kind: CheckKind;
  /** It belongs to every exercise of its form, whether a mistake that is known needs it or not. */
  readonly usual?: boolean;
  /** What it calls a function with, as far as that can be told beforehand. */
  readonly inputs?: (context: Pick<CheckContext<M>, "seed" | "library">) => readonly {
    readonly of: string;
    readonly args: MakeArgs;
  }[];
  run(context: CheckContext<M>): Promise<Outcome> | Outcome;
}

/** The checks of an exercise, easiest first; grading stops at the first that fails. */
export type Grade<M extends Exports = Exports> = readonly Check<M>[];

export type Trouble =
  | { readonly kind: "syntax"; readonly message: string; readonly line?: number }
  | {
      readonly kind: "throw";
      readonly message: string;
      readonly line?: number;
      readonly code?: string;
    }
  | { readonly kind: "timeout"; readonly message: string; readonly limitMs: number }
  | { readonly kind: "memory"; readonly message: string; readonly limitMb?: number }
  | { readonly kind: "unsettled"; readonly message: string }
  | { readonly kind: "missing-export"; readonly message: string; readonly name: string }
  | { readonly kind: "crash"; readonly message: string };

export interface CheckReport {
  readonly name: string;
  readonly kind: CheckKind;
  readonly status: "passed" | "failed" | "not-run";
  readonly failure?: Failure;
}

/** A call of the library that a learner's function stood in for: how often who answered. */
export interface StoodIn {
  /** The exercise whose function it is. */
  readonly exercise: string;
  /** Where programs find the call: `Tensor.softmax`. */
  readonly call: string;
  readonly own: number;
  /** The library's answers, to arguments that the learner's function was not made for. */
  readonly theirs: number;
}

/** What the library warns of: allowed, and seldom meant. */
export interface LibraryWarning {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The line of the learner's file that leads to it. */
  readonly line: number;
}

/** How long right answers take on one input. */
export interface Timing {
  /** What was timed: a call of this function, or, of one that trains, the check of this name. */
  readonly of: string;
  /** How often each was measured; the times are medians, in milliseconds. */
  readonly runs: number;
  readonly learner: number;
  /** By the names they were sent with; one that could not be run is missing. */
  readonly others: readonly { readonly name: string; readonly ms: number }[];
}

/** What TypeScript knows to be wrong in a line of the learner's file, in words. */
export interface TypeProblem {
  readonly line: number;
  readonly message: string;
}

/** What grading one exercise came to. */
export interface Verdict {
  readonly exercise: string;
  readonly passed: boolean;
  readonly checks: readonly CheckReport[];
  /** What kept the code from being graded to its end. */
  readonly trouble?: Trouble;
  /** The earlier exercise whose code is wrong, where this one passes with the reference in its place. */
  readonly blame?: { readonly exercise: string; readonly check: string };
  /** What TypeScript knows about a file that has not passed, where it was asked. */
  readonly problems?: readonly TypeProblem[];
  /** The calls of the library that the learner's own functions stood in for, where they were asked to. */
  readonly stoodIn?: readonly StoodIn[];
  /** What the library warned of, once for each line. */
  readonly warnings?: readonly LibraryWarning[];
  /** How long answers took, where that was asked. */
  readonly timing?: Timing;
  /** What the code printed, at most 200 lines of each case. */
  readonly printed: readonly string[];
  /** How many of the printed lines came before the case that failed; none where no case failed. */
  readonly printedBefore?: number;
  readonly durationMs: number;
}
