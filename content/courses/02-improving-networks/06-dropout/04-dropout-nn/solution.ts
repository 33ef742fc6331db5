import { nn, noGrad, type Tensor } from "gradus";

/** Linear layers with ReLU and dropout behind each hidden one; the first size is the number of inputs. */
export function dropoutNetwork(sizes: readonly number[], p: number): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    layers.push(new nn.Linear(inputs, units));
    if (l < sizes.length - 1) layers.push(new nn.ReLU(), new nn.Dropout(p));
  }
  return new nn.Sequential(...layers);
}

/** The share of right predictions for X [m, inputs] with classes Y [m, 1], measured without dropout. */
export async function accuracy(model: nn.Sequential, X: Tensor, Y: Tensor): Promise<number> {
  model.eval();
  const right = noGrad(() => model.call(X).gt(0).float().eq(Y).float().mean());
  model.train();
  return await right.item();
}
