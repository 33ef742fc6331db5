/** All parameters of a model as one vector, and back. */
import { cat, needList, needTensor, needTensors, noGrad, operate, type Tensor } from "@gradus/core";
import { argumentShapeError, layerOptionError } from "../errors.ts";

function listed(op: string, parameters: Iterable<Tensor>): Tensor[] {
  needList(op, "parameters", parameters);
  const list = [...parameters];
  needTensors(op, "parameters", list);
  return list;
}

/**
 * The elements of all parameters one after the other; a gradient flows back to them.
 *
 * @shape parameters: any shapes -> [Σ elements]
 * @throws UsageError `nn/option` without parameters
 * @example utils.parametersToVector([tensor([[1, 2]]), tensor(3)]) // [1, 2, 3]
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  const list = listed("parametersToVector", parameters);
  if (list.length === 0)
    throw layerOptionError("parametersToVector", "parameters", "empty", "at least one tensor");
  return operate(() => cat(list.map((p) => p.reshape([-1]))));
}

/**
 * Gives parameters the values of a vector, as `parametersToVector` lays them out.
 *
 * @shape vector: [Σ elements]
 * @throws ShapeError `nn/argument-shape` for a vector of another length; then nothing is changed
 * @remarks The values are copied, where PyTorch has the parameters share the vector's memory; and a vector that is too
 *   long is refused.
 * @example
 * const w = Parameter(tensor([0, 0]));
 * utils.vectorToParameters(tensor([1, 2]), [w]);
 * w.detach() // [1, 2]
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  const op = "vectorToParameters";
  needTensor(op, "the vector", vector);
  const list = listed(op, parameters);
  const total = list.reduce((n, p) => n + p.numel(), 0);
  if (vector.ndim !== 1 || vector.numel() !== total)
    throw argumentShapeError(op, "vector", [total], vector.shape);
  noGrad(() => {
    let from = 0;
    for (const p of list) {
      p.copy_(vector.narrow(0, from, p.numel()).reshape(p.shape));
      from += p.numel();
    }
  });
}
