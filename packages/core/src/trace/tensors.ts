/** Tensors as they are made, with the arithmetic they cost: what the studio shows of shapes. */

import { needFunction } from "../arguments.ts";
import { type Tensor, watchTensors } from "../autograd/tensor.ts";
import type { Node } from "../graph/node.ts";
import { newWork } from "./work.ts";

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
