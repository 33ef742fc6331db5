/** Every error of the vision package. */
import { ShapeError, shown, UsageError } from "@gradus/core";

const fmt = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** A tensor whose shape is not the one that is needed. */
export const argumentShapeError = (
  where: string,
  argument: string,
  expected: string,
  shape: readonly number[],
  hint = "check the order of the arguments, or bring the tensor to that shape with reshape.",
): ShapeError =>
  new ShapeError(
    "vision/argument-shape",
    `${where}: ${argument} must have shape ${expected}, but has ${fmt(shape)}.`,
    hint,
    { where, argument, expected, shape },
  );

/** An argument or option out of its range. */
export const optionError = (
  where: string,
  option: string,
  got: unknown,
  allowed: string,
): UsageError =>
  new UsageError(
    "vision/option",
    `${where}: ${option} is ${typeof got === "string" ? JSON.stringify(got) : shown(got)}, but must be ${allowed}.`,
    `pass ${option} as ${allowed}.`,
    { where, option, got, allowed },
  );

/** A name that no module of a model has. */
export const layerNameError = (
  where: string,
  name: unknown,
  known: readonly string[],
): UsageError => {
  const some = known.slice(0, 8).map((k) => JSON.stringify(k));
  return new UsageError(
    "vision/layer",
    `${where}: the model has no module at ${typeof name === "string" ? JSON.stringify(name) : shown(name)}.`,
    `its modules are ${some.join(", ")}${known.length > 8 ? ", …; model.namedModules() lists all" : ""}.`,
    { where, name, known },
  );
};

/** A module that a forward pass did not come to, or that gave no tensor. */
export const noOutputError = (where: string, name: string, problem: string): UsageError =>
  new UsageError(
    "vision/no-output",
    `${where}: the module ${JSON.stringify(name)} ${problem}.`,
    "choose a module that the forward pass calls with call() and whose output is one tensor.",
    { where, name },
  );

/** What is no module where a model belongs. */
export const modelError = (where: string, got: unknown): UsageError =>
  new UsageError(
    "vision/model",
    `${where}: the model is ${shown(got)}, but must be a module.`,
    "pass a model such as resnet18(), made with its function or with new.",
    { where },
  );

/** A sample whose image, mask, boxes and labels do not belong together. */
export const sampleError = (where: string, problem: string, hint: string): UsageError =>
  new UsageError("vision/sample", `${where}: ${problem}.`, hint, { where, problem });
