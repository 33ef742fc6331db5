/**
 * Every error of the core: classes, codes and wording. A message says where, what with the actual
 * values, and one next step; its code never changes. The rest of the core says `throw broadcastError(…)`.
 * Long by the number of errors, a few lines each: in one place their words stay alike.
 */

import type { DType } from "./dtype.ts";
import type { Shape } from "./shape.ts";
import { shown } from "./shown.ts";

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The root of all errors Gradus throws on purpose. */
export class GradusError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, hint: string, details: ErrorDetails = {}) {
    super(`${message}\nHint: ${hint}\n(${code})`);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** Shapes that do not fit each other or an argument. */
export class ShapeError extends GradusError {}
/** An element type an operator does not take. */
export class DtypeError extends GradusError {}
/** A backend that is not there or cannot do something. */
export class DeviceError extends GradusError {}
/** A misuse of gradients. */
export class GradError extends GradusError {}
/** An argument out of its range, or a call in the wrong order. */
export class UsageError extends GradusError {}
/** An index outside of an axis. */
export class IndexError extends UsageError {}
/** Data that cannot be what it claims to be. */
export class DataError extends GradusError {}
/** Our bug. */
export class InternalError extends GradusError {}

const fmt = (shape: Shape): string =>
  Array.isArray(shape)
    ? `[${shape.map((n) => (typeof n === "number" ? n : shown(n))).join(", ")}]`
    : shown(shape);

/** Two shapes that broadcasting cannot line up; `axis` counts from the right, negative. */
export function broadcastError(op: string, a: Shape, b: Shape, axis: number): ShapeError {
  return new ShapeError(
    "shape/broadcast",
    `${op}: cannot broadcast ${fmt(a)} with ${fmt(b)}: sizes ${a.at(axis)} and ${b.at(axis)} at axis ${axis} differ and neither is 1.`,
    `reshape one side so that axis ${axis} is 1, or check for a missing transpose.`,
    { op, a, b, axis },
  );
}

/** Writing into a view in which several elements are one place of memory. */
export function overlapError(op: string, shape: Shape, of: Shape): UsageError {
  return new UsageError(
    "usage/overlap",
    `${op}: the tensor of shape ${fmt(shape)} is a view of one of shape ${fmt(of)} in which several elements are the same place, so they cannot be written.`,
    "write into a copy: clone() it first.",
    { op, shape, of },
  );
}

/** A shape that cannot grow to another by broadcasting. */
export function expandError(op: string, from: Shape, to: Shape): ShapeError {
  return new ShapeError(
    "shape/expand",
    `${op}: cannot expand ${fmt(from)} to ${fmt(to)}: only axes of size 1 can grow, and new axes come first.`,
    "unsqueeze the tensor where the target has a new axis.",
    { op, from, to },
  );
}

/** Inner sizes of a matrix product that differ. */
export function matmulShapeError(
  op: string,
  a: Shape,
  b: Shape,
  ka: number,
  kb: number,
): ShapeError {
  return new ShapeError(
    "shape/matmul",
    `${op}: cannot multiply ${fmt(a)} by ${fmt(b)}: the inner sizes ${ka} and ${kb} differ.`,
    "the last axis of the first must equal the second-to-last of the second; transpose one of them?",
    { op, a, b },
  );
}

/** A tensor with the wrong number of axes. */
export function rankError(op: string, arg: string, expected: string, shape: Shape): ShapeError {
  return new ShapeError(
    "shape/rank",
    `${op}: ${arg} must have ${expected}, but its shape is ${fmt(shape)} (${shape.length} axes).`,
    "reshape, squeeze or unsqueeze it first.",
    { op, arg, expected, shape },
  );
}

/** An axis whose size does not fit another argument. */
export function sizeError(
  op: string,
  arg: string,
  axis: number,
  expected: number | string,
  shape: Shape,
): ShapeError {
  return new ShapeError(
    "shape/size",
    `${op}: ${arg} must have size ${expected} at axis ${axis}, but its shape is ${fmt(shape)}.`,
    `check what made ${arg}, or transpose it.`,
    { op, arg, axis, expected, shape },
  );
}

/** A `dim` outside of the tensor's axes. */
export function dimRangeError(op: string, dim: number, ndim: number): ShapeError {
  const n = Math.max(ndim, 1);
  return new ShapeError(
    "shape/dim-range",
    `${op}: dim ${shown(dim)} is out of range for a tensor with ${ndim} axes.`,
    `use a whole number from ${-n} to ${n - 1}.`,
    { op, dim, ndim },
  );
}

/** A reshape that changes the number of elements. */
export function reshapeError(op: string, shape: Shape, target: Shape): ShapeError {
  const count = shape.reduce((p, n) => p * n, 1);
  return new ShapeError(
    "shape/reshape",
    `${op}: cannot view ${fmt(shape)} (${count} elements) as ${fmt(target)}.`,
    "the sizes must multiply to the same number; one of them may be -1 to be worked out.",
    { op, shape, target },
  );
}

/** A layer's input whose last axis is not what the layer was made for. */
export function lastAxisError(
  where: string,
  arg: string,
  expected: number,
  shape: Shape,
): ShapeError {
  return new ShapeError(
    "shape/last-axis",
    `${where}: the input's last axis must be ${arg} = ${expected}, but its shape is ${fmt(shape)}.`,
    `make ${where} with ${arg} = ${shape.at(-1)}, or check the layer before it.`,
    { where, arg, expected, shape },
  );
}

/** Flat data that does not fill a shape. */
export function viewSizeError(op: string, shape: Shape, length: number): ShapeError {
  const count = shape.reduce((p, n) => p * n, 1);
  return new ShapeError(
    "shape/view-size",
    `${op}: shape ${fmt(shape)} holds ${count} elements, but the data has ${length}.`,
    "give a shape whose sizes multiply to the data's length.",
    { op, shape, length },
  );
}

/** Tensors to join that differ in another axis. */
export function catShapeError(
  op: string,
  index: number,
  shape: Shape,
  expected: Shape,
  dim: number,
): ShapeError {
  return new ShapeError(
    "shape/cat",
    `${op}: tensor ${index} has shape ${fmt(shape)}, which does not fit ${fmt(expected)} in every axis but ${dim}.`,
    "make all other axes equal, or join along another dim.",
    { op, index, shape, expected, dim },
  );
}

/** Nested arrays of different lengths. */
export function raggedArrayError(depth: number, expected: number, got: number): ShapeError {
  return new ShapeError(
    "shape/ragged",
    `tensor: nested arrays must be rectangular, but at depth ${depth} one has ${got} elements where ${expected} were expected.`,
    "pad the shorter rows, or make a tensor of each.",
    { depth, expected, got },
  );
}

/** `item()` of a tensor that has not exactly one element. */
export function itemError(shape: Shape): ShapeError {
  return new ShapeError(
    "shape/item",
    `item: the tensor has shape ${fmt(shape)}, but item() reads exactly one element.`,
    "reduce it first (mean, sum), index one element, or read all with data().",
    { shape },
  );
}

/** A dtype an operator cannot take. */
export function dtypeError(op: string, what: string, got: DType, allowed: string): DtypeError {
  return new DtypeError(
    "dtype/unsupported",
    `${op}: ${what} is ${got}, but must be ${allowed}.`,
    "convert it with .to(dtype).",
    { op, what, got, allowed },
  );
}

/** What an index stands for, and how it is spoken of. */
export interface IndexKind {
  /** "index" where nothing else is said. */
  readonly what?: "index" | "label";
  /** Whether negative ones count from the end. */
  readonly negative?: boolean;
  /** Where in the index tensor it stands. */
  readonly place?: readonly number[];
}

/** An index outside of an axis, or a label that is no class. */
export function indexRangeError(
  op: string,
  value: number,
  limit: number,
  kind: IndexKind = { negative: true },
): IndexError {
  const { what = "index", negative = false, place } = kind;
  const label = what === "label";
  const at = place?.length ? ` at place ${place.length === 1 ? place[0] : fmt(place)}` : "";
  const few = limit === 0 ? "there is nothing to pick from" : null;
  const range = `${label ? "labels" : "indices"} run from ${negative ? -limit : 0} to ${limit - 1}`;
  const next = label
    ? "make the input as wide as there are classes, or count the labels from 0"
    : "places are counted from 0";
  return new IndexError(
    "index/out-of-range",
    `${op}: ${what} ${value}${at} is out of range for ${label ? `${limit} classes` : `size ${limit}`}.`,
    few ? `${few}.` : `${range}: ${next}.`,
    { op, value, limit, ...(place && { place }) },
  );
}

/** A slice step or bound that cannot be. */
export function sliceError(op: string, what: string, got: unknown): IndexError {
  return new IndexError(
    "index/slice",
    `${op}: ${what}, got ${shown(got)}.`,
    "write slice(start, stop, step) with a positive whole step; flip() reverses.",
    { op, what, got },
  );
}

/** An option outside of its range. */
export function optionError(
  where: string,
  option: string,
  got: unknown,
  allowed: string,
): UsageError {
  return new UsageError(
    "usage/option",
    `${where}: ${option} is ${shown(got)}, but must be ${allowed}.`,
    `pass ${option} as ${allowed}.`,
    { where, option, got, allowed },
  );
}

/** Other libraries' and languages' words for an option. */
const meant: Readonly<Record<string, string>> = {
  learningrate: "lr",
  axis: "dim",
  keepdims: "keepdim",
  strides: "stride",
  kernel: "kernelSize",
  ddof: "correction",
  unbiased: "correction",
  requiresgradient: "requiresGrad",
  epsilon: "eps",
  weightdecay: "weightDecay",
  decay: "weightDecay",
  beta1: "betas",
  beta2: "betas",
  rate: "p",
  usebias: "bias",
};

/** How many letters must be changed, added or left out to get from one word to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The known option that a name most probably stands for; null where none is near. */
function nearest(name: string, known: readonly string[]): string | null {
  const plain = (x: string): string => x.toLowerCase().replaceAll("_", "");
  const own = plain(name);
  const other = meant[own];
  for (const k of known) if (plain(k) === own || k === other) return k;
  const byDistance = known
    .map((k) => [distance(own, plain(k)), k] as const)
    .sort((a, b) => a[0] - b[0]);
  const [best] = byDistance;
  return best && best[0] <= Math.max(2, own.length / 4) ? best[1] : null;
}

/** An option that there is not. */
export function unknownOptionError(
  where: string,
  name: string,
  known: readonly string[],
): UsageError {
  const near = nearest(name, known);
  const all = known.length > 0 ? `its options are ${known.join(", ")}` : "it has no options";
  return new UsageError(
    "usage/unknown-option",
    `${where}: there is no option ${name}; ${all}.`,
    near ? `did you mean ${near}?` : "leave it out, or look at the options above.",
    { where, name, known },
  );
}

/** Something else where an object of options belongs. */
export function optionsError(where: string, got: unknown, known: readonly string[]): UsageError {
  const what = Array.isArray(got)
    ? "a list"
    : typeof got === "object" || typeof got === "function"
      ? shown(got)
      : `${typeof got} ${shown(got)}`;
  const example = known[0] ?? "";
  return new UsageError(
    "usage/options",
    `${where}: ${what} stands where an object of options belongs.`,
    example ? `write { ${example}: … }; there are ${known.join(", ")}.` : "leave it out.",
    { where, known },
  );
}

/** An integer that does not fit its type. */
export function valueRangeError(op: string, value: number, index: number, dtype: DType): DataError {
  return new DataError(
    "data/value-range",
    `${op}: value ${value} at flat index ${index} does not fit ${dtype}.`,
    "use float64 for larger numbers.",
    { op, value, index, dtype },
  );
}

/** An equation of einsum that cannot be read, or does not fit its operands. */
export function einsumError(equation: string, problem: string): UsageError {
  return new UsageError(
    "usage/einsum",
    `einsum: in "${equation}", ${problem}.`,
    'write one term an operand with a letter an axis, as in "ij,jk->ik".',
    { equation, problem },
  );
}

/** Data for a tensor that is not numbers; `place` is where in the nested arrays. */
export function notNumbersError(op: string, place: readonly number[], got: unknown): UsageError {
  const what =
    typeof got === "string"
      ? `the text ${JSON.stringify(got)}`
      : typeof got === "function"
        ? "a function"
        : shown(got);
  const at = place.length > 0 ? `the value at [${place.join("][")}]` : "the data";
  const hint =
    typeof got === "string"
      ? "turn text into numbers first, with Number(…) or a table of codes."
      : got instanceof Promise
        ? "await it first."
        : "give numbers, booleans, tensors, or arrays of them; check that every element has a value.";
  return new UsageError(
    "usage/not-numbers",
    `${op}: ${at} is ${what}, but must be a number, a boolean or an array of them.`,
    hint,
    { op, place },
  );
}

/** A number that is none. */
export function notANumberError(op: string, what: string, got: unknown): UsageError {
  const kind = got === null || got === undefined ? String(got) : `a ${typeof got}`;
  return new UsageError(
    "usage/not-a-number",
    `${op}: ${what} must be a number, but it is ${kind}.`,
    "give a JavaScript number; of a tensor with one element, await x.item().",
    { op, what },
  );
}

/** A tensor where JavaScript's operators want a number. */
export function arithmeticError(): UsageError {
  return new UsageError(
    "usage/operator",
    "a tensor cannot be used with JavaScript's operators: tensors have no *, +, - or <; they give NaN or text without a word.",
    "write a.mul(b), a.add(b), a.sub(b), a.div(b), a.lt(b); of one element, await x.item() gives a number.",
  );
}

/** Something that is not a tensor where one must be. */
export function notATensorError(op: string, what: string, got: unknown): UsageError {
  const kind = got === null ? "null" : Array.isArray(got) ? "an array" : typeof got;
  return new UsageError(
    "usage/not-a-tensor",
    `${op}: ${what} must be a tensor, but it is ${kind}.`,
    "make one with tensor(…), or check that the variable has a value.",
    { op, what, got: kind },
  );
}

/** A function that a matrix's values rule out (singular, not positive definite, …). */
export function linalgError(op: string, what: string, hint: string): DataError {
  return new DataError("data/linalg", `linalg.${op}: ${what}.`, hint, { op });
}

/** A tensor whose inputs were updated before it was computed. */
export function staleError(shape: Shape, dtype: DType): UsageError {
  return new UsageError(
    "usage/stale",
    `reading a tensor: it depends on a tensor of shape ${fmt(shape)} (${dtype}) that has been updated twice since, so its value can no longer be computed.`,
    "call clone() on it when it is made, or read it (await t.data()) before the next optimizer.step().",
    { shape, dtype },
  );
}

/** Misuse of gradients. */
export const gradErrors = {
  notScalarBackward: (shape: Shape): GradError =>
    new GradError(
      "grad/not-scalar",
      `backward: the tensor has shape ${fmt(shape)}, but a gradient starts from one number.`,
      "reduce it with mean() or sum(), or pass the gradient of the same shape.",
      { shape },
    ),
  seedShape: (got: Shape, expected: Shape): GradError =>
    new GradError(
      "grad/seed-shape",
      `backward: the gradient has shape ${fmt(got)}, but the tensor has shape ${fmt(expected)}.`,
      "give a gradient of the tensor's own shape.",
      { got, expected },
    ),
  noGradPath: (shape: Shape): GradError =>
    new GradError(
      "grad/no-path",
      `backward: the tensor of shape ${fmt(shape)} does not require a gradient and was not made from one that does.`,
      "set requiresGrad: true on a leaf, and check for detach() or noGrad().",
      { shape },
    ),
  freedGraph: (op: string): GradError =>
    new GradError(
      "grad/freed",
      `backward: the graph was already used by an earlier backward pass (at ${op}).`,
      "pass { retainGraph: true } to the first backward, or compute the loss again.",
      { op },
    ),
  changed: (op: string, shape: Shape): GradError =>
    new GradError(
      "grad/changed",
      `backward: the gradient of ${op} needs the value that a tensor of shape ${fmt(shape)} had in the forward pass, but optimizer.step() has updated it since.`,
      "compute the loss again after step(), or call every backward() before it.",
      { op, shape },
    ),
  leafInPlace: (op: string): GradError =>
    new GradError(
      "grad/leaf-in-place",
      `${op}: a leaf tensor that requires a gradient cannot be changed in place.`,
      "do it inside noGrad(() => …), or work on a clone().",
      { op },
    ),
  requiresGradInt: (dtype: DType): GradError =>
    new GradError(
      "grad/integer",
      `requiresGrad: a tensor of ${dtype} cannot require a gradient; only float32 and float64 can.`,
      'convert it first: .to("float32").',
      { dtype },
    ),
  notLeaf: (what: string): GradError =>
    new GradError(
      "grad/not-leaf",
      `${what}: only a leaf tensor's ${what} can be switched off.`,
      "use detach() to get a tensor without history.",
      { what },
    ),
  overlap: (name: string): GradError =>
    new GradError(
      "grad/overlap",
      `${name}: an asynchronous function that began later is not done yet, and this engine cannot tell which of them records gradients.`,
      `await each ${name}(async …) before the next one begins.`,
      { name },
    ),
  hookNeedsGrad: (): GradError =>
    new GradError(
      "grad/hook",
      "registerHook: the tensor does not require a gradient, so none will arrive.",
      "set requiresGrad = true first.",
    ),
  inputNeedsGrad: (index: number): GradError =>
    new GradError(
      "grad/input",
      `grad: input ${index} does not require a gradient.`,
      "make it with { requiresGrad: true }.",
      { index },
    ),
  unusedInput: (index: number, shape: Shape): GradError =>
    new GradError(
      "grad/unused-input",
      `grad: the outputs do not depend on input ${index} (shape ${fmt(shape)}).`,
      "pass { allowUnused: true } to get null for it.",
      { index, shape },
    ),
  functionMissing: (name: string, method: string): GradError =>
    new GradError(
      "grad/function-missing",
      `${name}: its class has no static ${method}.`,
      `write static ${method}(ctx, …) { … } in the class, with just this name.`,
      { name, method },
    ),
  functionMade: (name: string): GradError =>
    new GradError(
      "grad/function-made",
      `new ${name}: there are no objects of an operator's class.`,
      `call ${name}.apply(…) on the class itself.`,
      { name },
    ),
  functionOutput: (name: string, got: unknown): GradError =>
    new GradError(
      "grad/function-output",
      `${name}.forward: it must give back a tensor or a list of them, but gave ${shown(got)}.`,
      "return the result at the end of forward.",
      { name },
    ),
  functionTensor: (where: string, index: number, got: unknown): GradError =>
    new GradError(
      "grad/function-tensor",
      `${where}: what stands at place ${index} must be a tensor or null, but it is ${shown(got)}.`,
      "keep numbers and the like as fields: ctx.scale = 2.",
      { where, index },
    ),
  functionCount: (name: string, expected: number, got: number): GradError =>
    new GradError(
      "grad/function-count",
      `${name}.backward: it gave ${got} gradients, but forward took ${expected} inputs.`,
      "give back a list with one gradient for each input, null where there is none.",
      { name, expected, got },
    ),
  functionNoTensor: (name: string, index: number): GradError =>
    new GradError(
      "grad/function-no-tensor",
      `${name}.backward: it gave a gradient for input ${index}, which is no tensor.`,
      "give null in its place.",
      { name, index },
    ),
  functionShape: (name: string, index: number, got: Shape, expected: Shape): GradError =>
    new GradError(
      "grad/function-shape",
      `${name}.backward: the gradient of input ${index} has shape ${fmt(got)}, but the input has ${fmt(expected)}.`,
      "give a gradient of the input's own shape.",
      { name, index, got, expected },
    ),
  gradcheck: (input: number, index: number, got: number, want: number): GradError =>
    new GradError(
      "grad/check",
      `gradcheck: input ${input}, element ${index}: backward gives ${got}, finite differences give ${want}.`,
      "mend the operator's gradient; check the point is not at a kink.",
      { input, index, got, want },
    ),
} as const;

/** Functions of functions that meet something else than they can work with. */
export const funcErrors = {
  noTensor: (where: string, what: string, got: unknown): UsageError =>
    new UsageError(
      "func/no-tensor",
      `${where}: ${what} must be a tensor or hold tensors, but it is ${shown(got)}.`,
      "give a tensor, or lists and objects of tensors; argnums says which argument is meant.",
      { where, what },
    ),
  integer: (where: string, dtype: DType): UsageError =>
    new UsageError(
      "func/integer",
      `${where}: a derivative with respect to a tensor of ${dtype} makes no sense.`,
      "convert it to a float, or close over it instead of passing it in.",
      { where, dtype },
    ),
  argnums: (where: string, got: number, count: number): UsageError =>
    new UsageError(
      "func/argnums",
      `${where}: argnums is ${got}, but the function was called with ${count} arguments.`,
      "count arguments from 0.",
      { where, got, count },
    ),
  scalar: (where: string, shape: Shape): UsageError =>
    new UsageError(
      "func/scalar",
      `${where}: the function must give one number, but its value has shape ${fmt(shape)}.`,
      "reduce it with mean() or sum(), or take func.jacrev.",
      { where, shape },
    ),
  output: (where: string, got: unknown): UsageError =>
    new UsageError(
      "func/output",
      `${where}: the function must give a tensor, but it gave ${shown(got)}.`,
      "return the result at its end; with a pair of result and more, pass { hasAux: true }.",
      { where },
    ),
  aux: (where: string, got: unknown): UsageError =>
    new UsageError(
      "func/aux",
      `${where}: with hasAux the function must give a pair, but it gave ${shown(got)}.`,
      "return [value, more].",
      { where },
    ),
  list: (where: string, what: string, got: unknown): UsageError =>
    new UsageError(
      "func/list",
      `${where}: ${what} must be a list with one entry for each argument, but it is ${shown(got)}.`,
      "write [x] for one argument.",
      { where, what },
    ),
  matching: (
    where: string,
    what: string,
    got: readonly Shape[],
    expected: readonly Shape[],
  ): UsageError =>
    new UsageError(
      "func/matching",
      `${where}: ${what} must have the shapes ${expected.map(fmt).join(", ")}, but have ${got.map(fmt).join(", ") || "none"}.`,
      "give one tensor for each, of the same shape.",
      { where, what, got, expected },
    ),
  batch: (where: string, sizes: readonly number[]): UsageError =>
    new UsageError(
      "func/batch",
      sizes.length === 0
        ? `${where}: none of the arguments has an axis for the batch.`
        : `${where}: the batches of the arguments have the sizes ${sizes.join(", ")}, but must be alike and not empty.`,
      "inDims says which axis of each argument is the batch, null that it has none.",
      { where, sizes },
    ),
  random: (where: string): UsageError =>
    new UsageError(
      "func/random",
      `${where}: the function draws random numbers, and nothing says how they are shared by the examples.`,
      'pass { randomness: "different" } or { randomness: "same" }.',
      { where },
    ),
  module: (where: string, got: unknown): UsageError =>
    new UsageError(
      "func/module",
      `${where}: a module is needed, but there is ${shown(got)}.`,
      "give a model, such as new nn.Linear(2, 3).",
      { where },
    ),
  names: (where: string, what: string, known: readonly string[]): UsageError =>
    new UsageError(
      "func/names",
      `${where}: ${what}.`,
      known.length > 0
        ? `there are ${known.slice(0, 8).join(", ")}${known.length > 8 ? ", …" : ""}.`
        : "write { weight: … }, with names as in namedParameters().",
      { where },
    ),
} as const;

/** Backends that are not there. */
export const deviceErrors = {
  unknown: (name: string, known: readonly string[]): DeviceError =>
    new DeviceError(
      "device/unknown",
      `setDefaultBackend: there is no backend "${name}".`,
      `choose one of ${known.join(", ")}.`,
      { name, known },
    ),
  unsupported: (name: string): DeviceError =>
    new DeviceError(
      "device/unsupported",
      `setDefaultBackend: this machine cannot run the backend "${name}".`,
      'use "reference", or a newer engine; `gradus doctor` says what is missing.',
      { name },
    ),
  compileForbidden: (reason: string): DeviceError =>
    new DeviceError(
      "device/compile-forbidden",
      `wasm: this page's Content-Security-Policy does not let it compile WebAssembly: ${reason.replace(/\.$/, "")}.`,
      "add 'wasm-unsafe-eval' to the policy's script-src ('unsafe-eval' is not needed), or call setDefaultBackend(\"reference\"), which is slow.",
      { reason },
    ),
  outOfMemory: (wanted: number, held: number, limit: number): DeviceError =>
    new DeviceError(
      "device/out-of-memory",
      `wasm: there is no room for ${wanted} more bytes; the backend's memory has ${held} bytes and can have at most ${limit}.`,
      "use a smaller batch, let go of large tensors, or checkpoint() parts of the model.",
      { wanted, held, limit },
    ),
} as const;

/** Throws an error that says it is our bug. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition)
    throw new InternalError(
      "internal/invariant",
      `internal: ${what}.`,
      "this is a bug in Gradus; please report it with the code that led here.",
      { what },
    );
}
