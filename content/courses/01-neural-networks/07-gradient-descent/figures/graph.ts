/** The computation of one neuron's loss for one example as a graph, with numbers there and back. */
import { defineFigure, type FigureColor, type Mark, type Panel } from "@gradus/content";

const number = (v: number): string => v.toFixed(3);

/** A number on an arrow: what it is called, its value on the way there, its slope on the way back. */
interface Edge {
  readonly name: string;
  readonly value: number;
  readonly slope: number;
}

interface Graph {
  /** Into the first node, between the nodes, and out of the last. */
  readonly edges: readonly Edge[];
  /** Joins at the second node. */
  readonly bias: Edge;
}

type Anchor = "start" | "middle" | "end";

const nodes = ["w · x", "+ b", "σ", "loss"];

/** From left to right. */
function inARow({ edges, bias }: Graph): Panel {
  const marks: Mark[] = [];
  const node = (left: number, title: string): void => {
    marks.push({
      mark: "box",
      x: left,
      y: 2,
      width: 1.6,
      height: 1.2,
      color: "muted",
      fill: true,
    });
    marks.push({ mark: "text", x: left + 0.8, y: 2.5, text: title });
  };
  const edge = (
    from: readonly [number, number],
    to: readonly [number, number],
    name: string,
    value: number,
    slope: number,
    at: readonly [number, number] = [(from[0] + to[0]) / 2, from[1]],
  ): void => {
    marks.push({ mark: "arrow", from, to, color: "accent" });
    marks.push({
      mark: "text",
      x: at[0],
      y: at[1] + 0.92,
      text: name,
      color: "accent",
      size: 13,
    });
    marks.push({
      mark: "text",
      x: at[0],
      y: at[1] + 0.36,
      text: number(value),
      color: "accent",
      size: 12,
    });
    marks.push({
      mark: "text",
      x: at[0],
      y: at[1] - 0.52,
      text: number(slope),
      color: "fourth",
      size: 12,
    });
  };
  nodes.forEach((title, i) => {
    node(2.2 + 3.2 * i, title);
  });
  const ends = [
    [0.2, 2.1],
    [3.9, 5.3],
    [7.1, 8.5],
    [10.3, 11.7],
    [13.5, 15.2],
  ] as const;
  edges.forEach((one, i) => {
    const [from = 0, to = 0] = ends[i] ?? [];
    edge([from, 2.6], [to, 2.6], one.name, one.value, one.slope);
  });
  marks.push({ mark: "arrow", from: [6.2, 0.7], to: [6.2, 1.9], color: "accent" });
  marks.push({
    mark: "text",
    x: 6.4,
    y: 1.15,
    text: `b = ${number(bias.value)}`,
    anchor: "start",
    color: "accent",
    size: 12,
  });
  marks.push({
    mark: "text",
    x: 6.4,
    y: 0.65,
    text: number(bias.slope),
    anchor: "start",
    color: "fourth",
    size: 12,
  });
  marks.push({
    mark: "text",
    x: 0,
    y: 4.5,
    text: "above: the number, on the way there",
    anchor: "start",
    color: "accent",
    size: 12,
  });
  marks.push({
    mark: "text",
    x: 0,
    y: 4,
    text: "below: its slope, on the way back",
    anchor: "start",
    color: "fourth",
    size: 12,
  });
  return {
    x: { domain: [-0.2, 15.6], hidden: true },
    y: { domain: [0.2, 5], hidden: true },
    aspect: 2.4,
    marks,
  };
}

/** From top to bottom: for a phone. */
function inAColumn({ edges, bias }: Graph): Panel {
  const gap = 2.4;
  const middle = 4.5;
  const marks: Mark[] = [];
  const said = (x: number, y: number, text: string, color: FigureColor, anchor: Anchor): void => {
    marks.push({ mark: "text", x, y, text, color, anchor, size: 13 });
  };
  nodes.forEach((title, i) => {
    const y = -i * gap;
    marks.push({
      mark: "box",
      x: middle - 1,
      y: y - 0.5,
      width: 2,
      height: 1,
      color: "muted",
      fill: true,
    });
    marks.push({ mark: "text", x: middle, y, text: title });
  });
  edges.forEach(({ name, value, slope }, i) => {
    const y = (0.5 - i) * gap;
    const half = gap / 2 - 0.6;
    marks.push({
      mark: "arrow",
      from: [middle, y + half],
      to: [middle, y - half],
      color: "accent",
    });
    said(middle - 0.35, y, `${name} = ${number(value)}`, "accent", "end");
    said(middle + 0.35, y, number(slope), "fourth", "start");
  });
  marks.push({ mark: "arrow", from: [1.9, -gap], to: [middle - 1.1, -gap], color: "accent" });
  said(0.1, -gap + 0.35, `b = ${number(bias.value)}`, "accent", "start");
  said(0.1, -gap - 0.4, number(bias.slope), "fourth", "start");
  said(0, gap + 0.1, "left: on the way there", "accent", "start");
  said(9, gap + 0.1, "right: the slope", "fourth", "end");
  return {
    x: { domain: [0, 9], hidden: true },
    y: { domain: [-4.1 * gap, gap + 0.5], hidden: true },
    aspect: 9 / (5.1 * gap + 0.5),
    marks,
  };
}

export default defineFigure({
  title: "There and back",
  alt: "A row of boxes: weight times input, plus bias, sigmoid, loss. Above each arrow the number computed on the way there, below it how much the loss moves when this number moves, found on the way back.",
  controls: [
    { name: "w", label: "weight w", min: -3, max: 3, step: 0.1, value: 0.5 },
    { name: "b", label: "bias b", min: -3, max: 3, step: 0.1, value: -0.3 },
    { name: "x", label: "input x", min: -2, max: 2, step: 0.1, value: 1.5 },
    { name: "y", label: "truth y", min: 0, max: 1, step: 1, value: 1 },
  ],
  draw({ width, controls: { w = 0.5, b = -0.3, x = 1.5, y = 1 } }) {
    const product = w * x;
    const z = product + b;
    const a = 1 / (1 + Math.exp(-z));
    const loss = -Math.log(y === 1 ? a : 1 - a);
    const da = y === 1 ? -1 / a : 1 / (1 - a);
    const dz = a - y;
    const edges = [
      { name: "w", value: w, slope: dz * x },
      { name: "wx", value: product, slope: dz },
      { name: "z", value: z, slope: dz },
      { name: "a", value: a, slope: da },
      { name: "ℓ", value: loss, slope: 1 },
    ];
    const layOut = width < 440 ? inAColumn : inARow;
    return {
      panels: [layOut({ edges, bias: { name: "b", value: b, slope: dz } })],
      status: `a − y = ${number(dz)}; times x = ${number(x)} it is the slope by w, ${number(dz * x)}`,
    };
  },
});
