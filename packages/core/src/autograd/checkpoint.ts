/** Trading work for memory: a piece of the model whose inside is computed again in the backward pass. */

import { needFunction } from "../arguments.ts";
import { needTensor, needTensors } from "../ops/cast.ts";
import { defaultGenerator } from "../ops/random.ts";
import { within } from "../runtime/held.ts";
import { grad } from "./backward.ts";
import { enableGrad, noGrad, record } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `fn(...inputs)`, keeping nothing of its inside: backward runs `fn` again, with the same random numbers.
 *
 * @param fn makes one tensor from its inputs (and parameters it closes over must be passed as inputs)
 * @source Chen et al. 2016, arXiv:1604.06174
 * @example checkpoint((x) => x.exp(), tensor([0])) // [1]
 */
export function checkpoint(fn: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): Tensor {
  needFunction("checkpoint", "fn", fn);
  needTensors("checkpoint", "inputs", inputs);
  const state = defaultGenerator.getState();
  const out = within("library", () => noGrad(() => fn(...inputs)));
  needTensor("checkpoint", "what fn gives back", out);
  return record("checkpoint", out.node, inputs, (g) => {
    const after = defaultGenerator.getState();
    defaultGenerator.setState(state);
    const leaves = inputs.map((x) => {
      const leaf = x.detach();
      if (x.requiresGrad) leaf.requiresGrad = true;
      return leaf;
    });
    const again = enableGrad(() => fn(...leaves));
    defaultGenerator.setState(after);
    const wanted = leaves.filter((x) => x.requiresGrad);
    const found = grad(again, wanted, { gradOutputs: [g], allowUnused: true });
    return leaves.map((x) => {
      const i = wanted.indexOf(x);
      return i < 0 ? null : found[i];
    });
  });
}
