/** An image of an item of clothing, and the numbers in one corner of it. */
import { defineFigure } from "@gradus/content";

const side = 28;
const window = 8;

export default defineFigure({
  title: "A picture is a table of numbers",
  alt: "On the left a grey image of 28 by 28 pixels, with a square drawn on it. On the right the brightness of the 8 by 8 pixels in this square, as numbers from 0 for black to 255 for white.",
  assets: ["fashion-pair"],
  controls: [
    { name: "image", label: "image", min: 1, max: 40, step: 1, value: 2 },
    { name: "across", label: "square, across", min: 0, max: side - window, step: 1, value: 3 },
    { name: "down", label: "square, down", min: 0, max: side - window, step: 1, value: 2 },
  ],
  draw({ controls: { image = 2, across = 3, down = 2 }, assets }) {
    const bytes = assets["fashion-pair"] as Uint8Array;
    const at = (row: number, column: number): number =>
      bytes[(image - 1) * side * side + row * side + column] as number;
    const cells = (from: number, count: number): number[] =>
      Array.from({ length: count }, (_, i) => from + i);
    const all = cells(0, side);
    const values = all.flatMap((row) => all.map((column) => at(row, column)));
    const inside = cells(down, window).flatMap((row) =>
      cells(across, window).map((column) => at(row, column)),
    );
    return {
      panels: [
        {
          title: "28 × 28 pixels",
          x: { domain: [0, side], hidden: true },
          y: { domain: [0, side], hidden: true },
          aspect: 1,
          marks: [
            { mark: "heatmap", rows: side, columns: side, values, scale: "gray", domain: [0, 255] },
            {
              mark: "box",
              x: across,
              y: side - down - window,
              width: window,
              height: window,
              color: "third",
            },
          ],
        },
        {
          title: "the 8 × 8 in the square",
          x: { domain: [0, window], hidden: true },
          y: { domain: [0, window], hidden: true },
          aspect: 1,
          marks: [
            {
              mark: "heatmap",
              rows: window,
              columns: window,
              values: inside,
              scale: "gray",
              domain: [0, 255],
              numbers: true,
            },
          ],
        },
      ],
      status: `the whole picture is ${side * side} numbers; pixel (${down}, ${across}) is ${at(down, across)}`,
    };
  },
});
