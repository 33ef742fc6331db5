/** Weight normalisation: length and direction of a weight as parameters of their own. */
import { noGrad, type Tensor } from "@gradus/core";
import { layerOptionError } from "../errors.ts";
import type { Module } from "../module.ts";
import { Parameter } from "../parameters.ts";
import { needParameter, recompute, replaceField, undo } from "./reparametrized.ts";

/** The norm over all axes but one, kept as axes of size 1; over all without one. */
function normExcept(v: Tensor, dim: number | null): Tensor {
  if (dim === null) return v.norm();
  const others = v.shape.map((_, i) => i).filter((i) => i !== dim);
  return others.length === 0 ? v.abs() : v.norm(2, others, { keepdim: true });
}

/**
 * Replaces a module's parameter by `w = g · v / ‖v‖`, with the length g and the direction v trained instead of it.
 *
 * @param name the parameter; default "weight"
 * @param dim the axis along which each place has a length of its own; null for one length; default 0
 * @state weight_g: the norms the weight has; weight_v: the weight as it was
 * @throws UsageError `nn/option` for what is no parameter or axis of it, `nn/reparametrized` where it was done before
 * @remarks The form of `torch.nn.utils.weight_norm`: names of the state as there, and the weight is computed before
 *   every call, so that outside of a call it is the one of the call before.
 * @source Salimans & Kingma 2016, arXiv:1602.07868, eq. 2
 * @example [...utils.weightNorm(new Linear(3, 2)).namedParameters()].map(([name]) => name) // [bias, weight_g, weight_v]
 */
export function weightNorm<M extends Module>(
  module: M,
  name = "weight",
  dim: number | null = 0,
): M {
  const weight = needParameter("weightNorm", module, name);
  const least = -weight.ndim;
  if (dim !== null && !(Number.isInteger(dim) && dim >= least && dim < weight.ndim))
    throw layerOptionError(
      "weightNorm",
      "dim",
      dim,
      `from ${least} to ${weight.ndim - 1}, or null`,
    );
  const axis = dim !== null && dim < 0 ? dim + weight.ndim : dim;
  const [g, v] = [`${name}_g`, `${name}_v`];
  replaceField(module, name, {
    [g]: Parameter(noGrad(() => normExcept(weight, axis))),
    [v]: Parameter(weight),
  });
  const compute = (): Tensor => {
    const direction = Reflect.get(module, v) as Tensor;
    return direction.mul((Reflect.get(module, g) as Tensor).div(normExcept(direction, axis)));
  };
  Reflect.set(module, name, compute());
  recompute("weightNorm", module, name, compute, () => {
    const now = Parameter(compute());
    for (const key of [g, v, name]) Reflect.deleteProperty(module, key);
    Reflect.set(module, name, now);
  });
  return module;
}

/**
 * Makes a weight that `weightNorm` replaced an ordinary parameter again, with the value it has.
 *
 * @throws UsageError `nn/option` where `weightNorm` was not applied
 * @example utils.removeWeightNorm(utils.weightNorm(new Linear(3, 2))).weight.isLeaf // true
 */
export function removeWeightNorm<M extends Module>(module: M, name = "weight"): M {
  undo("removeWeightNorm", "weightNorm", module, name);
  return module;
}
