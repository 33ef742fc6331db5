/** The exercise engine: what grades are written with, and what runs them in one thread. */
export * from "./authoring.ts";
export { ExerciseError } from "./errors.ts";
export { type GradeHere, gradeHere } from "./grade-request.ts";
export {
  browserWorker,
  type GradeListener,
  Grader,
  type GraderOptions,
  libraryGrade,
  type WorkerEvent,
  type WorkerLike,
} from "./grader.ts";
export type { Modules } from "./link.ts";
export { type LoadOptions, loadModule } from "./load.ts";
export type { ExerciseSource, GradeMessage, GradeRequest, WorkerReply } from "./protocol.ts";
export { type Activity, type GradeResult, type RunGradeOptions, runGrade } from "./run-grade.ts";
export {
  type LineShape,
  type ShapeProblem,
  type ShapeTrace,
  traceShapes,
} from "./shape-trace.ts";
export {
  type ExerciseParts,
  type ExerciseTest,
  mistakeLabel,
  mutationReport,
  type PartFile,
  resultText,
  type TestOptions,
  testExercise,
} from "./test-exercise.ts";
export type * from "./types.ts";
