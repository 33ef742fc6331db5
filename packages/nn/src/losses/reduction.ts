/** What a loss makes of its elements: "mean" (default), "sum" or "none", as in PyTorch. */
import { isFloat, needTensor, type Tensor, warn } from "@gradus/core";
import { argumentShapeError, layerOptionError } from "../errors.ts";

export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  readonly reduction?: Reduction;
}

/** Refuses a reduction there is not. */
export function needReduction(loss: string, reduction: string, more: readonly string[] = []): void {
  const known = ["mean", "sum", "none", ...more];
  if (!known.includes(reduction))
    throw layerOptionError(
      loss,
      "reduction",
      `"${reduction}"`,
      known.map((r) => `"${r}"`).join(", "),
    );
}

/** Refuses a target, weight or lengths of another shape than the input asks for. */
export function needShape(
  loss: string,
  argument: string,
  x: Tensor | undefined,
  expected: readonly number[],
): void {
  if (x === undefined || x === null) return;
  needTensor(loss, `the ${argument}`, x);
  if (x.shape.join() !== expected.join())
    throw argumentShapeError(loss, argument, expected, x.shape);
}

/** Warns where two shapes differ and broadcast: a column against a row is compared each with each. */
export function warnOfBroadcast(loss: string, input: Tensor, target: Tensor): void {
  if (input.shape.length === target.shape.length && input.shape.join() === target.shape.join())
    return;
  warn(
    "nn/loss-broadcast",
    `${loss}: the input has shape [${input.shape.join(", ")}] and the target [${target.shape.join(", ")}]; they are broadcast, which is seldom meant.`,
    "bring both to one shape, with squeeze(-1) or unsqueeze(-1).",
  );
}

export function reduced(loss: string, x: Tensor, reduction: Reduction = "mean"): Tensor {
  needReduction(loss, reduction);
  if (reduction === "none") return x;
  // The mean of integers is a float, as PyTorch's.
  return reduction === "sum" ? x.sum() : (isFloat(x.dtype) ? x : x.float()).mean();
}
