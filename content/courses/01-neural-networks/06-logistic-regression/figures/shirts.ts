/** Eight pictures of each kind. */
import { defineFigure, type Mark } from "@gradus/content";

const side = 28;
const pixels = side * side;
const shown = 8;

export default defineFigure({
  title: "T-shirts above, shirts below",
  alt: "Two rows of eight small grey pictures. The upper row shows T-shirts, the lower row shirts. Many shirts have long sleeves or buttons, but some look just like a T-shirt.",
  assets: ["fashion-pair"],
  controls: [{ name: "page", label: "more of them", min: 1, max: 30, step: 1, value: 1 }],
  draw({ controls: { page = 1 }, assets }) {
    const bytes = assets["fashion-pair"] as Uint8Array;
    const marks: Mark[] = [];
    for (const label of [0, 1])
      for (let i = 0; i < shown; i++) {
        const image = 2 * (((page - 1) * shown + i) % 300);
        const at = bytes[800 * pixels + image] === label ? image : image + 1;
        const values = Array.from(bytes.subarray(at * pixels, (at + 1) * pixels));
        const [x, y] = [i * 1.08, (1 - label) * 1.15];
        marks.push({
          mark: "heatmap",
          rows: side,
          columns: side,
          values,
          x: [x, x + 1],
          y: [y, y + 1],
          scale: "gray",
          domain: [0, 255],
        });
      }
    return {
      panels: [
        {
          x: { domain: [-0.05, shown * 1.08], hidden: true },
          y: { domain: [-0.05, 2.2], hidden: true },
          aspect: 3.8,
          marks,
        },
      ],
      status: "above: T-shirts, y = 0; below: shirts, y = 1",
    };
  },
});
