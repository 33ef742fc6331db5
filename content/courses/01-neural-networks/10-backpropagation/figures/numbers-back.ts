/** One example through one hidden unit: values on the way forward, slopes multiplied on the way back. */
import { defineFigure, type Mark } from "@gradus/content";

const text = (v: number): string =>
  v
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, "")
    .replace("-", "−");
const gap = 2.6;
const half = 0.62;

export default defineFigure({
  title: "Forward, and back again",
  alt: "Two rows of boxes. The upper row leads from the input x through z1, a1, z2 and a2 to the cost J. The lower row leads back: it starts with 1 under J, and from box to box the number is multiplied by the slope of that step. From its boxes under z1 and z2 an arrow leads down to the slope of the weight w1 and of w2.",
  controls: [
    { name: "x", label: "input x", min: -2, max: 2, step: 0.1, value: 1 },
    { name: "w1", label: "weight w1", min: -2, max: 2, step: 0.1, value: 0.8 },
    { name: "w2", label: "weight w2", min: -2, max: 2, step: 0.1, value: -1.5 },
    { name: "y", label: "truth y", min: 0, max: 1, step: 1, value: 1 },
  ],
  draw({ controls: { x = 1, w1 = 0.8, w2 = -1.5, y = 1 } }) {
    const z1 = w1 * x;
    const a1 = Math.tanh(z1);
    const z2 = w2 * a1;
    const a2 = 1 / (1 + Math.exp(-z2));
    const cost = -(y * Math.log(a2) + (1 - y) * Math.log(1 - a2));
    const names = ["x", "z1 = w1·x", "a1 = tanh", "z2 = w2·a1", "a2 = sigmoid", "cost J"];
    const values = [x, z1, a1, z2, a2, cost];
    // The slopes of the steps z1→a1→z2→a2→J, from left to right.
    const slopes = [1 - a1 * a1, w2, a2 * (1 - a2), (a2 - y) / (a2 * (1 - a2))];
    const gradients = [1];
    for (const slope of slopes.toReversed()) gradients.unshift((gradients[0] as number) * slope);
    const marks: Mark[] = [];
    values.forEach((value, i) => {
      const at = i * gap;
      marks.push({
        mark: "box",
        x: at - half,
        y: 2,
        width: 2 * half,
        height: 1.1,
        color: "accent",
        fill: true,
      });
      marks.push({ mark: "text", x: at, y: 2.42, text: text(value) });
      marks.push({ mark: "text", x: at, y: 3.4, text: names[i] as string, color: "accent" });
      if (i > 0)
        marks.push({
          mark: "arrow",
          from: [at - gap + half + 0.1, 2.55],
          to: [at - half - 0.1, 2.55],
          color: "accent",
        });
    });
    const [dz1 = 0, , dz2 = 0] = gradients;
    gradients.forEach((gradient, i) => {
      const at = (i + 1) * gap;
      marks.push({
        mark: "box",
        x: at - half,
        y: -0.55,
        width: 2 * half,
        height: 1.1,
        color: "fourth",
        fill: true,
      });
      marks.push({ mark: "text", x: at, y: -0.12, text: text(gradient) });
      if (i === 0) return;
      const slope = slopes[i - 1] as number;
      marks.push({
        mark: "arrow",
        from: [at - half - 0.1, 0],
        to: [at - gap + half + 0.1, 0],
        color: "fourth",
      });
      marks.push({
        mark: "text",
        x: at - gap / 2,
        y: 0.35,
        text: `× ${text(slope)}`,
        color: "muted",
      });
    });
    marks.push({ mark: "text", x: 0, y: -0.12, text: "way back", color: "fourth" });
    for (const [at, name, gradient, rule] of [
      [1, "dw1", dz1 * x, "× x"],
      [3, "dw2", dz2 * a1, "× a1"],
    ] as const) {
      marks.push({ mark: "arrow", from: [at * gap, -0.7], to: [at * gap, -1.6], color: "fourth" });
      marks.push({
        mark: "text",
        x: at * gap + 0.2,
        y: -1.2,
        text: rule,
        anchor: "start",
        color: "muted",
      });
      marks.push({
        mark: "text",
        x: at * gap,
        y: -2.1,
        text: `${name} = ${text(gradient)}`,
        color: "fourth",
      });
    }
    return {
      panels: [
        {
          x: { domain: [-1.3, 14.2], hidden: true },
          y: { domain: [-2.6, 4], hidden: true },
          aspect: 2,
          marks,
        },
      ],
      status: `if w1 grows by 0.01, the cost moves by about ${(0.01 * dz1 * x).toFixed(4).replace("-", "−")}`,
    };
  },
});
