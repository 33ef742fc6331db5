import { type Tensor, tensor } from "gradus";

export type Tensors = Readonly<Record<string, Tensor>>;

const lengthOf = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));

/** For each tensor, how far its claimed gradient is from the slopes that nudging by ±epsilon shows. */
export async function gradientCheckN(
  cost: (parameters: Tensors) => Tensor,
  parameters: Tensors,
  gradients: Tensors,
  epsilon: number,
): Promise<Record<string, number>> {
  const differences: Record<string, number> = {};
  for (const [name, P] of Object.entries(parameters)) {
    const values = Array.from(await P.data(), Number);
    const costAt = (i: number, v: number): Promise<number> => {
      const moved = values.map((old, j) => (j === i ? v : old));
      const M = tensor(moved, { dtype: "float64" }).reshape(P.shape);
      return cost({ ...parameters, [name]: M }).item();
    };
    const measured: number[] = [];
    for (const [i, v] of values.entries()) {
      const [up, down] = [await costAt(i, v + epsilon), await costAt(i, v - epsilon)];
      measured.push((up - down) / (2 * epsilon));
    }
    const claimed = Array.from(await (gradients[name] as Tensor).data(), Number);
    const apart = claimed.map((g, i) => g - (measured[i] as number));
    const size = lengthOf(claimed) + lengthOf(measured);
    differences[name] = size === 0 ? 0 : lengthOf(apart) / size;
  }
  return differences;
}
