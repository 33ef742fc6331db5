/** One neuron over the plane: where it says yes, and the line between. */
import { defineFigure, type Mark } from "@gradus/content";

const squash = (z: number): number => 1 / (1 + Math.exp(-z));
const size = 40;

/** Where w1·x + w2·y + b = 0 meets the square, as the two ends of a line; none if it misses it. */
function border(w1: number, w2: number, b: number): { x: number[]; y: number[] } {
  const ends: [number, number][] = [];
  for (const edge of [-3, 3]) {
    const y = -(w1 * edge + b) / w2;
    if (Math.abs(y) <= 3) ends.push([edge, y]);
    const x = -(w2 * edge + b) / w1;
    if (Math.abs(x) <= 3) ends.push([x, edge]);
  }
  const [first, second] = [ends[0], ends.at(-1)];
  return first && second && ends.length > 1
    ? { x: [first[0], second[0]], y: [first[1], second[1]] }
    : { x: [], y: [] };
}

export default defineFigure({
  title: "One neuron draws one line",
  alt: "A square of the plane, coloured by how much the neuron says yes at each point; the border between yes and no is a straight line.",
  controls: [
    { name: "w1", label: "weight of x", min: -3, max: 3, step: 0.1, value: 1 },
    { name: "w2", label: "weight of y", min: -3, max: 3, step: 0.1, value: 1.5 },
    { name: "b", label: "bias", min: -3, max: 3, step: 0.1, value: 0 },
  ],
  draw({ controls: { w1 = 1, w2 = 1.5, b = 0 } }) {
    const values = Array.from({ length: size * size }, (_, i) => {
      const x = -3 + (6 * ((i % size) + 0.5)) / size;
      const y = 3 - (6 * (Math.floor(i / size) + 0.5)) / size;
      return squash(w1 * x + w2 * y + b) - 0.5;
    });
    const marks: Mark[] = [
      {
        mark: "heatmap",
        rows: size,
        columns: size,
        values,
        x: [-3, 3],
        y: [-3, 3],
        scale: "diverging",
        domain: [-0.6, 0.6],
      },
      { mark: "line", ...border(w1, w2, b), color: "third", width: 2.5 },
    ];
    const at = (x: number, y: number): string => squash(w1 * x + w2 * y + b).toFixed(2);
    return {
      panels: [
        {
          x: { domain: [-3, 3], label: "x" },
          y: { domain: [-3, 3], label: "y" },
          aspect: 1.35,
          marks,
        },
      ],
      status: `at (1, 1) the neuron says ${at(1, 1)}, at (-1, -1) it says ${at(-1, -1)}`,
    };
  },
});
