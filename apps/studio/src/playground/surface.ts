/**
 * The training loss around the network's weights, along two random directions. Each neuron's part of a
 * direction is as long as the neuron's own weights, so that what is steep does not depend on how weights are
 * scaled; biases stay (Li et al. 2018, arXiv:1712.09913, section 4).
 */
import { nn, noGrad, type Tensor, tensor } from "gradus";
import { random } from "./data.ts";
import { isRegression, type Settings } from "./state.ts";

export interface Surface {
  readonly side: number;
  /** How far both directions go to each side; 1 is as far as the weights themselves are from zero. */
  readonly reach: number;
  /** Losses row by row; the first row is the second direction's far end. The middle is where the network is. */
  readonly values: readonly number[];
}

interface Around {
  /** Layer by layer: what is linear first, then what follows it. */
  readonly blocks: readonly (readonly nn.Module[])[];
  readonly x: Tensor | undefined;
  readonly y: readonly number[];
  readonly settings: Settings;
  readonly side: number;
  readonly reach: number;
}

/** A layer over many networks at once, `[side, points, neurons]`; batch norm as it answers, not as it trains. */
function apply(layer: nn.Module, h: Tensor): Tensor {
  const flat = layer instanceof nn.BatchNorm1d ? h.flatten(0, 1) : h;
  return (layer.call(flat as never) as Tensor).reshape(h.shape);
}

/** A normal random number from two even ones (Box and Muller). */
const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

const size = (values: readonly number[]): number => Math.hypot(...values);

/** A random direction for a layer's weights, neuron by neuron as long as they are. */
export function direction(weight: readonly number[], inputs: number, next: () => number): number[] {
  const made: number[] = [];
  for (let from = 0; from < weight.length; from += inputs) {
    const row = Array.from({ length: inputs }, () => normal(next));
    const scale = size(weight.slice(from, from + inputs)) / (size(row) || 1);
    made.push(...row.map((v) => v * scale));
  }
  return made;
}

export async function surfaceOf(around: Around): Promise<Surface> {
  const { blocks, x, y, settings, side, reach } = around;
  if (!x) return { side, reach, values: [] };
  const regression = isRegression(settings.data);
  const next = random(settings.seed + 7);
  const layers: { weight: number[]; bias: Tensor; one: number[]; two: number[]; l: nn.Linear }[] =
    [];
  for (const [first] of blocks) {
    const l = first as nn.Linear;
    const weight = Array.from(await l.weight.data(), Number);
    layers.push({
      l,
      weight,
      bias: tensor(Array.from((await l.bias?.data()) ?? [], Number)),
      one: direction(weight, l.inFeatures, next),
      two: direction(weight, l.inFeatures, next),
    });
  }
  const at = (i: number): number => reach * ((2 * i) / (side - 1) - 1);
  const values: number[] = [];
  for (let row = 0; row < side; row++) {
    const b = -at(row);
    // One row of networks at a time: weights [side, inputs, outputs], answers [side, points, outputs].
    const logits = noGrad(() => {
      let h = x;
      layers.forEach(({ l, weight, bias, one, two }, depth) => {
        const nets = Array.from({ length: side }, (_, column) => {
          const a = at(column);
          return Array.from({ length: l.inFeatures }, (__, j) =>
            Array.from({ length: l.outFeatures }, (___, i) => {
              const k = i * l.inFeatures + j;
              return (weight[k] as number) + a * (one[k] as number) + b * (two[k] as number);
            }),
          );
        });
        h = h.matmul(tensor(nets)).add(bias);
        for (const layer of blocks[depth]?.slice(1) ?? []) h = apply(layer, h);
      });
      return h;
    });
    const z = await logits.data();
    for (let column = 0; column < side; column++) {
      let sum = 0;
      y.forEach((label, i) => {
        const v = Number(z[column * y.length + i]);
        sum += regression
          ? (v - label) ** 2
          : Math.max(v, 0) - v * label + Math.log1p(Math.exp(-Math.abs(v)));
      });
      values.push(sum / y.length);
    }
  }
  return { side, reach, values };
}
