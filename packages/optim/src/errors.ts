/** Every error of the optimizers. */
import { shown, UsageError } from "@gradus/core";

/** A hyperparameter out of its range. */
export const hyperparameterError = (
  where: string,
  name: string,
  got: unknown,
  allowed: string,
): UsageError =>
  new UsageError(
    "optim/hyperparameter",
    `${where}: ${name} is ${typeof got === "string" ? got : shown(got)}, but must be ${allowed}.`,
    `pass ${name} as ${allowed}.`,
    { where, name, got, allowed },
  );

/** No parameters, or something that is not one. */
export const parametersError = (where: string, what: string): UsageError =>
  new UsageError(
    "optim/parameters",
    `${where}: ${what}.`,
    "pass model.parameters(), or groups such as [{ params, lr }].",
    { where },
  );

/** A state dict of another optimizer or model. */
export const stateError = (where: string, what: string): UsageError =>
  new UsageError(
    "optim/state-dict",
    `${where}.loadStateDict: ${what}.`,
    "load the state into an optimizer of the same kind over the same parameters.",
    { where },
  );
