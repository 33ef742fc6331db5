/** Copies. */
import type { Tensor } from "../autograd/tensor.ts";
import { copyOf } from "./movement.ts";

/**
 * The same value as a tensor of its own, which later updates do not touch.
 *
 * @shape x: [...] -> [...]
 * @example tensor([1, 2]).clone() // [1, 2]
 */
export const clone = (x: Tensor): Tensor => copyOf(x);
