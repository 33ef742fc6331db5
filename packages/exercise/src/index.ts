/** The exercise engine: what grades are written with, and what runs them in one thread. */

export { typesAreTheCause, typesMayTell } from "./ask/blame.ts";
export {
  browserShare,
  browserWorker,
  type GradeListener,
  Grader,
  type GraderOptions,
  libraryGrade,
  type WorkerEvent,
  type WorkerLike,
} from "./ask/grader.ts";
export type { ExerciseSource, GradeMessage, GradeRequest, WorkerReply } from "./ask/protocol.ts";
export * from "./author/authoring.ts";
export {
  type Caught,
  type CheckedExercise,
  type CheckedParts,
  type CheckOptions,
  checkExercise,
  type Lock,
} from "./author/check-exercise.ts";
export { ExerciseError } from "./errors.ts";
export {
  type Expectation,
  expectationOf,
  expectationSaid,
  type FailedTry,
  quickFailures,
  readNumber,
  soonMs,
  triesQuickly,
} from "./expectation.ts";
export { importedPath, importOf, isRelative } from "./paths.ts";
export { type GradeHere, gradeHere } from "./run/grade-request.ts";
export type { Modules } from "./run/link.ts";
export { type LoadOptions, loadModule } from "./run/load.ts";
export {
  type Activity,
  type GradeResult,
  type RunGradeOptions,
  runGrade,
} from "./run/run-grade.ts";
export {
  type LineShape,
  type ShapeProblem,
  type ShapeTrace,
  traceShapes,
} from "./run/shape-trace.ts";
export { times } from "./times.ts";
export type * from "./types.ts";
