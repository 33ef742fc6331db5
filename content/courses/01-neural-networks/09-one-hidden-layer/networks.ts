/** Random networks for checks, as the lessons' functions take them, and their cost. */
import type { Random } from "@gradus/exercise";
import { sub, type Tensor } from "gradus";

/** The parameters of a network with one hidden layer and one output. */
export const oneHidden = (r: Random<Tensor>, inputs: number, hidden: number, range = 1) => ({
  W1: r.table(hidden, inputs, -range, range),
  b1: r.tensor([hidden], -range, range),
  W2: r.table(1, hidden, -range, range),
  b2: r.tensor([1], -range, range),
});

/** A layer { W, b } for each gap between two sizes. */
export const layersOf = (r: Random<Tensor>, sizes: readonly number[]) =>
  sizes.slice(1).map((units, l) => ({ W: r.table(units, sizes[l] ?? 1), b: r.list(units) }));

/** Between `least` and `most` sizes, the last one 1 where there is one answer. */
export const anySizes = (r: Random<Tensor>, least: number, most: number, outputs?: number) => {
  const sizes = Array.from({ length: r.int(least, most) }, () => r.int(1, 5));
  return outputs === undefined ? sizes : [...sizes.slice(0, -1), outputs];
};

/** The mean cross-entropy of answers A where Y is true. */
export const crossEntropy = (A: Tensor, Y: Tensor): Tensor =>
  Y.mul(A.log())
    .add(sub(1, Y).mul(sub(1, A).log()))
    .mean()
    .neg();

/** The answers of a network of these layers: ReLU in all but the last, the sigmoid in the last. */
export const deepAnswers = (X: Tensor, layers: readonly { W: Tensor; b: Tensor }[]): Tensor =>
  layers.reduce((A, { W, b }, l) => (l > 0 ? A.relu() : A).matmul(W.t()).add(b), X).sigmoid();
