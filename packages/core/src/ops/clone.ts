/** Copies. */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { reshape } from "../graph/node.ts";

/**
 * The same value as a tensor of its own, which later updates do not touch.
 *
 * @shape x: [...] -> [...]
 * @example tensor([1, 2]).clone() // [1, 2]
 */
export function clone(x: Tensor): Tensor {
  return record("clone", reshape(x.node, x.shape), [x], (g) => [g]);
}
