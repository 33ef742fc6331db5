import { full, rand, type Tensor, zeros } from "gradus";
import type { LayerSizes } from "../../01-layer-sizes/solution.ts";

export interface NetworkParameters {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Small random weights W1 [hidden, inputs] and W2 [outputs, hidden], and biases of 0. */
export function initializeParameters({ inputs, hidden, outputs }: LayerSizes): NetworkParameters {
  // Box and Muller: a radius and a direction make a normal number.
  const small = (shape: number[]): Tensor =>
    rand(shape)
      .neg()
      .add(1)
      .log()
      .mul(-2)
      .sqrt()
      .mul(
        rand(shape)
          .mul(2 * Math.PI)
          .cos(),
      )
      .mul(0.01);
  return {
    W1: small([hidden, inputs]),
    b1: full([hidden], 0),
    W2: small([outputs, hidden]),
    b2: zeros([outputs]),
  };
}
