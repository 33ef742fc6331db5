/**
 * Reverse-mode differentiation: from outputs with gradients, back along the tape to the leaves. The
 * gradients are ordinary lazy tensors; with `createGraph` they are recorded, so that gradients of
 * gradients work.
 */

import { gradErrors } from "../errors.ts";
import { constant, isMovement, type Node } from "../graph/node.ts";

import { castTo, needTensors } from "../ops/cast.ts";
import { add } from "../ops/elementwise.ts";
import { expandTo } from "../ops/movement.ts";
import { needOptions } from "../ops/options.ts";
import { hold, keepAlive, within } from "../runtime/held.ts";
import { sameShape } from "../shape.ts";
import { asRecorded, withGrad, wrap } from "./tape.ts";
import { type GradFn, type Saved, saved, type Tensor } from "./tensor.ts";

export interface BackwardOptions {
  /** Keep what the backward pass needs, so that it can run again; default: `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the gradients themselves, for higher orders; default false. */
  readonly createGraph?: boolean;
}

const filled = (
  value: number,
  like: { shape: readonly number[]; dtype: Tensor["dtype"] },
): Tensor => expandTo(wrap(constant(value, like.dtype)), like.shape);

/** Every GradFn reachable from the roots, outputs before inputs. */
function order(roots: readonly Tensor[]): GradFn[] {
  const done: GradFn[] = [];
  const state = new Map<GradFn, number>();
  const stack: GradFn[] = [];
  for (const root of roots) {
    if (root.gradFn && !state.has(root.gradFn)) {
      stack.push(root.gradFn);
      state.set(root.gradFn, 0);
    }
    while (stack.length > 0) {
      const fn = stack[stack.length - 1];
      let next = state.get(fn) as number;
      let child: GradFn | null = null;
      while (next < fn.inputs.length && !child) {
        const candidate = fn.inputs[next++].gradFn;
        if (candidate && !state.has(candidate)) child = candidate;
      }
      state.set(fn, next);
      if (child) {
        stack.push(child);
        state.set(child, 0);
      } else {
        done.push(fn);
        stack.pop();
      }
    }
  }
  return done.reverse();
}

/** The gradient after the tensor's hooks, which are the program's code. */
function hooked(t: Tensor, given: Tensor): Tensor {
  if (t.hooks.length === 0) return given;
  keepAlive(given);
  return within("program", () => t.hooks.reduce((g, hook) => hook(g) ?? g, given));
}

/** What a node is a view of. */
function viewed(node: Node): Node {
  let x = node;
  while (!x.buffer && isMovement(x.op)) x = x.inputs[0];
  return x;
}

/**
 * Refuses gradients made with a parameter that a step has updated since the forward pass. Only what an operator's
 * gradient itself looks at counts: values that it saved have stayed what they were.
 *
 * @throws GradError `grad/changed`
 */
function refuseReplaced(
  fn: GradFn,
  given: readonly Tensor[],
  made: readonly (Tensor | null | undefined)[],
): void {
  const gone = new Set<Node>();
  for (const { node } of fn.inputs) if (viewed(node).replaced) gone.add(viewed(node));
  if (gone.size === 0) return;
  const seen = new Set<Node>(given.map((g) => g.node));
  for (const { node } of [...fn.inputs, ...fn.outputs]) if (!gone.has(viewed(node))) seen.add(node);
  const stack = made.flatMap((g, i) => (g && fn.inputs[i]?.requiresGrad ? [g.node] : []));
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    if (gone.has(node)) throw gradErrors.changed(fn.name, node.shape);
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.inputs);
  }
}

/** Runs the tape backwards and hands each wanted tensor its gradient. */
function run(
  outputs: readonly Tensor[],
  seeds: readonly Tensor[],
  options: BackwardOptions,
  arrive: (target: Tensor, grad: Tensor) => void,
  wants: (target: Tensor) => boolean,
): void {
  const createGraph = options.createGraph ?? false;
  const retain = options.retainGraph ?? createGraph;
  const sequence = order(outputs);
  // Gradients collected so far, an array a GradFn (one slot an output), and for leaves one each.
  const pending = new Map<GradFn, (Tensor | null)[]>();
  const leaves = new Map<Tensor, Tensor>();
  const inner = new Map<GradFn, Tensor[]>();
  const remember = ({ tensor: t, gradFn }: Saved) => {
    // Hooks and wishes are about what a tensor is now, not about what it was before a change in place.
    if (!gradFn || gradFn !== t.gradFn) return;
    if (t.hooks.length > 0 || t.retainsGrad || wants(t)) {
      const list = inner.get(gradFn) ?? [];
      if (!list.includes(t)) list.push(t);
      inner.set(gradFn, list);
    }
  };
  const give = (to: Saved, g: Tensor) => {
    const { tensor, gradFn, outputIndex } = to;
    if (gradFn) {
      remember(to);
      let slots = pending.get(gradFn);
      if (!slots) {
        slots = new Array<Tensor | null>(gradFn.outputs.length).fill(null);
        pending.set(gradFn, slots);
      }
      const seen = slots[outputIndex];
      slots[outputIndex] = seen ? add(seen, g) : g;
    } else {
      const seen = leaves.get(tensor);
      leaves.set(tensor, seen ? add(seen, g) : g);
    }
  };
  withGrad(createGraph, () => {
    outputs.forEach((t, i) => {
      give(saved(t), seeds[i]);
    });
    for (const fn of sequence) {
      const slots = pending.get(fn);
      if (!slots) continue;
      pending.delete(fn);
      for (const t of inner.get(fn) ?? []) {
        let g = slots[t.outputIndex];
        if (!g) continue;
        g = hooked(t, g);
        slots[t.outputIndex] = g;
        arrive(t, g);
      }
      const { backward } = fn;
      if (!backward) throw gradErrors.freedGraph(fn.name);
      const grads = slots.map((g, i) => g ?? filled(0, (fn.outputs[i] as { node: Node }).node));
      const back = asRecorded(fn, () => backward(grads));
      refuseReplaced(fn, grads, back);
      fn.inputs.forEach((input, i) => {
        const g = back[i];
        if (!g || !input.requiresGrad) return;
        give(input, g.dtype === input.node.dtype ? g : castTo(g, input.node.dtype));
      });
      if (!retain) fn.backward = null;
    }
    for (const [t, first] of leaves) {
      arrive(t, hooked(t, first));
    }
  });
}

function seedFor(output: Tensor, given: Tensor | null | undefined): Tensor {
  if (!output.requiresGrad) throw gradErrors.noGradPath(output.shape);
  if (given) {
    if (!sameShape(given.shape, output.shape))
      throw gradErrors.seedShape(given.shape, output.shape);
    return given;
  }
  if (output.numel() !== 1) throw gradErrors.notScalarBackward(output.shape);
  return filled(1, output);
}

/** What a pass gives to a tensor: held like the tensors of a model, as it is the library that makes it. */
const heldGrad = (g: Tensor): Tensor => {
  within("model", () => hold(g));
  return g;
};

/**
 * Adds the gradient of this one-element tensor (or of `Σ this·gradient`) to every leaf's `grad`.
 *
 * @throws GradError `grad/not-scalar`, `grad/no-path`, `grad/freed`
 * @example tensor(3, { requiresGrad: true }).square().backward()
 */
export function backward(
  output: Tensor,
  gradient?: Tensor | null,
  options: BackwardOptions = {},
): void {
  keepAlive(output);
  const given: Tensor[] = [];
  within("library", () =>
    run(
      [output],
      [seedFor(output, gradient)],
      options,
      (t, g) => {
        if (t.gradFn && !t.retainsGrad) return;
        t.grad = t.grad ? add(t.grad, g) : g;
        given.push(t.grad as Tensor);
      },
      () => false,
    ),
  );
  given.forEach(heldGrad);
}

export interface GradOptions extends BackwardOptions {
  /** The gradients of the outputs; default 1 for an output of one element. */
  readonly gradOutputs?: readonly (Tensor | null)[];
  /** Give null instead of an error for an input the outputs do not depend on; default false. */
  readonly allowUnused?: boolean;
}

/**
 * The gradients of the sum of `outputs` with respect to `inputs`, leaving every `.grad` alone.
 *
 * @param outputs one tensor or several; each has one element, or `gradOutputs` says its gradient
 * @throws GradError `grad/unused-input` where an input has no part in the outputs
 * @example grad(tensor(3, { requiresGrad: true }).square(), []) // []
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions & { readonly allowUnused?: false },
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions,
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  needOptions("grad", options, ["gradOutputs", "allowUnused", "retainGraph", "createGraph"]);
  const outs = Array.isArray(outputs) ? (outputs as readonly Tensor[]) : [outputs as Tensor];
  const ins = Array.isArray(inputs) ? (inputs as readonly Tensor[]) : [inputs as Tensor];
  needTensors("grad", "outputs", outs);
  needTensors("grad", "inputs", ins);
  const found = new Map<Tensor, Tensor>();
  for (const [i, t] of ins.entries()) if (!t.requiresGrad) throw gradErrors.inputNeedsGrad(i);
  within("library", () =>
    run(
      outs,
      outs.map((t, i) => seedFor(t, options.gradOutputs?.[i])),
      options,
      (t, g) => {
        found.set(t, g);
      },
      (t) => ins.includes(t),
    ),
  );
  for (const g of found.values()) heldGrad(g);
  return ins.map((t, i) => {
    const g = found.get(t) ?? null;
    if (!g && !options.allowUnused) throw gradErrors.unusedInput(i, t.shape);
    return g;
  });
}
