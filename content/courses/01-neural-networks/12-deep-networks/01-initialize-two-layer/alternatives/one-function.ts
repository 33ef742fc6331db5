import { randn, type Tensor, zeros } from "gradus";

export interface Layer {
  W: Tensor;
  b: Tensor;
}

const layer = (units: number, inputs: number): Layer => ({
  W: randn([units, inputs]).div(100),
  b: zeros([units]),
});

export function initializeTwoLayer(inputs: number, hidden: number, outputs: number): Layer[] {
  return [layer(hidden, inputs), layer(outputs, hidden)];
}
