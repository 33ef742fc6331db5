import { nn, noGrad } from "gradus";

/** A convolution that gives for every window of f × f pixels what the dense layer gives for one picture of that size. */
export function asConvolution(dense: nn.Linear, C: number, f: number): nn.Conv2d {
  //# 1. Sizes: as many filters as the dense layer has answers
  const out = dense.weight.size(0);
  const layer = new nn.Conv2d(C, out, f);
  noGrad(() => {
    //# 2. Shape: each row of the weights becomes a filter
    layer.weight.copy_(dense.weight.reshape([out, C, f, f]));
    //# 3. Keep: the bias as it is
    if (layer.bias && dense.bias) layer.bias.copy_(dense.bias);
  });
  return layer;
}
