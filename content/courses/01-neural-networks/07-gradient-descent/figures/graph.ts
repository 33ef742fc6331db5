/** The computation of one neuron's loss for one example as a graph, with numbers there and back. */
import { defineFigure, type Mark } from "@gradus/content";

const number = (v: number): string => v.toFixed(3);

export default defineFigure({
  title: "There and back",
  alt: "A row of boxes: weight times input, plus bias, sigmoid, loss. Above each arrow the number computed on the way there, below it how much the loss moves when this number moves, found on the way back.",
  controls: [
    { name: "w", label: "weight w", min: -3, max: 3, step: 0.1, value: 0.5 },
    { name: "b", label: "bias b", min: -3, max: 3, step: 0.1, value: -0.3 },
    { name: "x", label: "input x", min: -2, max: 2, step: 0.1, value: 1.5 },
    { name: "y", label: "truth y", min: 0, max: 1, step: 1, value: 1 },
  ],
  draw({ controls: { w = 0.5, b = -0.3, x = 1.5, y = 1 } }) {
    const product = w * x;
    const z = product + b;
    const a = 1 / (1 + Math.exp(-z));
    const loss = -Math.log(y === 1 ? a : 1 - a);
    const da = y === 1 ? -1 / a : 1 / (1 - a);
    const dz = a - y;
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
        y: at[1] + 0.75,
        text: name,
        color: "accent",
        size: 13,
      });
      marks.push({
        mark: "text",
        x: at[0],
        y: at[1] + 0.2,
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
    node(2.2, "w · x");
    node(5.4, "+ b");
    node(8.6, "σ");
    node(11.8, "loss");
    edge([0.2, 2.6], [2.1, 2.6], "w", w, dz * x, [1, 2.6]);
    edge([3.9, 2.6], [5.3, 2.6], "wx", product, dz);
    edge([7.1, 2.6], [8.5, 2.6], "z", z, dz);
    edge([10.3, 2.6], [11.7, 2.6], "a", a, da);
    edge([13.5, 2.6], [15.2, 2.6], "ℓ", loss, 1, [14.4, 2.6]);
    marks.push({ mark: "arrow", from: [6.2, 0.7], to: [6.2, 1.9], color: "accent" });
    marks.push({
      mark: "text",
      x: 6.4,
      y: 1.15,
      text: `b = ${number(b)}`,
      anchor: "start",
      color: "accent",
      size: 12,
    });
    marks.push({
      mark: "text",
      x: 6.4,
      y: 0.65,
      text: number(dz),
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
      panels: [
        {
          x: { domain: [-0.2, 15.6], hidden: true },
          y: { domain: [0.2, 5], hidden: true },
          aspect: 2.4,
          marks,
        },
      ],
      status: `a − y = ${number(dz)}; times x = ${number(x)} it is the slope by w, ${number(dz * x)}`,
    };
  },
});
