/** One example on its way through a network with random weights: a column of squares for each layer. */
import { defineFigure, type Mark } from "@gradus/content";
import { manualSeed, randn, type Tensor } from "gradus";

const sizes = [4, 8, 8, 6, 1];

export default defineFigure({
  title: "One example on its way through",
  alt: "Five columns of squares, one for each layer from the four inputs to the single answer. In the hidden layers about half of the squares are empty: ReLU has put them out.",
  controls: [{ name: "seed", label: "seed", min: 1, max: 30, step: 1, value: 3 }],
  async draw({ controls: { seed = 3 } }) {
    manualSeed(seed);
    let A: Tensor = randn([1, sizes[0] as number]);
    const columns: number[][] = [(await A.toArray()) as number[][]].map(
      (rows) => rows[0] as number[],
    );
    for (let l = 1; l < sizes.length; l++) {
      const below = sizes[l - 1] as number;
      const Z = A.matmul(randn([below, sizes[l] as number]).mul(Math.sqrt(2 / below)));
      A = l < sizes.length - 1 ? Z.relu() : Z.sigmoid();
      columns.push(((await A.toArray()) as number[][])[0] as number[]);
    }
    const marks: Mark[] = [];
    let out = 0;
    columns.forEach((values, column) => {
      values.forEach((value, row) => {
        const y = values.length / 2 - row - 1;
        const [rows, cols] = [1, 1];
        marks.push({
          mark: "heatmap",
          rows,
          columns: cols,
          values: [value],
          x: [column * 2, column * 2 + 0.85],
          y: [y, y + 0.85],
          scale: "diverging",
          domain: [-2, 2],
        });
        marks.push({ mark: "box", x: column * 2, y, width: 0.85, height: 0.85, color: "muted" });
        if (value === 0) out++;
      });
      marks.push({
        mark: "text",
        x: column * 2 + 0.42,
        y: -5,
        text: column === 0 ? "X" : `A${column}`,
        color: "muted",
      });
    });
    const answer = columns.at(-1)?.[0] ?? 0;
    return {
      panels: [
        {
          x: { domain: [-0.6, 9.4], hidden: true },
          y: { domain: [-5.6, 4.6], hidden: true },
          aspect: 1.7,
          marks,
        },
      ],
      status: `ReLU has put out ${out} of 22 hidden numbers; the answer is ${answer.toFixed(3)}`,
    };
  },
});
