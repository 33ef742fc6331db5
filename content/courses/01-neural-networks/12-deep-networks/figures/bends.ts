/** Four bends and their slopes, one at a time, with a point to move along them. */
import { defineFigure } from "@gradus/content";

interface Bend {
  readonly name: string;
  readonly at: (z: number) => number;
  readonly slope: (z: number) => number;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const leak = 0.1;

const bends: readonly Bend[] = [
  { name: "sigmoid", at: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  { name: "tanh", at: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  { name: "ReLU", at: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  {
    name: `leaky ReLU (leak ${leak})`,
    at: (z) => (z > 0 ? z : leak * z),
    slope: (z) => (z > 0 ? 1 : leak),
  },
];

const z = Array.from({ length: 201 }, (_, i) => -5 + i / 20);

export default defineFigure({
  title: "Four bends and their slopes",
  alt: "On the left the curve of an activation from -5 to 5, on the right its slope at the same places; a point marks where the slider stands on both.",
  controls: [
    {
      name: "bend",
      label: "1 sigmoid, 2 tanh, 3 ReLU, 4 leaky ReLU",
      min: 1,
      max: 4,
      step: 1,
      value: 3,
    },
    { name: "z", label: "weighted sum z", min: -5, max: 5, step: 0.1, value: 1.5 },
  ],
  draw({ controls: { bend: which = 3, z: at = 1.5 } }) {
    const bend = bends[which - 1] ?? (bends[2] as Bend);
    const [value, slope] = [bend.at(at), bend.slope(at)];
    const tall = which > 2;
    return {
      panels: [
        {
          title: bend.name,
          x: { domain: [-5, 5], label: "z" },
          y: { domain: tall ? [-1.5, 5.2] : [-1.3, 1.3] },
          marks: [
            { mark: "line", x: z, y: z.map(bend.at), color: "accent", width: 2.5 },
            { mark: "points", x: [at], y: [value], color: "fourth", size: 6 },
          ],
        },
        {
          title: "its slope",
          x: { domain: [-5, 5], label: "z" },
          y: { domain: [-0.1, 1.2] },
          marks: [
            { mark: "line", x: z, y: z.map(bend.slope), color: "third", width: 2.5 },
            { mark: "points", x: [at], y: [slope], color: "fourth", size: 6 },
          ],
        },
      ],
      status: `at z = ${at.toFixed(1)} it answers ${value.toFixed(3)}, and hands back ${(100 * slope).toFixed(1)} % of the blame`,
    };
  },
});
