/** Parameters and multiply-adds of a network, row by row, counted by the learner's own function once it is there. */
import { defineFigure, type Mark, type Panel } from "@gradus/content";
import type { Count } from "../01-count-table/solution.ts";
import { networks, type Row, type Shape } from "../tables.ts";

type Counting = (input: Shape, rows: readonly Row[]) => Count[];

/** What a row is called, in few letters. */
function nameOf(row: Row): string {
  if (row.kind === "conv") return `${row.size}×${row.size}, ${row.filters}`;
  return row.kind === "dense" ? `dense ${row.units}` : "pool";
}

const short = (n: number): string => {
  if (n >= 1e9) return `${(n / 1e9).toFixed(2)} G`;
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)} M`;
  return n >= 1e3 ? `${(n / 1e3).toFixed(1)} k` : String(n);
};

/** A bar for each row, the first on top. */
function bars(title: string, names: readonly string[], values: readonly number[]): Panel {
  const most = Math.max(...values, 1);
  const n = values.length;
  return {
    title,
    x: { domain: [-0.45, 1.25], hidden: true },
    y: { domain: [0, n], hidden: true },
    aspect: 1.1,
    marks: values.flatMap((value, i): Mark[] => [
      {
        mark: "box",
        x: 0,
        y: n - i - 0.85,
        width: Math.max(value / most, 0.002),
        height: 0.7,
        color: "accent",
        fill: true,
      },
      { mark: "text", x: -0.02, y: n - i - 0.5, text: names[i] ?? "", anchor: "end", size: 11 },
      {
        mark: "text",
        x: value / most + 0.02,
        y: n - i - 0.5,
        text: short(value),
        anchor: "start",
        size: 11,
      },
    ]),
  };
}

export default defineFigure({
  title: "Where the numbers are, and where the work is",
  alt: "Two bar charts with a bar for each row of a network's table. The parameters are nearly all in the first linear layer; the multiply-adds are nearly all in the convolutions.",
  reads: ["count-table"],
  controls: [
    {
      name: "network",
      label: "network: LeNet-5, AlexNet, VGG-16",
      min: 1,
      max: 3,
      step: 1,
      value: 2,
    },
  ],
  draw({ controls: { network = 2 }, learner }) {
    const { name, input, rows } = networks[network - 1] ??
      networks[1] ?? { name: "", input: [1, 1, 1], rows: [] };
    const own = learner["count-table"] as { countTable: Counting } | undefined;
    if (!own)
      return {
        panels: [
          bars(
            `${name}, row by row`,
            rows.map(nameOf),
            rows.map(() => 0),
          ),
        ],
        status: "the bars come with your countTable: pass the exercise below",
      };
    const counted = own
      .countTable(input, rows)
      .map((count, i) => ({ ...count, name: nameOf(rows[i] as Row) }));
    const costly = counted.filter((c) => c.parameters > 0);
    const names = costly.map((c) => c.name);
    const [parameters, work] = [costly.map((c) => c.parameters), costly.map((c) => c.multiplyAdds)];
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    return {
      panels: [bars("parameters", names, parameters), bars("multiply-adds", names, work)],
      status: `${name}, counted by your countTable: ${sum(parameters).toLocaleString("en")} parameters, ${short(sum(work))} multiply-adds for one image`,
    };
  },
});
