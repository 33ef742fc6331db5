import { nn } from "gradus";

/** Linear layers with ReLU between them, started as He says; the first size is the number of inputs. */
export function heNetwork(sizes: readonly number[]): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    const linear = new nn.Linear(inputs, units);
    nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" });
    if (linear.bias) nn.init.zeros_(linear.bias);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(linear);
  }
  return new nn.Sequential(...layers);
}
