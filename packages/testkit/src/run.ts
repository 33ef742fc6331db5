/**
 * Replays one golden case: makes the arguments, calls the operator, compares value, shape and dtype of
 * every output, then the gradient of every argument that asks for one. A case marked `error` must throw
 * one of the library's own errors instead.
 */
import * as core from "@gradus/core";
import { grad, type Tensor } from "@gradus/core";
import { expectClose, MismatchError } from "./close.ts";
import {
  buildArgument,
  callMethod,
  type GoldenOutput,
  type GoldenTensor,
  type LossOf,
  lookUp,
  lossWeights,
  toNumbers,
} from "./golden.ts";
import type { Tolerance } from "./tolerance.ts";

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

const isTensor = (x: unknown): x is Tensor => x instanceof core.Tensor;

/** Tensors, numbers and booleans of a result, in the order of its fields. */
export function flattenOutputs(result: unknown): unknown[] {
  if (result === null || result === undefined) return [];
  if (isTensor(result) || typeof result !== "object") return [result];
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
  if (isTensor(args[0])) return callMethod(args[0], file.op, ...args.slice(1));
  throw new MismatchError(`there is no function ${file.op}`);
}

/** Tolerances by dtype; what an operator needs beyond them stands in the table of exceptions. */
export function allowanceFor(dtype: string, extra: Tolerance | undefined): Required<Tolerance> {
  if (dtype === "float64") return { rtol: 1e-10, atol: 1e-12, ...extra?.float64, why: "" };
  if (dtype === "float32") return { rtol: 1e-5, atol: 1e-6, ...extra, why: "" } as Required<Tolerance>;
  return { rtol: 0, atol: 0, why: "" } as Required<Tolerance>;
}
