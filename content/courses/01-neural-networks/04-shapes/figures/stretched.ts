/** Two small tensors and their sum, with the stretched copies drawn faintly. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

interface Case {
  readonly a: readonly [number, number];
  readonly aShape: string;
  readonly b: readonly [number, number];
  readonly bShape: string;
}

/** As rows and columns after lining up at the right; a side of 1 is stretched. */
const cases: readonly Case[] = [
  { a: [2, 3], aShape: "[2, 3]", b: [1, 3], bShape: "[3]" },
  { a: [2, 3], aShape: "[2, 3]", b: [2, 1], bShape: "[2, 1]" },
  { a: [2, 3], aShape: "[2, 3]", b: [1, 1], bShape: "[]" },
  { a: [3, 1], aShape: "[3, 1]", b: [1, 3], bShape: "[3]" },
];

export default defineFigure({
  title: "What is stretched",
  alt: "Two small tables and a third one, their sum. In the first two the cells that really exist are drawn strongly, and the copies that broadcasting makes of them are drawn faintly.",
  controls: [{ name: "pair", label: "which pair of shapes", min: 1, max: 4, step: 1, value: 1 }],
  draw({ controls: { pair = 1 } }) {
    const { a, aShape, b, bShape } = cases[pair - 1] ?? (cases[0] as Case);
    const [rows, columns] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
    const valueAt = (
      [r, c]: readonly [number, number],
      row: number,
      column: number,
      unit: number,
    ): number => unit * (Math.min(row, r - 1) * c + Math.min(column, c - 1) + 1);
    const marks: Mark[] = [];
    const table = (
      left: number,
      title: string,
      size: readonly [number, number],
      text: (row: number, column: number) => number,
      color: FigureColor,
    ): void => {
      marks.push({ mark: "text", x: left + columns / 2, y: 3.3, text: title });
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const real = row < size[0] && column < size[1];
          const y = 2 - row;
          marks.push({
            mark: "box",
            x: left + column,
            y,
            width: 0.92,
            height: 0.92,
            color: real ? color : "muted",
            fill: real,
          });
          marks.push({
            mark: "text",
            x: left + column + 0.46,
            y: y + 0.33,
            text: String(text(row, column)),
            color: real ? "ink" : "muted",
          });
        }
    };
    table(0, aShape, a, (r, c) => valueAt(a, r, c, 10), "accent");
    marks.push({ mark: "text", x: 3.75, y: 1.6, text: "+", size: 18 });
    table(4.5, bShape, b, (r, c) => valueAt(b, r, c, 1), "third");
    marks.push({ mark: "text", x: 8.25, y: 1.6, text: "=", size: 18 });
    const sum = (r: number, c: number): number => valueAt(a, r, c, 10) + valueAt(b, r, c, 1);
    table(9, `[${rows}, ${columns}]`, [rows, columns], sum, "fourth");
    return {
      panels: [
        {
          x: { domain: [-0.3, 12.3], hidden: true },
          y: { domain: [-0.2, 3.9], hidden: true },
          aspect: 3,
          marks,
        },
      ],
      status:
        pair === 4
          ? `${aShape} with ${bShape} gives [3, 3]: both are stretched, and nobody complains`
          : `${aShape} with ${bShape} gives [${rows}, ${columns}]; the faint cells are copies that take no memory`,
    };
  },
});
