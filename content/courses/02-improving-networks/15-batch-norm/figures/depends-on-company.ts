/** One example's number in batches of others: before and after batch norm, and what it becomes in forty batches. */
import { defineFigure, type Mark, type Panel } from "@gradus/content";
import { manualSeed, randn } from "gradus";

const batches = 40;
const [mean, spread, own] = [5, 2, 7];

/** A strip of numbers, the first of them the example that is followed. */
function strip(title: string, values: readonly number[], domain: readonly [number, number]): Panel {
  const others = values.slice(1);
  return {
    title,
    x: { domain },
    y: { domain: [0, 1], hidden: true },
    aspect: 4,
    marks: [
      {
        mark: "points",
        x: others,
        y: others.map((_, i) => 0.25 + 0.5 * ((i * 0.618) % 1)),
        color: "muted",
        size: 3,
      },
      { mark: "points", x: [values[0] as number], y: [0.5], color: "accent", size: 6 },
    ],
  };
}

function normalised(values: readonly number[], gamma: number, beta: number): number[] {
  const m = values.length;
  const middle = values.reduce((a, b) => a + b, 0) / m;
  const variance = values.reduce((a, b) => a + (b - middle) ** 2, 0) / m;
  return values.map((v) => ((v - middle) / Math.sqrt(variance + 1e-5)) * gamma + beta);
}

export default defineFigure({
  title: "An answer that depends on its company",
  alt: "Three pictures. A batch of weighted sums around 5, one of them marked. The same batch after batch norm, around beta with a spread of gamma. What the marked example becomes in forty different batches: with small batches anything, with large ones nearly always the same, close to the line of what is remembered.",
  controls: [
    { name: "size", label: "examples in the batch", min: 2, max: 64, step: 1, value: 8 },
    { name: "gamma", label: "gamma", min: 0.2, max: 3, step: 0.1, value: 1 },
    { name: "beta", label: "beta", min: -3, max: 3, step: 0.1, value: 0 },
  ],
  async draw({ controls: { size = 8, gamma = 1, beta = 0 } }) {
    manualSeed(2);
    const numbers = Array.from(await randn([batches, 64]).data(), Number);
    const batch = (b: number): number[] => [
      own,
      ...numbers.slice(64 * b, 64 * b + size - 1).map((n) => mean + spread * n),
    ];
    const become = Array.from(
      { length: batches },
      (_, b) => normalised(batch(b), gamma, beta)[0] as number,
    );
    const remembered = ((own - mean) / spread) * gamma + beta;
    const line: Mark = {
      mark: "line",
      x: [0, batches + 1],
      y: [remembered, remembered],
      color: "positive",
      dash: true,
      label: "by what is remembered",
    };
    const [least, most] = [Math.min(...become), Math.max(...become)];
    return {
      panels: [
        strip("weighted sums of one unit, as they are", batch(0), [-2, 12]),
        strip("after batch norm", normalised(batch(0), gamma, beta), [-6, 6]),
        {
          title: "the marked example, in forty batches",
          x: { domain: [0, batches + 1], label: "batch" },
          y: { domain: [-6, 6] },
          aspect: 1.8,
          marks: [
            {
              mark: "points",
              x: become.map((_, b) => b + 1),
              y: become.map((v) => Math.max(-6, Math.min(6, v))),
              color: "accent",
              size: 4,
            },
            line,
          ],
        },
      ],
      status: `in batches of ${size} the same example becomes ${least.toFixed(1)} to ${most.toFixed(1)}; by what is remembered it is ${remembered.toFixed(1)}`,
    };
  },
});
