/** Weights and biases of a layer of filters, and of a dense layer that makes as many numbers of as many. */
export function countParameters(
  inChannels: number,
  outChannels: number,
  f: number,
  height: number,
  width: number,
): { convolution: number; dense: number } {
  const convolution = outChannels * (inChannels * f * f + 1);
  const [inputs, outputs] = [inChannels * height * width, outChannels * height * width];
  return { convolution, dense: outputs * (inputs + 1) };
}
