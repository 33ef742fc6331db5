/** One example through one hidden unit: values on the way forward, slopes multiplied on the way back. */
import { defineFigure, type Mark, type Panel } from "@gradus/content";

const text = (v: number): string =>
  v
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, "")
    .replace("-", "−");

/** What the figure shows, wherever it stands. */
interface Numbers {
  readonly names: readonly string[];
  readonly values: readonly number[];
  /** The slopes of the steps z1→a1→z2→a2→J. */
  readonly slopes: readonly number[];
  /** The slopes of the cost by z1, a1, z2, a2 and J. */
  readonly gradients: readonly number[];
  /** By which gradient each weight's is found, times what, and what comes out. */
  readonly weights: readonly {
    readonly at: number;
    readonly name: string;
    readonly times: string;
    readonly gradient: number;
  }[];
}

type Place = readonly [x: number, y: number];

const box = ([x, y]: Place, [width, height]: Place, color: "accent" | "fourth"): Mark => ({
  mark: "box",
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
  color,
  fill: true,
});

type Text = Extract<Mark, { mark: "text" }>;
type Ends = Pick<Extract<Mark, { mark: "arrow" }>, "from" | "to">;

const words = ([x, y]: Place, said: string, more: Partial<Text> = {}): Mark => ({
  mark: "text",
  x,
  y,
  text: said,
  ...more,
});

/** Left to right and back again below. */
function inRows({ names, values, slopes, gradients, weights }: Numbers): Panel {
  const gap = 3.1;
  const size: Place = [1.3, 1.1];
  const marks: Mark[] = [];
  const between = (from: number, to: number, y: number): Ends => {
    const away = Math.sign(to - from) * (size[0] / 2 + 0.12);
    return { from: [from * gap + away, y], to: [to * gap - away, y] };
  };
  values.forEach((value, i) => {
    marks.push(
      box([i * gap, 2.55], size, "accent"),
      words([i * gap, 2.55], text(value), { size: 12 }),
      words([i * gap, 3.5], names[i] ?? "", { color: "accent", size: 12 }),
    );
    if (i > 0) marks.push({ mark: "arrow", ...between(i - 1, i, 2.55), color: "accent" });
  });
  gradients.forEach((gradient, k) => {
    const i = k + 1;
    marks.push(
      box([i * gap, 0], size, "fourth"),
      words([i * gap, 0], text(gradient), { size: 12 }),
    );
    if (k === 0) return;
    marks.push({ mark: "arrow", ...between(i, i - 1, 0), color: "fourth" });
    const slope = `× ${text(slopes[k - 1] ?? 0)}`;
    marks.push(words([(i - 0.5) * gap, 0.5], slope, { color: "muted", size: 12 }));
  });
  marks.push(words([0.1 * gap, 0], "way back", { color: "fourth", size: 12 }));
  for (const { at, name, times, gradient } of weights) {
    const x = (at + 1) * gap;
    marks.push(
      { mark: "arrow", from: [x, -0.68], to: [x, -1.6], color: "fourth" },
      words([x + 0.2, -1.15], times, { anchor: "start", color: "muted", size: 12 }),
      words([x, -2.05], `${name} = ${text(gradient)}`, { color: "fourth", size: 12 }),
    );
  }
  return {
    x: { domain: [-0.9, 5 * gap + 0.9], hidden: true },
    y: { domain: [-2.5, 4], hidden: true },
    aspect: 2.1,
    marks,
  };
}

/** Top to bottom, and back up beside it: for a phone. */
function inColumns({ names, values, slopes, gradients, weights }: Numbers): Panel {
  const gap = 1.7;
  const size: Place = [1.5, 0.8];
  const [there, back] = [3.55, 6.35];
  const marks: Mark[] = [];
  const between = (from: number, to: number, x: number): Ends => {
    const away = Math.sign(from - to) * (size[1] / 2 + 0.1);
    return { from: [x, -from * gap + away], to: [x, -to * gap - away] };
  };
  values.forEach((value, i) => {
    const y = -i * gap;
    marks.push(
      box([there, y], size, "accent"),
      words([there, y], text(value)),
      words([there - 0.95, y], names[i] ?? "", { anchor: "end", color: "accent", size: 12 }),
    );
    if (i > 0) marks.push({ mark: "arrow", ...between(i - 1, i, there), color: "accent" });
  });
  gradients.forEach((gradient, k) => {
    const y = -(k + 1) * gap;
    marks.push(box([back, y], size, "fourth"), words([back, y], text(gradient)));
    if (k === 0) return;
    marks.push({ mark: "arrow", ...between(k + 1, k, back), color: "fourth" });
    const slope = `× ${text(slopes[k - 1] ?? 0)}`;
    marks.push(
      words([back - 0.2, y + gap / 2], slope, { anchor: "end", color: "muted", size: 12 }),
    );
  });
  marks.push(words([back, 0], "way back", { color: "fourth", size: 12 }));
  for (const { at, name, times, gradient } of weights) {
    const y = -(at + 1) * gap;
    marks.push(
      { mark: "arrow", from: [back + 0.85, y], to: [back + 1.55, y], color: "fourth" },
      words([back + 1.7, y + 0.45], `${times}:`, { anchor: "start", color: "muted", size: 12 }),
      words([back + 1.7, y], `${name} =`, { anchor: "start", color: "fourth", size: 12 }),
      words([back + 1.7, y - 0.45], text(gradient), { anchor: "start", color: "fourth", size: 12 }),
    );
  }
  return {
    x: { domain: [0, 9.6], hidden: true },
    y: { domain: [-5 * gap - 0.6, 0.6], hidden: true },
    aspect: 9.6 / (5 * gap + 1.2),
    marks,
  };
}

export default defineFigure({
  title: "Forward, and back again",
  alt: "Two rows of boxes. The upper row leads from the input x through z1, a1, z2 and a2 to the cost J. The lower row leads back: it starts with 1 under J, and from box to box the number is multiplied by the slope of that step. From its boxes under z1 and z2 an arrow leads down to the slope of the weight w1 and of w2.",
  controls: [
    { name: "x", label: "input x", min: -2, max: 2, step: 0.1, value: 1 },
    { name: "w1", label: "weight w1", min: -2, max: 2, step: 0.1, value: 0.8 },
    { name: "w2", label: "weight w2", min: -2, max: 2, step: 0.1, value: -1.5 },
    { name: "y", label: "truth y", min: 0, max: 1, step: 1, value: 1 },
  ],
  draw({ width, controls: { x = 1, w1 = 0.8, w2 = -1.5, y = 1 } }) {
    const z1 = w1 * x;
    const a1 = Math.tanh(z1);
    const z2 = w2 * a1;
    const a2 = 1 / (1 + Math.exp(-z2));
    const cost = -(y * Math.log(a2) + (1 - y) * Math.log(1 - a2));
    const names = ["x", "z1 = w1·x", "a1 = tanh", "z2 = w2·a1", "a2 = sigmoid", "cost J"];
    const values = [x, z1, a1, z2, a2, cost];
    const slopes = [1 - a1 * a1, w2, a2 * (1 - a2), (a2 - y) / (a2 * (1 - a2))];
    const gradients = [1];
    for (const slope of slopes.toReversed()) gradients.unshift((gradients[0] as number) * slope);
    const [dz1 = 0, , dz2 = 0] = gradients;
    const weights = [
      { at: 0, name: "dw1", times: "× x", gradient: dz1 * x },
      { at: 2, name: "dw2", times: "× a1", gradient: dz2 * a1 },
    ];
    const layOut = width < 440 ? inColumns : inRows;
    return {
      panels: [layOut({ names, values, slopes, gradients, weights })],
      status: `if w1 grows by 0.01, the cost moves by about ${(0.01 * dz1 * x).toFixed(4).replace("-", "−")}`,
    };
  },
});
