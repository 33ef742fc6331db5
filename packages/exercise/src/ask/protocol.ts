/** The messages between the side that asks for a verdict and the worker that finds it: plain data only. */
import type { Span } from "../spans.ts";
import type {
  CheckKind,
  CheckReport,
  LibraryWarning,
  PrintedValue,
  ReportedPoint,
  StoodIn,
  Timing,
  Trouble,
} from "../types.ts";

/** A wrong answer that is known: the solution with other text in some places. */
export interface KnownMistake {
  /** What learners are told it is called. */
  readonly name: string;
  /** The name in lists of an exercise's mistakes, where standard ones of one kind differ. */
  readonly id: string;
  /** What to tell a learner whose answer is the same; a mistake without it is caught and not named. */
  readonly text?: string;
  /** Places in the solution's text. */
  readonly spans: readonly Span[];
  /** What it uses of the tensor library and the solution does not import. */
  readonly imports: readonly string[];
  /** A whole text in the solution's place. */
  readonly whole?: string;
  /** It comes with the solution's operators; no author wrote it. */
  readonly standard?: boolean;
}

/** The files of one exercise, as text. */
export interface ExerciseSource {
  readonly id: string;
  /** Its folder in the content, `courses/01-neural-networks/03-squashing/02-sigmoid`; the id unless told. */
  readonly folder?: string;
  readonly solution: string;
  readonly grade: string;
  /** The learner's file, if they have one. */
  readonly learner?: string;
  /** The ids of the exercises it imports. */
  readonly uses?: readonly string[];
  /** Wrong answers whose names a learner is told. */
  readonly known?: readonly KnownMistake[];
  /** Calls of the library that the task asks to be built, by where programs find them: `Tensor.softmax`. */
  readonly forbid?: readonly string[];
}

export interface GradeRequest {
  /** The id of the exercise to grade. */
  readonly exercise: string;
  /** This exercise and all it builds on, directly or not; a learner's own earlier file is used if given. */
  readonly sources: readonly ExerciseSource[];
  /** Whose code stands behind imports of earlier exercises; the learner's unless told. */
  readonly upstream?: "learner" | "reference";
  /** The learner's place is taken by this file of the exercise's folder, `mistakes/no-minus.ts`, and it imports as there. */
  readonly authored?: string;
  /** Further files that solutions and grades import, by their path in the content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Data that grades and solutions read with `asset(name)`: packed images, tables. */
  readonly assets?: Readonly<Record<string, Uint8Array>>;
  readonly seed?: number;
  /** The learner's file is run for what it prints, to the end of all that it starts, and not graded. */
  readonly runOnly?: boolean;
  /** Other right answers, as they read in the learner's folder: nothing is graded, the time of each is taken. */
  readonly answers?: readonly { readonly name: string; readonly text: string }[];
  /** The ids of exercises whose functions, as the learner wrote them, take the library's place. */
  readonly standIns?: readonly string[];
}

/** What a worker is sent: one request, once. */
export interface GradeMessage {
  readonly kind: "grade";
  readonly request: GradeRequest;
}

/** What a worker sends. */
export type WorkerReply =
  /** It has loaded what it needs and can take a request; in Node its thread may have a number. */
  | { readonly kind: "ready"; readonly thread?: string }
  /** The exercise's files are loaded, and the learner's is next. */
  | {
      readonly kind: "begins";
      readonly checks: readonly { readonly name: string; readonly kind: CheckKind }[];
    }
  /** The check that begins now, counted from 0, and how many there are. */
  | {
      readonly kind: "checking";
      readonly name: string;
      readonly index: number;
      readonly of: number;
    }
  /** The learner's code is called for a new case: what is printed from now on belongs to it. */
  | { readonly kind: "case"; readonly name?: string }
  | { readonly kind: "printed"; readonly line: string }
  /** A tensor that stands in a printed line. */
  | { readonly kind: "value"; readonly value: PrintedValue }
  | { readonly kind: "warning"; readonly warning: LibraryWarning }
  | {
      readonly kind: "points";
      readonly points: readonly ReportedPoint[];
    }
  | {
      readonly kind: "verdict";
      readonly passed: boolean;
      readonly checks: readonly CheckReport[];
      readonly trouble?: Trouble;
      readonly stoodIn?: readonly StoodIn[];
      readonly timing?: Timing;
    };
