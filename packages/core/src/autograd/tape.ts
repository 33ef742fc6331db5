/**
 * The tape: which tensors a tensor was made from, and how a gradient flows back. Operators call
 * `record`; `backward` walks what it left. Whether anything is recorded is a mode, as in PyTorch.
 */
import { isFloat } from "../dtype.ts";
import type { Node } from "../graph/node.ts";
import type { Tensor } from "../tensor.ts";

/** Gradients of the outputs in, gradients of the inputs out (null: no gradient). */
export type BackwardFn = (grads: readonly Tensor[]) => readonly (Tensor | null | undefined)[];

export interface GradFn {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  /** Null once a backward pass has used it up. */
  backward: BackwardFn | null;
  /** For each output, what a missing gradient is the zero of. */
  readonly outputs: readonly { readonly shape: readonly number[]; readonly node: Node }[];
}

let enabled = true;

/** Whether operators record gradients here. @example noGrad(() => isGradEnabled()) // false */
export const isGradEnabled = (): boolean => enabled;

export function withGrad<T>(on: boolean, fn: () => T): T {
  const before = enabled;
  enabled = on;
  let result: T;
  try {
    result = fn();
  } catch (error) {
    enabled = before;
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(() => {
      enabled = before;
    }) as T;
  }
  enabled = before;
  return result;
}

/**
 * Runs `fn` without recording gradients and returns its result.
 *
 * @example noGrad(() => tensor([1], { requiresGrad: true }).mul(2)).requiresGrad // false
 */
export const noGrad = <T>(fn: () => T): T => withGrad(false, fn);

/**
 * Runs `fn` with recording switched on, inside a `noGrad` too.
 *
 * @example noGrad(() => enableGrad(() => tensor([1], { requiresGrad: true }).mul(2))).requiresGrad // true
 */
export const enableGrad = <T>(fn: () => T): T => withGrad(true, fn);

type TensorClass = new (node: Node) => Tensor;
let tensorClass: TensorClass;

/** Called once by tensor.ts, which sits above the operators. */
export function registerTensor(made: TensorClass): void {
  tensorClass = made;
}

/** A tensor of a node, with no history. */
export const wrap = (node: Node): Tensor => new tensorClass(node);

/** A tensor of a node made from `inputs`; `backward` gives the inputs' gradients from the output's. */
export function record(
  name: string,
  node: Node,
  inputs: readonly Tensor[],
  backward: (grad: Tensor) => readonly (Tensor | null | undefined)[],
): Tensor {
  const out = new tensorClass(node);
  if (enabled && isFloat(node.dtype)) {
    for (let i = 0; i < inputs.length; i++) {
      if ((inputs[i] as Tensor).requiresGrad) {
        out.attach(
          {
            name,
            inputs,
            backward: (gs) => backward(gs[0] as Tensor),
            outputs: [{ shape: node.shape, node }],
          },
          0,
        );
        break;
      }
    }
  }
  return out;
}

/** Several tensors made by one operator; `backward` gets a gradient (or a zero) for each. */
export function recordMany(
  name: string,
  nodes: readonly Node[],
  inputs: readonly Tensor[],
  backward: BackwardFn,
): Tensor[] {
  const outs = nodes.map((node) => new tensorClass(node));
  if (enabled && inputs.some((t) => t.requiresGrad)) {
    const fn: GradFn = {
      name,
      inputs,
      backward,
      outputs: nodes.map((node) => ({ shape: node.shape, node })),
    };
    outs.forEach((out, i) => {
      if (isFloat(out.dtype)) out.attach(fn, i);
    });
  }
  return outs;
}
