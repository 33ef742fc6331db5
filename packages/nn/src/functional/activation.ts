/** Activations that exist only as layers and functions, not as tensor methods; and unit vectors. */
import { needNumber, needOptions, needTensor, norm, type Tensor, where } from "@gradus/core";
import { layerOptionError } from "../errors.ts";

/**
 * Gated linear unit: the first half times the sigmoid of the second.
 *
 * @shape x: [..., 2n, ...] -> [..., n, ...]
 * @source Dauphin et al. 2017, arXiv:1612.08083
 * @example glu(tensor([3, 0])) // [1.5]
 */
export function glu(x: Tensor, dim = -1): Tensor {
  needTensor("glu", "the input", x);
  const n = x.size(dim);
  if (n % 2 !== 0 || n === 0) throw layerOptionError("glu", `the size of axis ${dim}`, n, "even");
  const [a, b] = x.chunk(2, dim) as [Tensor, Tensor];
  return a.mul(b.sigmoid());
}

/** 0 within ±lambd, x outside. @shape x: [...] -> [...] @example hardshrink(tensor([-1, 0.2])) // [-1, 0] */
export function hardshrink(x: Tensor, lambd = 0.5): Tensor {
  needTensor("hardshrink", "the input", x);
  needNumber("hardshrink", "lambd", lambd);
  return where(x.ge(-lambd).logicalAnd(x.le(lambd)), 0, x);
}

/** 0 within ±lambd, moved towards 0 by it outside. @shape x: [...] -> [...] @example softshrink(tensor([-1, 0.2])) // [-0.5, 0] */
export function softshrink(x: Tensor, lambd = 0.5): Tensor {
  needTensor("softshrink", "the input", x);
  needNumber("softshrink", "lambd", lambd);
  if (!(lambd >= 0)) throw layerOptionError("softshrink", "lambd", lambd, "at least 0");
  return where(x.gt(lambd), x.sub(lambd), where(x.lt(-lambd), x.add(lambd), x.mul(0)));
}

/** x above the threshold, `value` elsewhere. @shape x: [...] -> [...] @example threshold(tensor([-1, 2]), 0, 9) // [9, 2] */
export function threshold(x: Tensor, limit: number, value: number): Tensor {
  needTensor("threshold", "the input", x);
  return where(x.le(limit), value, x);
}

/**
 * Vectors of length 1 along an axis: `x / max(‖x‖ₚ, eps)`.
 *
 * @shape x: [...] -> [...]
 * @example normalize(tensor([[3, 4]])) // [[0.6, 0.8]]
 */
export function normalize(
  x: Tensor,
  options: { p?: number; dim?: number; eps?: number } = {},
): Tensor {
  needTensor("normalize", "the input", x);
  needOptions("normalize", options, ["p", "dim", "eps"]);
  const { p = 2, dim = 1, eps = 1e-12 } = options;
  return x.div(norm(x, p, dim, { keepdim: true }).clamp(eps));
}
