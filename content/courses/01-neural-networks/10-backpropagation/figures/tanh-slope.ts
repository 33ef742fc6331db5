/** tanh with its tangent, and its slope as a curve of its own. */
import { defineFigure, type Mark } from "@gradus/content";

const xs = Array.from({ length: 121 }, (_, i) => -4 + i / 15);

export default defineFigure({
  title: "The slope of tanh is 1 − tanh²",
  alt: "Left, the curve of tanh from −1 to 1 with a tangent. Right, its slope, a bell that is 1 in the middle and nearly 0 from 3 on.",
  controls: [{ name: "z", label: "z", min: -3.5, max: 3.5, step: 0.1, value: 0.8 }],
  draw({ controls: { z = 0.8 } }) {
    const a = Math.tanh(z);
    const slope = 1 - a * a;
    const reach = 0.9 / Math.hypot(1, slope);
    const tangent = [z - reach, z + reach];
    const left: Mark[] = [
      { mark: "line", x: xs, y: xs.map(Math.tanh), color: "accent", width: 2 },
      {
        mark: "line",
        x: tangent,
        y: tangent.map((x) => a + slope * (x - z)),
        color: "fourth",
        width: 3,
      },
      { mark: "points", x: [z], y: [a], color: "fourth", size: 5 },
    ];
    const right: Mark[] = [
      { mark: "line", x: xs, y: xs.map((x) => 1 - Math.tanh(x) ** 2), color: "accent", width: 2 },
      { mark: "points", x: [z], y: [slope], color: "fourth", size: 5 },
    ];
    const x = { label: "z", domain: [-4, 4] as const };
    return {
      panels: [
        { title: "tanh(z)", x, y: { domain: [-1.3, 1.3] }, aspect: 1.4, marks: left },
        { title: "its slope", x, y: { domain: [-0.1, 1.15] }, aspect: 1.4, marks: right },
      ],
      status: `a = tanh(z) = ${a.toFixed(3)}, slope = 1 − a² = ${slope.toFixed(3)}`,
    };
  },
});
