/** One row of the flattened data shown as a picture again: flattened rightly, and wrongly. */
import { defineFigure } from "@gradus/content";
import { type Tensor, tensor } from "gradus";

const side = 28;
const pixels = side * side;
const count = 600;

export default defineFigure({
  title: "The same shape, two different tables",
  alt: "Two pictures made of row i of the flattened data. On the left it is a piece of clothing. On the right it is grey noise, made of pixels of hundreds of different pictures.",
  assets: ["fashion-pair"],
  controls: [{ name: "row", label: "row of X", min: 0, max: 99, step: 1, value: 1 }],
  async draw({ controls: { row = 1 }, assets }) {
    const bytes = assets["fashion-pair"] as Uint8Array;
    const images = tensor(Float32Array.from(bytes.subarray(0, count * pixels))).reshape([
      count,
      side,
      side,
    ]);
    const picture = async (title: string, X: Tensor) => ({
      title,
      x: { domain: [0, side] as const, hidden: true },
      y: { domain: [0, side] as const, hidden: true },
      aspect: 1,
      marks: [
        {
          mark: "heatmap" as const,
          rows: side,
          columns: side,
          values: Array.from(await X.select(0, row).data(), Number),
          scale: "gray" as const,
          domain: [0, 255] as const,
        },
      ],
    });
    return {
      panels: [
        await picture("images.reshape([m, -1])", images.reshape([count, -1])),
        await picture("images.reshape([-1, m]).t()", images.reshape([-1, count]).t()),
      ],
      status: `both tables are [${count}, ${pixels}]; this is row ${row} of each, put back into 28 × 28`,
    };
  },
});
