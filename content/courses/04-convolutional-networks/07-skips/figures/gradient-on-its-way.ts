/** How large a gradient is on its way back through a deep network of random layers, with skips and without. */
import { defineFigure, type Mark } from "@gradus/content";
import { manualSeed, ones, randn, type Tensor } from "gradus";

const units = 32;

/** Sizes of the gradient at the output of each block, from the last to the first. */
async function sizesOf(layers: number, scale: number, skips: boolean): Promise<number[]> {
  manualSeed(4);
  const weights = Array.from({ length: layers }, () =>
    randn([units, units]).mul(scale * Math.sqrt(2 / units)),
  );
  const open: Tensor[] = [];
  let x = randn([16, units]).abs();
  for (const W of weights) {
    const z = x.matmul(W.t());
    open.push(z.gt(0).float());
    x = skips ? x.add(z.relu()) : z.relu();
  }
  let g = ones([16, units]);
  const sizes = [g.square().mean().sqrt()];
  for (const [i, W] of [...weights.entries()].toReversed()) {
    const through = g.mul(open[i] as Tensor).matmul(W);
    g = skips ? g.add(through) : through;
    sizes.push(g.square().mean().sqrt());
  }
  return Promise.all(sizes.map((s) => s.item()));
}

const [least, most] = [-8, 8];
const log = (v: number): number => Math.max(least, Math.min(most, Math.log10(Math.max(v, 1e-30))));

export default defineFigure({
  title: "A gradient on its way back",
  alt: "The size of a gradient, as a power of ten, from the last layer back to the first, in a plain network and in one with skips. With small weights the plain one falls to nothing and the one with skips stays near where it began; with large weights both grow.",
  controls: [
    { name: "layers", label: "layers", min: 2, max: 50, step: 1, value: 30 },
    {
      name: "scale",
      label: "weights, in terms of He's start",
      min: 0.05,
      max: 1.2,
      step: 0.05,
      value: 0.2,
    },
  ],
  async draw({ controls: { layers = 30, scale = 0.2 } }) {
    const plain = await sizesOf(layers, scale, false);
    const past = await sizesOf(layers, scale, true);
    const line = (sizes: readonly number[], label: string, color: "negative" | "accent"): Mark => ({
      mark: "line",
      x: sizes.map((_, i) => i),
      y: sizes.map(log),
      color,
      width: 2,
      label,
    });
    const text = (v: number): string => {
      // Below this float32 has nothing but 0.
      if (v < 1e-38) return "nothing";
      const power = Math.log10(v);
      return Math.abs(power) < 2 ? v.toPrecision(2) : `10^${power.toFixed(0)}`;
    };
    return {
      panels: [
        {
          x: { domain: [0, layers], label: "layers behind it, on the way back" },
          y: { domain: [least, most], label: "size: ten to the power of" },
          aspect: 1.9,
          marks: [line(plain, "plain", "negative"), line(past, "with skips", "accent")],
        },
      ],
      status: `of a gradient of size 1, the first layer gets ${text(plain.at(-1) ?? 0)} plain and ${text(past.at(-1) ?? 0)} with skips`,
    };
  },
});
