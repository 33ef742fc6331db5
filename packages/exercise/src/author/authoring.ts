/** What the files of an exercise get when they import "@gradus/exercise": the words grades are written with. */

export { compare, type Mismatch, pathText, type Tolerance } from "../compare.ts";
export { asset, notDone, report } from "../errors.ts";
export { randomFrom } from "../random.ts";
export type { StandIns } from "../run/stand-in.ts";
export { numberText, show } from "../show.ts";
export { type Snapshot, snapshot } from "../snapshot.ts";
export {
  type WindowPicture,
  type WindowQuestion,
  windowDifference,
} from "../windows/difference.ts";
export { type AgreesSpec, agrees } from "./checks/agrees.ts";
export {
  agreeing,
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
export { defineExercise, type ExerciseSpec } from "./checks/define-exercise.ts";
export { type GradientSpec, gradient } from "./checks/gradient.ts";
export type { Args, FunctionName, Result } from "./checks/typed.ts";
export {
  type PropertySpec,
  property,
  type ValueCase,
  type ValueSpec,
  value,
} from "./checks/value.ts";
export {
  type Alternatives,
  after,
  before,
  body,
  type Edit,
  type Edited,
  every,
  file,
  type Mistakes,
  replace,
} from "./edits.ts";
