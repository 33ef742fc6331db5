/** Limiting gradients before a step. */
import {
  keepAlive,
  needList,
  needNumber,
  needTensors,
  noGrad,
  Tensor,
  tensor,
  within,
} from "@gradus/core";

/** The parameters as a list, one tensor alone too. */
function parametersOf(where: string, given: Iterable<Tensor>): Tensor[] {
  if (given instanceof Tensor) return [given];
  needList(where, "parameters", given);
  const list = [...given];
  needTensors(where, "parameters", list);
  return list;
}

/**
 * Scales all gradients so that their joint norm is at most `maxNorm`; returns the norm before.
 *
 * @param maxNorm greatest norm allowed
 * @param normType p of the norm; Infinity for the greatest absolute value
 * @remarks Same factor as PyTorch: `min(1, maxNorm/(norm + 1e-6))`
 * @example
 * const w = tensor([3, 4], { requiresGrad: true });
 * w.square().sum().div(2).backward();
 * const before = clipGradNorm([w], 1);
 * [before, w.grad] // [5, [0.6, 0.8]]
 */
export function clipGradNorm(parameters: Iterable<Tensor>, maxNorm: number, normType = 2): Tensor {
  const list = parametersOf("clipGradNorm", parameters);
  needNumber("clipGradNorm", "maxNorm", maxNorm);
  const clip = () => {
    const withGrad = list.filter((p) => p.grad);
    const norms = withGrad.map((p) => (p.grad as Tensor).norm(normType));
    if (norms.length === 0) return tensor(0);
    let total: Tensor;
    if (normType === Number.POSITIVE_INFINITY) total = norms.reduce((a, b) => a.maximum(b));
    else
      total = norms
        .map((n) => n.pow(normType))
        .reduce((a, b) => a.add(b))
        .pow(1 / normType);
    const factor = total.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
    for (const p of withGrad) p.grad = (p.grad as Tensor).mul(factor);
    return total;
  };
  const total = within("library", () => noGrad(clip));
  keepAlive(total);
  return total;
}

/**
 * Limits every element of every gradient to [−clipValue, clipValue].
 *
 * @example
 * const w = tensor([3, -4], { requiresGrad: true });
 * w.square().sum().backward();
 * clipGradValue([w], 1);
 * w.grad // [1, -1]
 */
export function clipGradValue(parameters: Iterable<Tensor>, clipValue: number): void {
  const list = parametersOf("clipGradValue", parameters);
  needNumber("clipGradValue", "clipValue", clipValue);
  const clip = () => {
    for (const p of list) if (p.grad) p.grad = p.grad.clamp(-clipValue, clipValue);
  };
  within("library", () => noGrad(clip));
}
