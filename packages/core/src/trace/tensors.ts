/** Tensors as they are made, with the arithmetic they cost: what the studio shows of shapes. */

import { needFunction } from "../arguments.ts";
import { type Tensor, watchTensors } from "../autograd/tensor.ts";
import type { Node } from "../graph/node.ts";
import { needTensor } from "../ops/cast.ts";
import { newProducts, newWork } from "./work.ts";

/** A tensor that was just made, and the floating-point operations its making added. */
export type TensorListener = (made: { readonly tensor: Tensor; readonly flops: number }) => void;

let current: TensorListener | null = null;

/**
 * Calls `listener` with every tensor that is made from now on; the result stops it. One listener at a time.
 *
 * @example onTensor(() => {})() // undefined
 */
export function onTensor(listener: TensorListener): () => void {
  needFunction("onTensor", "listener", listener);
  const counted = new WeakSet<Node>();
  current = listener;
  watchTensors((tensor) => listener({ tensor, flops: newWork(tensor.node, counted) }));
  return () => {
    if (current !== listener) return;
    current = null;
    watchTensors(null);
  };
}

/**
 * The multiply-adds of products and convolutions that a tensor needs, counted from its graph without computing it.
 * `counted` remembers what earlier calls have counted; values that are there already cost nothing.
 *
 * @example newMultiplyAdds(matmul(ones([4, 3]), ones([3, 2])), new WeakSet()) // 24
 */
export function newMultiplyAdds(x: Tensor, counted: WeakSet<object>): number {
  needTensor("newMultiplyAdds", "the tensor", x);
  return newProducts(x.node, counted as WeakSet<Node>);
}
