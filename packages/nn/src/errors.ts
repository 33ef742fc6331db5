/** Every error of the layers. */
import { ShapeError, shown, Tensor, UsageError } from "@gradus/core";

const fmt = (shape: readonly number[]): string =>
  Array.isArray(shape)
    ? `[${shape.map((n) => (typeof n === "number" ? n : shown(n))).join(", ")}]`
    : shown(shape);

/** An input whose channels or features are not what the layer was made for. */
export const sizeMismatchError = (
  layer: string,
  what: string,
  expected: number,
  axis: number,
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/input-size",
    `${layer}: the input's axis ${axis} must be ${what} = ${expected}, but its shape is ${fmt(shape)}.`,
    `make the layer with ${what} = ${shape.at(axis)}, or check the layer before it.`,
    { layer, what, expected, axis, shape },
  );

/** A state dict that does not fit a model; nothing was changed. */
export const stateDictError = (model: string, problems: readonly string[]): UsageError =>
  new UsageError(
    "nn/state-dict",
    `${model}.loadStateDict: the weights do not fit the model; nothing was changed.\n  ${problems.join("\n  ")}`,
    "load weights of the same architecture, or pass { strict: false } to skip missing and unexpected names.",
    { problems },
  );

/** A layer's hyperparameter out of range. */
export const layerOptionError = (
  layer: string,
  option: string,
  got: unknown,
  allowed: string,
): UsageError =>
  new UsageError(
    "nn/option",
    `${layer}: ${option} is ${typeof got === "string" ? got : shown(got)}, but must be ${allowed}.`,
    `pass ${option} as ${allowed}.`,
    { layer, option, got, allowed },
  );

/** An input with the wrong number of axes, or a sequence without a step. */
export const inputRankError = (
  layer: string,
  expected: string,
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/input-rank",
    `${layer}: the input must be ${expected}, but its shape is ${fmt(shape)}.`,
    "add the missing axis with unsqueeze, or take a part with select.",
    { layer, expected, shape },
  );

/** Sequences that do not belong in one batch. */
export const sequenceRankError = (
  where: string,
  expected: string,
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/input-rank",
    `${where}: the sequence must have ${expected}, but its shape is ${fmt(shape)}.`,
    "steps are the first axis of a sequence; all further axes must be alike.",
    { where, expected, shape },
  );

/** A recurrent state that fits neither the layer nor the batch. */
export const stateShapeError = (
  layer: string,
  state: string,
  expected: readonly number[],
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/state-shape",
    `${layer}: the state ${state} must have shape ${fmt(expected)}, but has ${fmt(shape)}.`,
    `make it with zeros(${fmt(expected)}), or leave it out to start from zeros.`,
    { layer, state, expected, shape },
  );

/** Queries, keys and values that do not belong together. */
export const attentionShapeError = (
  where: string,
  rule: string,
  shapes: Readonly<Record<string, readonly number[]>>,
): ShapeError =>
  new ShapeError(
    "nn/attention-shape",
    `${where}: ${rule}, but the shapes are ${Object.entries(shapes)
      .map(([name, shape]) => `${name} ${fmt(shape)}`)
      .join(", ")}.`,
    "check the order of the arguments (query, key, value) and which axis is the batch.",
    { where, rule, shapes },
  );

/** A loss's target, weight or lengths that do not fit its input. */
export const argumentShapeError = (
  loss: string,
  argument: string,
  expected: readonly number[],
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/argument-shape",
    `${loss}: the ${argument} must have shape ${fmt(expected)}, but has ${fmt(shape)}.`,
    "bring it to that shape with reshape, unsqueeze or expand, or check the order of the arguments.",
    { loss, argument, expected, shape },
  );

/** An attention mask that does not fit the scores. */
export const maskShapeError = (
  where: string,
  mask: string,
  expected: readonly (readonly number[])[],
  shape: readonly number[],
): ShapeError =>
  new ShapeError(
    "nn/mask-shape",
    `${where}: ${mask} must have shape ${expected.map(fmt).join(" or ")}, but has ${fmt(shape)}.`,
    "make the mask for this batch: queries are rows, keys are columns.",
    { where, mask, expected, shape },
  );

/** A parameter that cannot be trained. */
export const parameterError = (module: string, name: string, got: unknown): UsageError =>
  new UsageError(
    "nn/parameter",
    `${module}.registerParameter: ${name} must be a leaf tensor of floats, but is ${kindOf(got)}.`,
    "make it with tensor(…) or randn(…); detach() a computed one first.",
    { module, name },
  );

const kindOf = (x: unknown): string =>
  x instanceof Tensor
    ? `${x.isLeaf ? "" : "computed "}${x.dtype} of shape ${fmt(x.shape)}`
    : x === undefined
      ? "undefined"
      : `a ${typeof x}`;

/** A parameter that is computed from others already. */
export const reparametrizedError = (
  where: string,
  module: string,
  name: string,
  kind: string,
): UsageError =>
  new UsageError(
    "nn/reparametrized",
    `${where}: ${name} of this ${module} is computed by ${kind} already.`,
    `call remove${kind[0]?.toUpperCase()}${kind.slice(1)} first.`,
    { where, module, name, kind },
  );

/** A path that leads to nothing in a model. */
export const pathError = (
  model: string,
  kind: string,
  path: string,
  known: readonly string[],
): UsageError =>
  new UsageError(
    "nn/path",
    `${model}: there is no ${kind} at ${shown(path)}.`,
    known.length > 0
      ? `there are ${known
          .slice(0, 8)
          .map((k) => JSON.stringify(k))
          .join(", ")}${known.length > 8 ? ", …" : ""}.`
      : `it has no ${kind}s.`,
    { model, kind, path },
  );

/** A container called as if it were a layer. */
export const noForwardError = (container: string): UsageError =>
  new UsageError(
    "nn/no-forward",
    `${container}: it only holds modules and has no forward.`,
    `call its items one by one: for (const item of list) x = item.call(x).`,
    { container },
  );

/** A model whose class says nothing of its forward pass. */
export const missingForwardError = (module: string): UsageError =>
  new UsageError(
    "nn/forward",
    `${module}: it has no forward, so it cannot be called.`,
    "write a method forward(x) { … } in its class, with just this name.",
    { module },
  );

/** A child's name that would break the state's keys or hide a member of the container. */
export const moduleNameError = (container: string, name: string): UsageError =>
  new UsageError(
    "nn/module-name",
    `${container}: ${JSON.stringify(name)} cannot be a module's name; it is empty, has a dot, or is a member of ${container}.`,
    `choose another name, such as ${JSON.stringify(`${name.replaceAll(".", "_")}_`)}.`,
    { container, name },
  );
