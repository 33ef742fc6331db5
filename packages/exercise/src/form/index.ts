/** An exercise's form, read without running it: what content makes of three files. */

export type { KnownMistake } from "../ask/protocol.ts";
export { bothOf, wrongText } from "../run/suspects.ts";
export { type Arrangement, arranged, arrangementOf } from "./arrange.ts";
export { codeLines } from "./code-lines.ts";
export {
  type Derived,
  type DerivedAlternative,
  type DerivedExercise,
  type DeriveOptions,
  deriveExercise,
  type FolderTexts,
} from "./derive.ts";
export { type Alike, type Form, type NamedEdits, readForm } from "./read-form.ts";
export { type StandardKind, standardTexts } from "./standard.ts";
export { type StarterKind, type Step, shownSolution, stepsOf } from "./starter.ts";
