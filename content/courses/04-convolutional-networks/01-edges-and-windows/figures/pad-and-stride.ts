/** Where the windows lie for any size, filter, stride and padding, and how many cells come out. */
import { defineFigure } from "@gradus/content";
import { planePanel } from "../../shared/planes.ts";

export default defineFigure({
  title: "Padding and stride",
  alt: "Left a square picture with a border of zeros and the window that belongs to one cell. Right the answer with that cell marked. A wider border gives more cells, a longer stride gives fewer.",
  controls: [
    { name: "n", label: "picture n", min: 3, max: 9, step: 1, value: 6 },
    { name: "f", label: "filter f", min: 1, max: 5, step: 1, value: 3 },
    { name: "stride", label: "stride", min: 1, max: 4, step: 1, value: 2 },
    { name: "pad", label: "padding", min: 0, max: 3, step: 1, value: 1 },
    { name: "cell", label: "cell", min: 1, max: 40, step: 1, value: 2 },
  ],
  draw({ controls: { n = 6, f = 3, stride = 2, pad = 1, cell = 2 } }) {
    const out = Math.floor((n + 2 * pad - f) / stride) + 1;
    const formula = `(${n} + 2·${pad} − ${f}) / ${stride}, rounded down, + 1`;
    const empty = (side: number): number[] => Array.from({ length: side * side }, () => Number.NaN);
    const picture = {
      title: `picture ${n} by ${n}, border ${pad}`,
      rows: n,
      columns: n,
      values: empty(n),
      numbers: true,
      pad,
    };
    if (out < 1)
      return {
        panels: [planePanel(picture)],
        status: "the filter is larger than the picture with its border: no window fits",
      };
    const at = (cell - 1) % (out * out);
    const [i, j] = [Math.floor(at / out), at % out];
    const [top, left] = [i * stride - pad, j * stride - pad];
    const used = (out - 1) * stride + f;
    const rest = n + 2 * pad - used;
    return {
      panels: [
        planePanel({
          ...picture,
          windows: [{ place: [top, left, f, f], color: "accent" }],
        }),
        planePanel({
          title: `answer ${out} by ${out}`,
          rows: out,
          columns: out,
          values: empty(out),
          numbers: true,
          windows: [{ place: [i, j, 1, 1], color: "accent" }],
        }),
      ],
      status: `${formula} = ${out}. Cell (${i}, ${j}): its window begins at row ${top}, column ${left}${rest > 0 ? `; ${rest} at the end ${rest === 1 ? "is" : "are"} never looked at` : ""}`,
    };
  },
});
