/** The exercise engine: what grades are written with, and what runs them in one thread. */
export {
  type ContractSpec,
  contract,
  failed,
  type InvariantSpec,
  invariant,
  passed,
  pure,
  type TypeName,
  type TypeSpec,
  type,
} from "./checks/behaviour.ts";
export { defineGrade } from "./checks/define.ts";
export { type GradientSpec, gradient } from "./checks/gradient.ts";
export type { Args, FunctionName, Misconception, Result } from "./checks/typed.ts";
export {
  type PropertySpec,
  property,
  type ValueCase,
  type ValueSpec,
  value,
} from "./checks/value.ts";
export { compare, type Mismatch, pathText, type Tolerance } from "./compare.ts";
export { ExerciseError, notDone } from "./errors.ts";
export { type LoadOptions, loadModule } from "./load.ts";
export { randomFrom } from "./random.ts";
export { type Activity, type GradeResult, type RunGradeOptions, runGrade } from "./run-grade.ts";
export { numberText, show } from "./show.ts";
export { type Snapshot, snapshot } from "./snapshot.ts";
export type * from "./types.ts";
