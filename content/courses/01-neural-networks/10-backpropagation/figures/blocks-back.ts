/** The six formulas of the way back as blocks: each matrix with its sides, and which sides meet. */
import { defineFigure, type Mark } from "@gradus/content";

interface Block {
  readonly name: string;
  /** Sides as words: rows, columns. */
  readonly rows: "m" | "h" | "n" | "1";
  readonly columns: "m" | "h" | "n" | "1";
}

/** Blocks and the signs between them; the block after "=" is what comes out. */
type Formula = readonly (Block | string)[];

const block = (name: string, rows: Block["rows"], columns: Block["columns"]): Block => ({
  name,
  rows,
  columns,
});

const formulas: readonly { readonly formula: Formula; readonly words: string }[] = [
  {
    formula: [block("A2", "m", "1"), "−", block("Y", "m", "1"), "=", block("dZ2", "m", "1")],
    words: "answer minus truth, a row for each example",
  },
  {
    formula: [block("dZ2ᵀ", "1", "m"), "·", block("A1", "m", "h"), "=", block("dW2", "1", "h")],
    words: "the examples meet and are added up; divided by m",
  },
  {
    formula: ["mean over the rows of", block("dZ2", "m", "1"), "=", block("db2", "1", "1")],
    words: "one number for the one output",
  },
  {
    formula: [
      block("dZ2", "m", "1"),
      "·",
      block("W2", "1", "h"),
      "⊙",
      block("1 − A1²", "m", "h"),
      "=",
      block("dZ1", "m", "h"),
    ],
    words: "first the product, then number by number the slope of the bend",
  },
  {
    formula: [block("dZ1ᵀ", "h", "m"), "·", block("X", "m", "n"), "=", block("dW1", "h", "n")],
    words: "the examples meet again and are added up; divided by m",
  },
  {
    formula: ["mean over the rows of", block("dZ1", "m", "h"), "=", block("db1", "1", "h")],
    words: "one number for each hidden unit",
  },
];

/** How long a side is drawn. */
const lengths = { m: 4.4, h: 2.6, n: 1.5, "1": 0.7 } as const;

export default defineFigure({
  title: "The six formulas as blocks",
  alt: "One of the six formulas of the way back, drawn as rectangles with their sides written on them: m is the number of examples, h the number of hidden units, n the number of inputs. In a product the columns of the first block and the rows of the second are equally long.",
  controls: [
    { name: "formula", label: "formula", min: 1, max: 6, step: 1, value: 2 },
    { name: "m", label: "examples m", min: 2, max: 9, step: 1, value: 6 },
    { name: "h", label: "hidden units h", min: 1, max: 6, step: 1, value: 4 },
    { name: "n", label: "inputs n", min: 1, max: 5, step: 1, value: 2 },
  ],
  draw({ controls: { formula: which = 2, m = 6, h = 4, n = 2 }, width }) {
    const { formula, words } = formulas[which - 1] ?? (formulas[0] as (typeof formulas)[0]);
    const sizes = { m, h, n, "1": 1 } as const;
    const length = (side: Block["rows"]): number =>
      sizes[side] === 1 ? lengths["1"] : lengths[side];
    const marks: Mark[] = [];
    let x = 0.6;
    let result = "";
    formula.forEach((piece, i) => {
      if (typeof piece === "string") {
        const long = piece.length > 1;
        if (!long) marks.push({ mark: "text", x: x + 0.1, y: 0, text: piece, size: 17 });
        else {
          marks.push({
            mark: "text",
            x: x + 0.95,
            y: 0.4,
            text: "mean over",
            color: "muted",
            size: 12,
          });
          marks.push({
            mark: "text",
            x: x + 0.95,
            y: -0.4,
            text: "the rows of",
            color: "muted",
            size: 12,
          });
        }
        x += long ? 2.9 : 1.15;
        return;
      }
      const [wide, tall] = [length(piece.columns), length(piece.rows)];
      const out = formula[i - 1] === "=";
      const [rows, columns] = [sizes[piece.rows], sizes[piece.columns]];
      if (out) result = `${piece.name} is [${rows}, ${columns}]`;
      marks.push(
        {
          mark: "box",
          x,
          y: -tall / 2,
          width: wide,
          height: tall,
          color: out ? "third" : "accent",
          fill: true,
        },
        {
          mark: "text",
          x: x + wide / 2,
          y: tall / 2 + 0.95,
          text: piece.name,
          color: out ? "third" : "accent",
        },
        {
          mark: "text",
          x: x + wide / 2,
          y: tall / 2 + 0.33,
          text: `${columns}`,
          color: "muted",
          size: 12,
        },
        { mark: "text", x: x - 0.28, y: 0, text: `${rows}`, color: "muted", size: 12 },
      );
      x += wide + 0.55;
    });
    return {
      panels: [
        {
          x: { domain: [0, Math.max(11.5, x + 0.2)], hidden: true },
          y: { domain: [-2.9, 3.7], hidden: true },
          aspect: width < 420 ? 1.25 : 1.9,
          marks,
        },
      ],
      status: `${result}: ${words}`,
    };
  },
});
