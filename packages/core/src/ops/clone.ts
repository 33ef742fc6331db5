/** Copies. */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { reshape } from "../graph/node.ts";
import { keepAlive } from "../runtime/realize.ts";

/**
 * The same value as a tensor of its own, which later updates do not touch.
 *
 * @shape x: [...] -> [...]
 * @example tensor([1, 2]).clone() // [1, 2]
 */
export function clone(x: Tensor): Tensor {
  const copy = record("clone", reshape(x.node, x.shape), [x], (g) => [g]);
  keepAlive(copy);
  return copy;
}
