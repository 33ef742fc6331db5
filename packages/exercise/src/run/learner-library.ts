/**
 * The tensor library as learners' files get it: without the calls that watch the engine or change how it works for
 * everybody in the same world, the grader among them. Such a call is there and says that it is switched off.
 */
import { withheldCallError } from "../errors.ts";

/** What exercises cannot have: it sees tensors that others make, or what it changes is changed for the checks too. */
export const withheld: readonly string[] = [
  "onTensor",
  "onEngineEvent",
  "onWarning",
  "setDefaultBackend",
  "setEngineOptions",
  "clearPrograms",
];

/** A namespace of the library with the withheld calls refused. */
export function learnerLibrary(library: object): object {
  const refused = withheld
    .filter((name) => name in library)
    .map((name) => [
      name,
      (): never => {
        throw withheldCallError(name);
      },
    ]);
  return Object.freeze({ ...library, ...Object.fromEntries(refused) });
}
