/**
 * Derivatives of functions as functions, as in `torch.func`. Products with the Jacobian from the left (`vjp`) are
 * backward passes; those from the right (`jvp`) are backward passes through a backward pass, which is linear in the
 * gradient it starts from.
 */
import { needFunction, needWholes } from "../arguments.ts";
import { grad as gradientsOf } from "../autograd/backward.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { funcErrors } from "../errors.ts";
import { isTensor } from "../ops/cast.ts";
import { eye, zerosLike } from "../ops/create.ts";
import { reshapeTo } from "../ops/movement.ts";
import { needOptions } from "../ops/options.ts";
import { select, stack } from "../ops/shape-ops.ts";
import { sameShape } from "../shape.ts";
import { outputsOf, Tracked, tracing, valueAndAux } from "./tracked.ts";
import { leavesOf, needLeaves, withLeaves } from "./tree.ts";

type Fn<A extends readonly unknown[], R> = (...args: A) => R;
type Args = readonly unknown[];

export interface GradFunctionOptions {
  /** Which arguments the derivative is with respect to; default 0, the first. */
  readonly argnums?: number | readonly number[];
  /** The function gives a pair, of which the second is handed on; default false. */
  readonly hasAux?: boolean;
}

const optionNames = ["argnums", "hasAux"];

/** The arguments with respect to which is derived, and where they stand. */
function chosen(where: string, args: Args, argnums: number | readonly number[]): number[] {
  const list = [argnums].flat() as number[];
  needWholes(where, "argnums", list);
  return list.map((n) => {
    const place = n < 0 ? n + args.length : n;
    if (place < 0 || place >= args.length) throw funcErrors.argnums(where, n, args.length);
    return place;
  });
}

/** Runs `fn` with stand-ins at the places chosen. */
function traced(
  where: string,
  fn: Fn<Args, unknown>,
  args: Args,
  argnums: number | readonly number[],
): { tracked: Tracked; inputs: unknown; leaves: Tensor[]; result: unknown } {
  const tracked = new Tracked(where);
  const places = chosen(where, args, argnums);
  const given = args.slice();
  const inputs = places.map((place) => {
    needLeaves(where, `argument ${place}`, args[place]);
    given[place] = tracked.inputs(args[place]);
    return given[place];
  });
  const result = fn(...given);
  return {
    tracked,
    inputs: typeof argnums === "number" ? inputs[0] : inputs,
    leaves: leavesOf(inputs),
    result,
  };
}

/** Gradients with zeros for what has no part in the outputs. */
function pulled(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradOutputs: readonly Tensor[] | null,
): Tensor[] {
  const found = outputs.flatMap((y, i) => (y.requiresGrad ? [i] : []));
  const part = <T>(list: readonly T[]): T[] => found.map((i) => list[i] as T);
  if (found.length === 0) return inputs.map((x) => zerosLike(x.detach()));
  const grads = gradientsOf(part(outputs), inputs, {
    createGraph: true,
    allowUnused: true,
    ...(gradOutputs && { gradOutputs: part(gradOutputs) }),
  });
  return grads.map((g, i) => g ?? zerosLike((inputs[i] as Tensor).detach()));
}

function gradients(
  where: string,
  fn: Fn<Args, unknown>,
  args: Args,
  options: GradFunctionOptions,
): { grads: unknown; value: Tensor; aux: unknown } {
  return tracing(() => {
    const { argnums = 0, hasAux = false } = options;
    const { tracked, inputs, leaves, result } = traced(where, fn, args, argnums);
    const [value, aux] = valueAndAux(where, result, hasAux);
    if (!isTensor(value)) throw funcErrors.output(where, value);
    if (value.numel() !== 1 || value.ndim !== 0) throw funcErrors.scalar(where, value.shape);
    const grads = withLeaves(inputs, pulled([value], leaves, null));
    return tracked.results({ grads, value, aux }) as {
      grads: unknown;
      value: Tensor;
      aux: unknown;
    };
  });
}

/**
 * The function that gives the gradient of `fn`, whose value is one number: `x ↦ ∇fn(x)`.
 *
 * @param fn takes tensors, lists or objects of them, and gives a tensor without axes
 * @param options.argnums with respect to which argument, or a list; default 0
 * @param options.hasAux `fn` gives a pair, whose second part is handed on; default false
 * @shape x: [...] -> the shape of each tensor of the argument
 * @throws UsageError `func/scalar` for a value with axes, `func/argnums` for an argument that there is not
 * @example func.grad((x) => x.pow(3).sum())(tensor([1, 2])) // [3, 12]
 * @source PyTorch, torch.func.grad
 */
export function grad<A, R extends readonly unknown[]>(
  fn: (first: A, ...rest: R) => Tensor,
): (first: A, ...rest: R) => A;
export function grad<A extends readonly unknown[], N extends number>(
  fn: Fn<A, Tensor>,
  options: { readonly argnums: N; readonly hasAux?: false },
): Fn<A, A[N]>;
export function grad<A extends readonly unknown[], N extends number>(
  fn: Fn<A, Tensor>,
  options: { readonly argnums: readonly N[]; readonly hasAux?: false },
): Fn<A, A[N][]>;
export function grad<A extends readonly unknown[], X>(
  fn: Fn<A, readonly [Tensor, X]>,
  options: { readonly argnums?: number; readonly hasAux: true },
): Fn<A, [A[0], X]>;
export function grad(fn: Fn<never, unknown>, options: GradFunctionOptions = {}): Fn<Args, unknown> {
  needFunction("func.grad", "fn", fn);
  needOptions("func.grad", options, optionNames);
  return (...args) => {
    const { grads, aux } = gradients("func.grad", fn as Fn<Args, unknown>, args, options);
    return options.hasAux ? [grads, aux] : grads;
  };
}

/**
 * The function that gives the gradient of `fn` and its value: `x ↦ [∇fn(x), fn(x)]`.
 *
 * @param options as of `func.grad`; with `hasAux` the value is the pair
 * @shape x: [...] -> [gradients, value []]
 * @throws UsageError `func/scalar`, `func/argnums`
 * @example func.gradAndValue((x) => x.pow(3).sum())(tensor([1, 2])) // [[3, 12], 9]
 */
export function gradAndValue<A, R extends readonly unknown[]>(
  fn: (first: A, ...rest: R) => Tensor,
): (first: A, ...rest: R) => [A, Tensor];
export function gradAndValue<A extends readonly unknown[], N extends number>(
  fn: Fn<A, Tensor>,
  options: { readonly argnums: N; readonly hasAux?: false },
): Fn<A, [A[N], Tensor]>;
export function gradAndValue<A extends readonly unknown[], N extends number>(
  fn: Fn<A, Tensor>,
  options: { readonly argnums: readonly N[]; readonly hasAux?: false },
): Fn<A, [A[N][], Tensor]>;
export function gradAndValue<A extends readonly unknown[], X>(
  fn: Fn<A, readonly [Tensor, X]>,
  options: { readonly argnums?: number; readonly hasAux: true },
): Fn<A, [A[0], [Tensor, X]]>;
export function gradAndValue(
  fn: Fn<never, unknown>,
  options: GradFunctionOptions = {},
): Fn<Args, unknown> {
  needFunction("func.gradAndValue", "fn", fn);
  needOptions("func.gradAndValue", options, optionNames);
  return (...args) => {
    const made = gradients("func.gradAndValue", fn as Fn<Args, unknown>, args, options);
    return [made.grads, options.hasAux ? [made.value, made.aux] : made.value];
  };
}

/** The tensors of a structure that stands for others, of the same shapes. */
function matching(where: string, what: string, tree: unknown, like: readonly Tensor[]): Tensor[] {
  const leaves = leavesOf(tree);
  const fits =
    leaves.length === like.length &&
    leaves.every((t, i) => sameShape(t.shape, (like[i] as Tensor).shape));
  if (!fits)
    throw funcErrors.matching(
      where,
      what,
      leaves.map((t) => t.shape),
      like.map((t) => t.shape),
    );
  return leaves;
}

/**
 * The value of `fn` and the function that multiplies its Jacobian from the left: `v ↦ vᵀ·J`.
 *
 * @shape primals: [...] each -> [fn(...primals), v ↦ a list of gradients, one for each primal]
 * @throws UsageError `func/matching` where `v` is not of the shape of the value
 * @example func.vjp((x) => x.square(), tensor([1, 2]))[1](tensor([1, 10])) // [[2, 40]]
 * @source PyTorch, torch.func.vjp
 */
export function vjp<A extends readonly unknown[], R>(
  fn: Fn<A, R>,
  ...primals: A
): [value: R, vjpFn: (cotangents: R) => A] {
  needFunction("func.vjp", "fn", fn);
  return tracing(() => {
    const tracked = new Tracked("func.vjp");
    needLeaves("func.vjp", "the primals", primals);
    const inputs = tracked.inputs(primals);
    const leaves = leavesOf(inputs);
    const value = fn(...inputs);
    const outputs = outputsOf("func.vjp", value);
    const pull = (cotangents: R): A =>
      tracing(() => {
        const seeds = matching("func.vjp", "the cotangents", cotangents, outputs);
        return tracked.results(withLeaves(primals, pulled(outputs, leaves, seeds)));
      });
    return [tracked.results(value), pull] as [R, typeof pull];
  });
}

/** For a value of `fn`, the function that multiplies its Jacobian from the right. */
function pusher(
  outputs: readonly Tensor[],
  leaves: readonly Tensor[],
): (tangents: readonly Tensor[]) => Tensor[] {
  const seeds = outputs.map((y) => zerosLike(y.detach()).requiresGrad_());
  const back = pulled(outputs, leaves, seeds);
  return (tangents) => pulled(back, seeds, tangents);
}

/**
 * The value of `fn` and its Jacobian times a vector: `[fn(x), J·t]`.
 *
 * @param primals a list of the arguments
 * @param tangents a list of what they are multiplied with, of the same shapes
 * @shape primals, tangents: [...] each -> [value, tangent of the value]
 * @throws UsageError `func/matching` for tangents of other shapes
 * @remarks Computed by two backward passes, where PyTorch goes forward once; the numbers are the same.
 * @example func.jvp((x) => x.square(), [tensor([1, 2])], [tensor([1, 10])])[1] // [2, 40]
 * @source Townsend 2017, "A new trick for calculating Jacobian vector products"
 */
export function jvp<A extends readonly unknown[], R>(
  fn: Fn<A, R>,
  primals: A,
  tangents: A,
): [value: R, tangent: R] {
  needFunction("func.jvp", "fn", fn);
  return tracing(() => {
    const tracked = new Tracked("func.jvp");
    const given = needLeaves("func.jvp", "the primals", primals);
    if (!Array.isArray(primals as unknown))
      throw funcErrors.list("func.jvp", "the primals", primals);
    const along = matching("func.jvp", "the tangents", tangents, given);
    const inputs = tracked.inputs(primals);
    const value = fn(...inputs);
    const outputs = outputsOf("func.jvp", value);
    const pushed = pusher(outputs, leavesOf(inputs))(along);
    return tracked.results([value, withLeaves(value, pushed)]) as [R, R];
  });
}

/** The unit vectors of a tensor's space, each in its shape. */
function units(like: Tensor): Tensor[] {
  const n = like.numel();
  const all = eye(n, { dtype: like.dtype });
  return Array.from({ length: n }, (_, i) => reshapeTo(select(all, 0, i), like.shape));
}

type Jacobian = (outputs: readonly Tensor[], leaves: readonly Tensor[]) => Tensor[][];

function jacobian(
  where: string,
  fn: Fn<never, unknown>,
  options: GradFunctionOptions,
  compute: Jacobian,
): Fn<Args, unknown> {
  needFunction(where, "fn", fn);
  needOptions(where, options, optionNames);
  const { argnums = 0, hasAux = false } = options;
  return (...args) =>
    tracing(() => {
      const made = traced(where, fn as Fn<Args, unknown>, args, argnums);
      const [value, aux] = valueAndAux(where, made.result, hasAux);
      const outputs = outputsOf(where, value);
      const blocks = compute(outputs, made.leaves);
      const jacobians = withLeaves(
        value,
        blocks.map((row) => withLeaves(made.inputs, row)),
      );
      return made.tracked.results(hasAux ? [jacobians, aux] : jacobians);
    });
}

/** A derivative function of a tensor's function. */
export interface JacobianOf {
  <A extends readonly unknown[]>(fn: Fn<A, Tensor>): Fn<A, Tensor>;
  <A extends readonly unknown[]>(
    fn: Fn<A, Tensor>,
    options: { readonly argnums: number },
  ): Fn<A, Tensor>;
  <A extends readonly unknown[]>(fn: Fn<A, unknown>, options?: GradFunctionOptions): Fn<A, unknown>;
}

/**
 * The function that gives the Jacobian of `fn`, row by row: `Jᵢⱼ = ∂fnᵢ/∂xⱼ`. A backward pass for each element of the
 * value: for functions with fewer outputs than inputs.
 *
 * @param options as of `func.grad`
 * @shape x: [in], fn(x): [out] -> [out, in]; with more axes first all of the value's, then all of the argument's
 * @throws UsageError `func/argnums`, `func/output`
 * @example func.jacrev((x) => x.square())(tensor([1, 2])) // [[2, 0], [0, 4]]
 * @source PyTorch, torch.func.jacrev
 */
export const jacrev: JacobianOf = (fn: Fn<never, unknown>, options: GradFunctionOptions = {}) =>
  jacobian("func.jacrev", fn, options, (outputs, leaves) =>
    outputs.map((y) => {
      const rows = units(y).map((unit) => pulled([y], leaves, [unit]));
      return leaves.map((x, k) =>
        joined(
          rows.map((row) => row[k] as Tensor),
          y,
          x,
        ),
      );
    }),
  ) as never;

/** Slices for each element of `first` as one tensor of the axes of both. */
const joined = (slices: readonly Tensor[], first: Tensor, second: Tensor): Tensor =>
  slices.length === 0
    ? reshapeTo(zerosLike(first.detach()), [...first.shape, ...second.shape])
    : reshapeTo(stack(slices), [...first.shape, ...second.shape]);

/**
 * The function that gives the Jacobian of `fn`, column by column: a product with each unit vector of the argument, for
 * functions with fewer inputs than outputs.
 *
 * @param options as of `func.grad`
 * @shape x: [in], fn(x): [out] -> [out, in]; with more axes first all of the value's, then all of the argument's
 * @throws UsageError `func/argnums`, `func/output`
 * @example func.jacfwd((x) => x.square())(tensor([1, 2])) // [[2, 0], [0, 4]]
 * @source PyTorch, torch.func.jacfwd
 */
export const jacfwd: JacobianOf = (fn: Fn<never, unknown>, options: GradFunctionOptions = {}) =>
  jacobian("func.jacfwd", fn, options, (outputs, leaves) => {
    const push = pusher(outputs, leaves);
    const zeros = leaves.map((x) => zerosLike(x.detach()));
    const columns = leaves.map((x, k) =>
      units(x).map((unit) => push(zeros.map((zero, i) => (i === k ? unit : zero)))),
    );
    return outputs.map((y, i) =>
      leaves.map((x, k) => {
        const slices = (columns[k] as Tensor[][]).map((column) => column[i] as Tensor);
        const turned = joined(slices, x, y);
        const order = turned.shape.map((_, axis) => (axis + x.ndim) % turned.ndim);
        return turned.permute(order);
      }),
    );
  }) as never;

/**
 * The function that gives the matrix of second derivatives of `fn`, whose value is one number: `Hᵢⱼ = ∂²fn/∂xᵢ∂xⱼ`.
 *
 * @param options.argnums with respect to which argument, or a list (then a list of lists of blocks); default 0
 * @shape x: [n] -> [n, n]; with more axes first all of the argument's, then all again
 * @throws UsageError `func/argnums`, `func/output`
 * @example func.hessian((x) => x.pow(3).sum())(tensor([1, 2])) // [[6, 0], [0, 12]]
 * @source PyTorch, torch.func.hessian
 */
export const hessian: JacobianOf = (
  fn: Fn<never, unknown>,
  options: { readonly argnums?: number | readonly number[] } = {},
) => {
  needFunction("func.hessian", "fn", fn);
  needOptions("func.hessian", options, ["argnums"]);
  const first = jacrev(fn as Fn<Args, unknown>, options);
  return jacrev(first, options) as never;
};
