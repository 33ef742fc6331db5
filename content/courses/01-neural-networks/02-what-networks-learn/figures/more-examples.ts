/** A neuron that learns a border from n examples, tested on new ones. */
import { defineFigure, type FigureColor } from "@gradus/content";
import { manualSeed, nn, optim, rand, randn, type Tensor, tensor } from "gradus";

/** The true border: points with 0.8 x + 0.6 y > 0.2 are yes. */
const truth = (X: Tensor): Tensor => X.matmul(tensor([0.8, 0.6])).sub(0.2);
const wrongShare = 0.06;

function examples(count: number): { X: Tensor; y: Tensor } {
  const X = randn([count, 2]);
  const y = truth(X).gt(0).float();
  const wrong = rand([count]).lt(wrongShare).float();
  return { X, y: y.add(wrong).sub(y.mul(wrong).mul(2)) };
}

/** The two ends of the line w·x = -b in a square of half-width 3. */
function border([w1, w2]: readonly [number, number], b: number): { x: number[]; y: number[] } {
  if (Math.abs(w2) >= Math.abs(w1))
    return { x: [-3, 3], y: [-3, 3].map((x) => (-b - w1 * x) / w2) };
  return { x: [-3, 3].map((y) => (-b - w2 * y) / w1), y: [-3, 3] };
}

const inSquare = ({ x, y }: { x: number[]; y: number[] }): { x: number[]; y: number[] } => {
  const many = Array.from({ length: 121 }, (_, i) => i / 120);
  const [x0 = 0, x1 = 0] = x;
  const [y0 = 0, y1 = 0] = y;
  const points = many
    .map((t) => [x0 + t * (x1 - x0), y0 + t * (y1 - y0)] as const)
    .filter(([a, b]) => Math.abs(a) <= 3 && Math.abs(b) <= 3);
  return { x: points.map(([a]) => a), y: points.map(([, b]) => b) };
};

export default defineFigure({
  title: "The same neuron, with few examples and with many",
  alt: "Points of two colours in a square. A dashed line is the true border, a solid one the border that was learned. With few examples the two differ, with many they lie close together.",
  controls: [
    { name: "power", label: "examples (each step doubles)", min: 2, max: 9, step: 1, value: 3 },
    { name: "draw", label: "which examples", min: 1, max: 12, step: 1, value: 1 },
  ],
  async draw({ controls: { power = 3, draw = 1 } }) {
    const count = 2 ** power;
    manualSeed(draw);
    const { X, y } = examples(count);
    const neuron = new nn.Linear(2, 1);
    const optimizer = new optim.Adam(neuron.parameters(), { lr: 0.1, weightDecay: 0.01 });
    for (let step = 0; step < 120; step++) {
      optimizer.zeroGrad();
      nn.functional.binaryCrossEntropyWithLogits(neuron.call(X).squeeze(1), y).backward();
      optimizer.step();
    }
    const test = examples(2000);
    const right = neuron.call(test.X).squeeze(1).gt(0).float().eq(test.y).float().mean();
    const [w1 = 0, w2 = 0] = Array.from(await neuron.weight.data(), Number);
    const b = await (neuron.bias as Tensor).item();
    const points = Array.from(await X.data(), Number);
    const labels = Array.from(await y.data(), Number);
    const score = await right.item();
    return {
      panels: [
        {
          x: { domain: [-3, 3], label: "x" },
          y: { domain: [-3, 3], label: "y" },
          aspect: 1.2,
          marks: [
            {
              mark: "points",
              x: points.filter((_, i) => i % 2 === 0),
              y: points.filter((_, i) => i % 2 === 1),
              color: labels.map((l): FigureColor => (l === 1 ? "one" : "zero")),
              size: count > 100 ? 2.5 : 4,
            },
            {
              mark: "line",
              ...inSquare(border([0.8, 0.6], -0.2)),
              color: "muted",
              dash: true,
              label: "true",
            },
            {
              mark: "line",
              ...inSquare(border([w1, w2], b)),
              color: "ink",
              width: 2.5,
              label: "learned",
            },
          ],
        },
      ],
      status: `${count} examples: right on ${(score * 100).toFixed(1)} % of 2,000 new points (the true border would get about ${Math.round((1 - wrongShare) * 100)} %)`,
    };
  },
});
