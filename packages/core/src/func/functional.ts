/** `torch.autograd.functional`: the derivatives of `func` at a point, in one call. */
import { needFunction } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { needTensors } from "../ops/cast.ts";
import { onesLike } from "../ops/create.ts";
import * as func from "./derivatives.ts";

/** A tensor, or a list of the arguments of a function of several. */
export type Inputs = Tensor | readonly Tensor[];

type Fn = (...inputs: Tensor[]) => unknown;

const listOf = (where: string, fn: Fn, inputs: Inputs): Tensor[] => {
  needFunction(where, "fn", fn);
  const list = (Array.isArray(inputs) ? inputs : [inputs]) as Tensor[];
  needTensors(where, "inputs", list);
  return list;
};

const argnums = (inputs: Inputs): number | number[] =>
  Array.isArray(inputs) ? inputs.map((_, i) => i) : 0;

const like = (inputs: Inputs, list: readonly Tensor[]): Tensor | Tensor[] =>
  Array.isArray(inputs) ? list.slice() : (list[0] as Tensor);

/**
 * The Jacobian of `fn` at `inputs`.
 *
 * @shape inputs: [in] -> [out, in]; of several inputs a list with one for each
 * @example autograd.functional.jacobian((x) => x.square(), tensor([1, 2])) // [[2, 0], [0, 4]]
 */
export function jacobian(fn: Fn, inputs: Tensor): Tensor;
export function jacobian(fn: Fn, inputs: Inputs): unknown;
export function jacobian(fn: Fn, inputs: Inputs): unknown {
  const list = listOf("autograd.functional.jacobian", fn, inputs);
  return func.jacrev(fn, { argnums: argnums(inputs) } as object)(...list);
}

/**
 * The second derivatives of `fn`, whose value is one number, at `inputs`.
 *
 * @shape inputs: [n] -> [n, n]; of several inputs a list of lists of blocks
 * @example autograd.functional.hessian((x) => x.pow(3).sum(), tensor([1, 2])) // [[6, 0], [0, 12]]
 */
export function hessian(fn: Fn, inputs: Tensor): Tensor;
export function hessian(fn: Fn, inputs: Inputs): unknown;
export function hessian(fn: Fn, inputs: Inputs): unknown {
  const list = listOf("autograd.functional.hessian", fn, inputs);
  return func.hessian(fn, { argnums: argnums(inputs) } as object)(...list);
}

/**
 * The value of `fn` and `vᵀ·J`; without `v` for a value of one element.
 *
 * @shape inputs: [in], v: [out] -> [value, [in]]
 * @example autograd.functional.vjp((x) => x.square(), tensor([1, 2]), tensor([1, 10]))[1] // [2, 40]
 */
export function vjp(fn: Fn, inputs: Tensor, v?: Inputs | null): [unknown, Tensor];
export function vjp(fn: Fn, inputs: Inputs, v?: Inputs | null): [unknown, Tensor | Tensor[]];
export function vjp(fn: Fn, inputs: Inputs, v?: Inputs | null): [unknown, Tensor | Tensor[]] {
  const list = listOf("autograd.functional.vjp", fn, inputs);
  const [value, pull] = func.vjp(fn, ...list);
  return [value, like(inputs, pull(v ?? onesLike(value as Tensor)))];
}

/**
 * The value of `fn` and `J·v`; without `v` for an input of one element.
 *
 * @shape inputs, v: [in] -> [value, [out]]
 * @example autograd.functional.jvp((x) => x.square(), tensor([1, 2]), tensor([1, 10]))[1] // [2, 40]
 */
export function jvp(fn: Fn, inputs: Inputs, v?: Inputs | null): [unknown, unknown] {
  const list = listOf("autograd.functional.jvp", fn, inputs);
  return func.jvp(
    fn,
    list,
    ([v].flat()[0] ? [v].flat() : list.map((x) => onesLike(x))) as Tensor[],
  );
}

/** `∇fn` and its value at `inputs`. */
function slopes(fn: Fn, list: readonly Tensor[]): (...inputs: Tensor[]) => Tensor[] {
  const all = list.map((_, i) => i);
  return func.grad(fn as (...inputs: Tensor[]) => Tensor, { argnums: all }) as never;
}

/**
 * The value of `fn`, which is one number, and `H·v` with its second derivatives.
 *
 * @shape inputs, v: [n] -> [value, [n]]
 * @example autograd.functional.hvp((x) => x.pow(3).sum(), tensor([1, 2]), tensor([1, 10]))[1] // [6, 120]
 */
export function hvp(fn: Fn, inputs: Inputs, v: Inputs): [unknown, Tensor | Tensor[]] {
  const list = listOf("autograd.functional.hvp", fn, inputs);
  const [, product] = func.jvp(slopes(fn, list), list, [v].flat() as Tensor[]);
  return [fn(...list), like(inputs, product)];
}

/**
 * The value of `fn`, which is one number, and `vᵀ·H` with its second derivatives.
 *
 * @shape inputs, v: [n] -> [value, [n]]
 * @example autograd.functional.vhp((x) => x.pow(3).sum(), tensor([1, 2]), tensor([1, 10]))[1] // [6, 120]
 */
export function vhp(fn: Fn, inputs: Inputs, v: Inputs): [unknown, Tensor | Tensor[]] {
  const list = listOf("autograd.functional.vhp", fn, inputs);
  const [, pull] = func.vjp(slopes(fn, list), ...list);
  return [fn(...list), like(inputs, pull([v].flat() as Tensor[]))];
}
