/** A layer as a box: what goes in and out on the way forward, and on the way back. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

export default defineFigure({
  title: "A layer, there and back",
  alt: "A layer drawn as a box. On the way forward A of the layer below goes in and A of this layer comes out; on the way back dA goes in from the right, dA of the layer below comes out on the left, and dW and db come out below. The cache leads from the one way to the other.",
  controls: [
    { name: "m", label: "examples", min: 1, max: 64, step: 1, value: 32 },
    { name: "inputs", label: "inputs", min: 1, max: 20, step: 1, value: 8 },
    { name: "units", label: "units", min: 1, max: 20, step: 1, value: 5 },
  ],
  draw({ width, controls: { m = 32, inputs = 8, units = 5 } }) {
    const narrow = width < 440;
    const marks: Mark[] = [];
    const way = (
      y: number,
      color: FigureColor,
      lines: readonly [string, string],
      [left, leftShape]: readonly [string, string],
      [right, rightShape]: readonly [string, string],
      forward: boolean,
    ): void => {
      marks.push({ mark: "box", x: 3, y: y - 0.7, width: 4, height: 1.4, color, fill: true });
      const title = { mark: "text", x: 5 } as const;
      if (narrow)
        lines.forEach((text, i) => {
          marks.push({ ...title, y: y + 0.22 - 0.48 * i, text });
        });
      else marks.push({ ...title, y: y - 0.08, text: lines.join(" ") });
      const ends: [readonly [number, number], readonly [number, number]][] = [
        [
          [1.7, y],
          [2.9, y],
        ],
        [
          [7.1, y],
          [8.3, y],
        ],
      ];
      for (const [a, b] of ends)
        marks.push(
          forward
            ? { mark: "arrow", from: a, to: b, color }
            : { mark: "arrow", from: b, to: a, color },
        );
      marks.push({ mark: "text", x: 0.85, y: y + 0.12, text: left, color });
      marks.push({ mark: "text", x: 0.85, y: y - 0.38, text: leftShape, color: "muted" });
      marks.push({ mark: "text", x: 9.15, y: y + 0.12, text: right, color });
      marks.push({ mark: "text", x: 9.15, y: y - 0.38, text: rightShape, color: "muted" });
    };
    const below = `[${m}, ${inputs}]`;
    const own = `[${m}, ${units}]`;
    way(3.2, "accent", ["A·Wᵀ + b,", "then the bend"], ["A below", below], ["A", own], true);
    way(0.2, "fourth", ["slope of the", "bend, then W"], ["dA below", below], ["dA", own], false);
    marks.push({ mark: "arrow", from: [5, 2.45], to: [5, 0.95], color: "muted" });
    const cached = narrow ? ["cache: A below,", "W, b, Z"] : ["cache: A below, W, b, Z"];
    cached.forEach((text, i) => {
      const y = (narrow ? 1.9 : 1.65) - 0.5 * i;
      marks.push({ mark: "text", x: 5.2, y, text, anchor: "start", color: "muted" });
    });
    marks.push({ mark: "arrow", from: [4.2, -0.55], to: [4.2, -1.4], color: "fourth" });
    marks.push({ mark: "arrow", from: [5.8, -0.55], to: [5.8, -1.4], color: "fourth" });
    marks.push({ mark: "text", x: 4.2, y: -1.8, text: "dW", color: "fourth" });
    marks.push({ mark: "text", x: 4.2, y: -2.25, text: `[${units}, ${inputs}]`, color: "muted" });
    marks.push({ mark: "text", x: 5.8, y: -1.8, text: "db", color: "fourth" });
    marks.push({ mark: "text", x: 5.8, y: -2.25, text: `[${units}]`, color: "muted" });
    return {
      panels: [
        {
          x: { domain: [0, 10], hidden: true },
          y: { domain: [-2.6, 4.3], hidden: true },
          aspect: narrow ? 1.15 : 1.75,
          marks,
        },
      ],
      status: "every gradient has the shape of what it belongs to",
    };
  },
});
