/** A transposed convolution of nine numbers: which stamp each one puts down, and what they add up to. */
import { defineFigure, type Mark } from "@gradus/content";

const numbers = [
  [1, 0, 2],
  [0, 3, 0],
  [2, 0, 1],
];
const filter = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
];

export default defineFigure({
  title: "Stamps that add up",
  alt: "On the left nine numbers, one of them marked. On the right the larger table that their stamps make, with the marked number's stamp framed. With a stride of 1 the stamps overlap much, with 3 they stand side by side.",
  controls: [
    { name: "stride", label: "stride", min: 1, max: 3, step: 1, value: 2 },
    { name: "row", label: "row", min: 0, max: 2, step: 1, value: 1 },
    { name: "column", label: "column", min: 0, max: 2, step: 1, value: 1 },
  ],
  draw({ controls: { stride = 2, row = 1, column = 1 } }) {
    const size = 2 * stride + 3;
    const out = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    numbers.forEach((line, i) => {
      line.forEach((value, j) => {
        filter.forEach((weights, u) => {
          const to = out[i * stride + u] as number[];
          weights.forEach((weight, v) => {
            to[j * stride + v] = (to[j * stride + v] as number) + value * weight;
          });
        });
      });
    });
    const frame = (rows: number, top: number, left: number, side: number): Mark => ({
      mark: "box",
      x: left,
      y: rows - top - side,
      width: side,
      height: side,
      color: "negative",
    });
    const value = numbers[row]?.[column] ?? 0;
    return {
      panels: [
        {
          title: "input, 3 × 3",
          x: { domain: [0, 3], hidden: true },
          y: { domain: [0, 3], hidden: true },
          aspect: 1,
          marks: [
            {
              mark: "heatmap",
              rows: 3,
              columns: 3,
              values: numbers.flat(),
              domain: [0, 16],
              numbers: true,
            },
            frame(3, row, column, 1),
          ],
        },
        {
          title: `output, ${size} × ${size}`,
          x: { domain: [0, size], hidden: true },
          y: { domain: [0, size], hidden: true },
          aspect: 1,
          marks: [
            {
              mark: "heatmap",
              rows: size,
              columns: size,
              values: out.flat(),
              domain: [0, 16],
              numbers: true,
            },
            frame(size, row * stride, column * stride, 3),
          ],
        },
      ],
      status: `the ${value} in row ${row}, column ${column} adds ${value} times the filter at row ${row * stride}, column ${column * stride}`,
    };
  },
});
