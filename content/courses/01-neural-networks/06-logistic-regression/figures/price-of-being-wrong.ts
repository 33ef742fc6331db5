/** What an answer costs, by its probability: cross-entropy and the squared error. */
import { defineFigure } from "@gradus/content";

const xs = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);

export default defineFigure({
  title: "What an answer costs",
  alt: "Two curves over the neuron's answer from 0 to 1. Where the truth is 1 the cross-entropy climbs steeply towards an answer of 0; the squared error never gets above 1.",
  controls: [
    { name: "a", label: "the neuron's answer", min: 0.005, max: 0.995, step: 0.005, value: 0.1 },
    { name: "y", label: "the truth", min: 0, max: 1, step: 1, value: 1 },
  ],
  draw({ controls: { a = 0.1, y = 1 } }) {
    const chance = (x: number): number => (y === 1 ? x : 1 - x);
    const price = (x: number): number => -Math.log(chance(x));
    const square = (x: number): number => (y - x) ** 2;
    return {
      panels: [
        {
          x: { domain: [0, 1], label: "answer a" },
          y: { domain: [0, 5.5], label: "cost of this example" },
          aspect: 1.6,
          marks: [
            {
              mark: "line",
              x: xs,
              y: xs.map(price),
              color: "accent",
              width: 2.5,
              label: "cross-entropy",
            },
            {
              mark: "line",
              x: xs,
              y: xs.map(square),
              color: "muted",
              dash: true,
              label: "squared error",
            },
            {
              mark: "points",
              x: [a, a],
              y: [price(a), square(a)],
              color: ["accent", "muted"],
              size: 5,
            },
          ],
        },
      ],
      status: `the truth had the chance ${chance(a).toFixed(3)}: cross-entropy ${price(a).toFixed(3)}, squared error ${square(a).toFixed(3)}`,
    };
  },
});
