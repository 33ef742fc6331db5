/**
 * Hooks on the backward pass of a whole module. Its inputs and its outputs each pass an identity on the tape: the one at
 * the outputs sees the gradients that come in, the one at the inputs those that go out.
 */
import { autograd, keepAlive, Tensor, within } from "@gradus/core";
import { layerOptionError } from "./errors.ts";
import type { Module } from "./module.ts";

/** Gradients of a module's inputs or outputs in their order; null for what is no tensor or has none. */
export type Gradients = readonly (Tensor | null)[];

/** Sees the gradients of inputs and outputs; what it returns takes the place of those of the inputs. */
export type BackwardHook = (module: Module, gradInput: Gradients, gradOutput: Gradients) => unknown;

/** Sees the gradients of the outputs before the backward pass of the module; what it returns takes their place. */
export type BackwardPreHook = (module: Module, gradOutput: Gradients) => unknown;

/** Hands tensors on; their gradients pass `see`, which may replace them. */
class Passage extends autograd.Function {
  static override forward(
    ctx: autograd.FunctionContext,
    see: (grads: Gradients) => Gradients,
    ...tensors: Tensor[]
  ): Tensor[] {
    ctx.see = see;
    ctx.markNonDifferentiable(...tensors.filter((t) => !t.requiresGrad));
    return tensors;
  }

  static override backward(ctx: autograd.FunctionContext, ...grads: Tensor[]): (Tensor | null)[] {
    return [null, ...(ctx.see as (grads: Gradients) => Gradients)(grads)];
  }
}

/** The values with their tensors passed through an identity that shows their gradients by place. */
function passed(values: readonly unknown[], see: (grads: Gradients) => Gradients): unknown[] {
  const places = values.flatMap((v, i) => (v instanceof Tensor ? [i] : []));
  const tensors = places.map((i) => values[i] as Tensor);
  const out = Passage.apply(
    (grads) => {
      const all = new Array<Tensor | null>(values.length).fill(null);
      places.forEach((place, k) => {
        if (tensors[k]?.requiresGrad) all[place] = grads[k] as Tensor;
      });
      const seen = see(all);
      return places.map((place) => seen[place] ?? null);
    },
    ...tensors,
  );
  const result = values.slice();
  places.forEach((place, k) => {
    result[place] = out[k];
  });
  return result;
}

/** Runs a hook as the program's own code; gives the gradients that hold after it. */
function after(
  module: Module,
  kind: string,
  grads: Gradients,
  run: (grads: Gradients) => unknown,
): Gradients {
  for (const g of grads) if (g) keepAlive(g);
  const given = within("program", () => run(grads));
  if (given === undefined || given === null) return grads;
  const list = given instanceof Tensor ? [given] : given;
  const fits =
    Array.isArray(list) &&
    list.length === grads.length &&
    list.every((g) => g === null || g instanceof Tensor);
  if (!fits)
    throw layerOptionError(
      `${module.constructor.name}.${kind}`,
      "what the hook gives",
      given,
      `${grads.length} gradients or nothing`,
    );
  return list;
}

/** One call of a module with hooks: inputs and output as the tape is to see them. */
export function throughHooks(
  module: Module,
  inputs: readonly unknown[],
  hooks: readonly BackwardHook[],
  preHooks: readonly BackwardPreHook[],
  call: (inputs: unknown[]) => unknown,
): unknown {
  let gradOutput: Gradients | null = null;
  const finish = (start: Gradients): Gradients => {
    const given = gradOutput;
    // Gradients of gradients reach the inputs on other ways than from the outputs: those are not the module's.
    if (!given) return start;
    gradOutput = null;
    return hooks.reduce(
      (grads, hook) =>
        after(module, "registerFullBackwardHook", grads, (g) => hook(module, g, given)),
      start,
    );
  };
  const wanted = inputs.some((x) => x instanceof Tensor && x.requiresGrad);
  const output = call(wanted && hooks.length > 0 ? passed(inputs, finish) : inputs.slice());
  const many = Array.isArray(output);
  const outputs: unknown[] = many ? output : [output];
  const out = passed(outputs, (grads) => {
    const given = preHooks.reduce(
      (g, hook) => after(module, "registerFullBackwardPreHook", g, (x) => hook(module, x)),
      grads,
    );
    gradOutput = given;
    // Without a gradient of the inputs to wait for, the module is done.
    if (!wanted) finish(inputs.map(() => null));
    return given;
  });
  return many ? out : out[0];
}
