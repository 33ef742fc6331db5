import { randn, type Tensor, zeros } from "gradus";

/** A layer: its weights W [units, inputs] and its biases b [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** A layer for each gap between two sizes; the first size is the number of inputs. */
export function initialize(sizes: readonly number[]): Layer[] {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 0;
    return { W: randn([units, inputs]).mul(0.01), b: zeros([units]) };
  });
}

/** What a layer hands on: the activation of A·Wᵀ + b. */
export function layerForward(A: Tensor, { W, b }: Layer, activation: "relu" | "sigmoid"): Tensor {
  const Z = A.matmul(W.t()).add(b);
  return activation === "relu" ? Z.relu() : Z.sigmoid();
}
