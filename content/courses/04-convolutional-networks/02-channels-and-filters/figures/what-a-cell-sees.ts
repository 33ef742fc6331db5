/** A cell of the last of three layers, and all that it depends on below, down to the pixels. */
import { defineFigure, type Mark } from "@gradus/content";

const most = 31;

export default defineFigure({
  title: "What one cell sees",
  alt: "Four rows of dots: pixels at the bottom, three layers above. From one marked cell of the top row lines fan out downwards to the cells it looks at, and from those to the pixels. Each layer makes the fan wider, and strides make it wider faster.",
  controls: [
    { name: "f", label: "window of every layer", min: 1, max: 5, step: 1, value: 3 },
    { name: "stride1", label: "stride of the first layer", min: 1, max: 3, step: 1, value: 1 },
    { name: "stride2", label: "stride of the second layer", min: 1, max: 3, step: 1, value: 1 },
  ],
  draw({ controls: { f = 3, stride1 = 1, stride2 = 1 }, width }) {
    const strides = [stride1, stride2, 1];
    // How far apart neighbours of each row are, in pixels, and how many of a row are seen from the top.
    const jumps = [1];
    for (const s of strides) jumps.push((jumps.at(-1) as number) * s);
    const counts = [1];
    for (let l = 2; l >= 0; l--) {
      const above = counts[0] as number;
      counts.unshift((above - 1) * (strides[l] as number) + f);
    }
    const field = counts[0] as number;
    const span = Math.max(most, field + 4);
    const xOf = (layer: number, i: number, count: number): number =>
      (i - (count - 1) / 2) * (jumps[layer] as number);
    const lines: Mark[] = [];
    const dots: Mark[] = [];
    for (let layer = 0; layer <= 3; layer++) {
      const count = counts[layer] as number;
      const jump = jumps[layer] as number;
      const half = Math.floor(span / 2 / jump);
      const shift = count % 2 === 0 ? 0.5 : 0;
      const others = Array.from({ length: 2 * half + 1 }, (_, i) => (i - half + shift) * jump);
      const seen = (x: number): boolean => Math.abs(x) <= ((count - 1) / 2) * jump + 1e-6;
      dots.push({
        mark: "points",
        x: others,
        y: others.map(() => layer),
        color: others.map((x) => (seen(x) ? "accent" : "muted")),
        size: span > 45 || width < 420 ? 2 : 3.5,
      });
      if (layer === 0) continue;
      const below = counts[layer - 1] as number;
      for (let i = 0; i < count; i++)
        for (const edge of [0, f - 1])
          lines.push({
            mark: "line",
            x: [
              xOf(layer, i, count),
              xOf(layer - 1, i * (strides[layer - 1] as number) + edge, below),
            ],
            y: [layer, layer - 1],
            color: "muted",
            width: 1,
          });
    }
    const labels: Mark[] = ["pixels", "layer 1", "layer 2", "layer 3"].map((text, y) => ({
      mark: "text",
      x: -span / 2,
      y: y + 0.22,
      text,
      anchor: "start",
      size: 12,
      color: "muted",
    }));
    return {
      panels: [
        {
          x: { domain: [-span / 2 - 0.5, span / 2 + 0.5], hidden: true },
          y: { domain: [-0.4, 3.5], hidden: true },
          aspect: width < 420 ? 1.3 : 1.9,
          marks: [...lines, ...dots, ...labels],
        },
      ],
      status: `a cell of the third layer sees ${counts[2]} cells of the second, ${counts[1]} of the first, and ${field} pixels in a row`,
    };
  },
});
