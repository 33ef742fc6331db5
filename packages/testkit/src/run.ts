/**
 * Replays one golden case: makes the arguments, calls the operator, compares value, shape and dtype of
 * every output, then the gradient of every argument that asks for one. A case marked `error` must throw
 * one of the library's own errors instead.
 */
import { GradusError, grad, Tensor } from "@gradus/core";
import { expectClose, MismatchError } from "./close.ts";
import {
  buildArgument,
  callMethod,
  type GoldenOutput,
  type GoldenTensor,
  type LossOf,
  lookUp,
  lossWeights,
  makeTensor,
  toNumbers,
} from "./golden.ts";
import { allowanceFor } from "./tolerance.ts";

export interface GoldenCase {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly out?: readonly GoldenOutput[];
  readonly grads?: Readonly<Record<string, GoldenTensor>>;
  readonly loss?: LossOf;
  /** `abs`: a decomposition's factors are known up to a sign only. */
  readonly compare?: "abs";
  readonly error?: true;
}

export interface GoldenFile {
  readonly torch: string;
  readonly op: string;
  /** Where the function lives, when not at the top of the core. */
  readonly module?: string;
  readonly inPlace?: true;
  readonly cases: readonly GoldenCase[];
}

/** Tensors, numbers and booleans of a result, in the order of its fields. */
export function flattenOutputs(result: unknown): unknown[] {
  if (result === null || result === undefined) return [];
  if (result instanceof Tensor || typeof result !== "object") return [result];
  return Object.values(result).flatMap(flattenOutputs);
}

function call(space: object, file: GoldenFile, args: unknown[]): unknown {
  if (file.inPlace) {
    const x = callMethod(args[0] as Tensor, "clone") as Tensor;
    callMethod(x, file.op, ...args.slice(1));
    return x;
  }
  const fn = lookUp(space, file.op);
  if (fn) return fn(...args);
  if (args[0] instanceof Tensor) return callMethod(args[0], file.op, ...args.slice(1));
  throw new MismatchError(`there is no function ${file.op}`);
}

/** Compares one output or gradient with its golden value: shape, dtype, then every element. */
export async function expectGolden(
  got: unknown,
  want: GoldenOutput,
  what: string,
  name: string,
  options: { readonly abs?: boolean; readonly precision?: string } = {},
): Promise<void> {
  const { abs = false } = options;
  if ("value" in want) {
    const plain = got instanceof Tensor ? await got.item() : got;
    if (typeof want.value === "boolean") {
      if (plain !== want.value)
        throw new MismatchError(`${what}: got ${plain}, want ${want.value}`);
    } else
      expectClose(Number(plain), Number(want.value), { what, ...allowanceFor(name, "float32") });
    return;
  }
  if (!(got instanceof Tensor)) throw new MismatchError(`${what}: got ${got}, want a tensor`);
  if (got.shape.join() !== want.shape.join() || got.shape.length !== want.shape.length)
    throw new MismatchError(`${what}: got shape [${got.shape}], want [${want.shape}]`);
  if (got.dtype !== want.dtype)
    throw new MismatchError(`${what}: got dtype ${got.dtype}, want ${want.dtype}`);
  const magnitude = (v: number): number => (abs ? Math.abs(v) : v);
  expectClose(Array.from(await got.data(), magnitude), toNumbers(want.data).map(magnitude), {
    what,
    ...allowanceFor(name, options.precision ?? want.dtype),
  });
}

/** Gradients of `Σ output·weight` (or `Σ output²·weight`) over the chosen outputs, for each input. */
export async function lossGradients(
  outputs: readonly unknown[],
  inputs: readonly Tensor[],
  loss: LossOf | undefined,
): Promise<(Tensor | null)[]> {
  const isFloat = (o: unknown): boolean => o instanceof Tensor && o.dtype.startsWith("float");
  const square = loss !== undefined && "square" in loss;
  const chosen = loss === undefined ? [outputs.findIndex(isFloat)] : square ? loss.square : loss;
  const used = chosen
    .map((i) => outputs[i] as Tensor)
    // A Gradus output without a gradient path is reported by the null that `grad` returns for inputs.
    .filter((o) => o.requiresGrad);
  if (used.length === 0) return inputs.map(() => null);
  const gradOutputs: Tensor[] = [];
  for (const o of used) {
    const weights = lossWeights(o.numel());
    const values = square ? await o.data() : null;
    const data = values ? weights.map((w, i) => 2 * w * (values[i] as number)) : weights;
    gradOutputs.push(makeTensor({ shape: o.shape, dtype: o.dtype, data }));
  }
  return grad(used, [...inputs], { gradOutputs, allowUnused: true });
}

/** An unused input has gradient zero, which PyTorch and Gradus both say with a null. */
export async function expectGradient(
  got: Tensor | null,
  want: GoldenTensor,
  what: string,
  name: string,
  precision: string = want.dtype,
): Promise<void> {
  if (got === null) {
    const zeros = new Array<number>(want.data.length).fill(0);
    expectClose(zeros, toNumbers(want.data), { what: `${what}, which is null` });
    return;
  }
  await expectGolden(got, want, what, name, { precision });
}

/** Runs `fn` to its end and throws unless it fails with an error that Gradus throws on purpose. */
export async function expectRefusal(fn: () => unknown): Promise<void> {
  let result: unknown;
  try {
    result = await fn();
    // An operator that looks at values may only notice when they are there.
    for (const o of flattenOutputs(result)) if (o instanceof Tensor) await o.data();
  } catch (e) {
    if (e instanceof GradusError && !e.code.startsWith("internal/")) return;
    throw new MismatchError(`want an error with a code, got ${e}`);
  }
  const shapes = flattenOutputs(result).map((o) => (o instanceof Tensor ? `[${o.shape}]` : `${o}`));
  throw new MismatchError(`PyTorch refuses this call, but it returned ${shapes.join(", ")}`);
}

/**
 * Replays one case of an operator's golden file.
 *
 * @param space where the operator is looked up, usually everything `@gradus/core` exports
 * @throws MismatchError at the first difference
 */
export async function runGoldenCase(
  space: object,
  file: GoldenFile,
  golden: GoldenCase,
): Promise<void> {
  const leaves = new Map<string, Tensor>();
  const make = (): unknown[] => golden.args.map((a, i) => buildArgument(a, `${i}`, leaves));
  const name = file.op;
  if (golden.error) {
    if (!lookUp(space, name) && !(name in Tensor.prototype))
      throw new MismatchError(`there is no function ${name}`);
    await expectRefusal(() => call(space, file, make()));
    return;
  }
  const outputs = flattenOutputs(await call(space, file, make()));
  const want = golden.out ?? [];
  if (outputs.length !== want.length)
    throw new MismatchError(`got ${outputs.length} outputs, want ${want.length}`);
  const abs = golden.compare === "abs";
  const grads = golden.grads ?? {};
  const inputs = Object.keys(grads).map((path) => leaves.get(path) as Tensor);
  // Asked for before anything is read, as a training step would.
  const got = inputs.length > 0 ? await lossGradients(outputs, inputs, golden.loss) : [];
  for (const [i, o] of outputs.entries())
    await expectGolden(o, want[i] as GoldenOutput, `output ${i}`, name, { abs });
  // Where float32 takes part, a float64 gradient is no more exact than that.
  const narrow = want.some((o) => "dtype" in o && o.dtype === "float32");
  const mixed = narrow || Object.values(grads).some((g) => g.dtype === "float32");
  for (const [i, path] of Object.keys(grads).entries())
    await expectGradient(
      got[i] ?? null,
      grads[path] as GoldenTensor,
      `gradient of argument ${path}`,
      name,
      mixed ? "float32" : "float64",
    );
}
