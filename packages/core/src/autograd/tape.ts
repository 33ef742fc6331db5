/**
 * The tape: which tensors a tensor was made from, and how a gradient flows back. Operators call
 * `record`; `backward` walks what it left. Whether anything is recorded is a mode, as in PyTorch.
 */
import { isFloat } from "../dtype.ts";
import type { Node } from "../graph/node.ts";
import { engineContexts, GradMode } from "./grad-mode.ts";
import { type BackwardFn, type GradFn, type Saved, saved, Tensor } from "./tensor.ts";

const changed = (s: Saved): boolean =>
  s.tensor.node !== s.node ||
  s.tensor.gradFn !== s.gradFn ||
  s.tensor.requiresGrad !== s.requiresGrad;

/**
 * Runs an operator's gradient while the tensors it was made from, and those it made, are what they were then. The
 * gradient may so use them freely, and operators need not care that tensors can be changed in place.
 */
export function asRecorded<T>(fn: GradFn, run: () => T): T {
  const then = fn.inputs.filter(changed);
  fn.outputs.forEach(({ tensor, node }, outputIndex) => {
    const flows = isFloat(node.dtype);
    if (tensor.node !== node)
      then.push({ tensor, node, gradFn: flows ? fn : null, outputIndex, requiresGrad: flows });
  });
  if (then.length === 0) return run();
  const undo = then.map((s) => s.tensor.become(s));
  try {
    return run();
  } finally {
    for (const back of undo.reverse()) back();
  }
}

/** The mode of this program. */
export const mode: GradMode = new GradMode(engineContexts());

/** Whether operators record gradients here. @example noGrad(() => isGradEnabled()) // false */
export const isGradEnabled = (): boolean => mode.enabled;

/** Runs a function that ends at once with recording on or off. */
export const withGrad = <T>(on: boolean, fn: () => T): T => mode.during(on, fn);

/** For functions of the engine's own, which end at once; what programs call is in no-grad.ts. */
export const noGrad = <T>(fn: () => T): T => mode.during(false, fn);
export const enableGrad = <T>(fn: () => T): T => mode.during(true, fn);

/** A tensor of a node, with no history. */
export const wrap = (node: Node): Tensor => new Tensor(node);

/**
 * A tensor of a node made from `inputs`; `backward` gives the inputs' gradients from the output's.
 *
 * @param inputs whatever `backward` looks at, so that it finds it as it was; those without a gradient may come last
 */
export function record(
  name: string,
  node: Node,
  inputs: readonly Tensor[],
  backward: (grad: Tensor) => readonly (Tensor | null | undefined)[],
): Tensor {
  const out = new Tensor(node);
  if (mode.enabled && isFloat(node.dtype)) {
    for (let i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad) {
        node.taped = true;
        out.attach(
          {
            name,
            inputs: inputs.map(saved),
            backward: (gs) => backward(gs[0]),
            outputs: [{ tensor: out, node }],
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
  const outs = nodes.map((node) => new Tensor(node));
  if (mode.enabled && inputs.some((t) => t.requiresGrad)) {
    const fn: GradFn = {
      name,
      inputs: inputs.map(saved),
      backward,
      outputs: outs.map((tensor) => ({ tensor, node: tensor.node })),
    };
    outs.forEach((out, i) => {
      if (!isFloat(out.dtype)) return;
      out.node.taped = true;
      out.attach(fn, i);
    });
  }
  return outs;
}
