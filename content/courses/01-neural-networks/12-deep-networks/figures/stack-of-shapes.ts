/** The shapes of a network of three layers, as boxes whose sides are the sizes. */
import { defineFigure, type Mark } from "@gradus/content";

/** A box's side for a size: large sizes grow slowly, so that all of them fit. */
const side = (n: number): number => 0.5 + 0.55 * Math.log2(1 + n);

export default defineFigure({
  title: "Every shape follows from the sizes",
  alt: "Three layers side by side. Each has a box for its weights, as high as it has units and as wide as it has inputs, and a narrow box for its biases.",
  controls: [
    { name: "inputs", label: "inputs", min: 1, max: 64, step: 1, value: 12 },
    { name: "first", label: "units of layer 1", min: 1, max: 32, step: 1, value: 8 },
    { name: "second", label: "units of layer 2", min: 1, max: 32, step: 1, value: 4 },
    { name: "last", label: "units of layer 3", min: 1, max: 10, step: 1, value: 1 },
  ],
  draw({ controls: { inputs = 12, first = 8, second = 4, last = 1 } }) {
    const sizes = [inputs, first, second, last];
    const marks: Mark[] = [];
    let x = 0;
    let parameters = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const units = sizes[layer] as number;
      const below = sizes[layer - 1] as number;
      parameters += units * below + units;
      const [width, height] = [side(below), side(units)];
      const name = `W${layer} [${units}, ${below}]`;
      marks.push({ mark: "box", x, y: -height / 2, width, height, color: "accent", fill: true });
      marks.push({ mark: "text", x: x + width / 2, y: height / 2 + 0.35, text: name });
      const bias = { x: x + width + 0.25, width: 0.4, y: -height / 2, height };
      marks.push({ mark: "box", ...bias, color: "fourth", fill: true });
      marks.push({
        mark: "text",
        x: bias.x + 0.2,
        y: -height / 2 - 0.5,
        text: `b${layer} [${units}]`,
        color: "fourth",
      });
      x = bias.x + 1.6;
    }
    return {
      panels: [
        {
          x: { domain: [-0.4, x], hidden: true },
          y: { domain: [-2.6, 2.6], hidden: true },
          aspect: 2.2,
          marks,
        },
      ],
      status: `a batch of 64 goes through as [64, ${sizes.join("] → [64, ")}]; ${parameters} numbers are learned`,
    };
  },
});
