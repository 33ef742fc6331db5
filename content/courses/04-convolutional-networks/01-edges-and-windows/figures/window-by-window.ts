/** A filter of three by three walks over a picture of six by six; every stop gives one number of the answer. */
import { defineFigure } from "@gradus/content";
import { planesPanel } from "../../shared/planes.ts";
import { filtered, filters } from "../filters.ts";

const side = 6;
const out = side - 2;
/** A bright block with an edge on its right and one below. */
const image = Array.from({ length: side * side }, (_, i) =>
  i % side < 3 && Math.floor(i / side) < 4 ? 9 : 0,
);

export default defineFigure({
  title: "One window after the other",
  alt: "Left a picture of six by six numbers, bright in its upper left corner, with a window of three by three. In the middle the nine weights of the filter. Right the answer of four by four, filled up to the window's place. It is large where the picture changes from bright to dark and 0 where it does not change.",
  controls: [
    { name: "place", label: "place of the window", min: 1, max: out * out, step: 1, value: 2 },
    { name: "filter", label: "filter", min: 1, max: filters.length, step: 1, value: 1 },
  ],
  draw({ controls: { place = 2, filter: which = 1 } }) {
    const filter = filters[which - 1] ?? (filters[0] as (typeof filters)[0]);
    const sums = filtered(image, [side, side], filter);
    const [top, left] = [Math.floor((place - 1) / out), (place - 1) % out];
    const products = filter.weights.flatMap((w, k) => {
      const x = image[(top + Math.floor(k / 3)) * side + left + (k % 3)] as number;
      return w !== 0 ? [`${x}·${w < 0 ? `(${w})` : w}`] : [];
    });
    return {
      panels: [
        planesPanel(
          [
            {
              title: "picture",
              rows: side,
              columns: side,
              values: image,
              numbers: true,
              windows: [{ place: [top, left, 3, 3], color: "accent" }],
            },
            { title: "filter", rows: 3, columns: 3, values: filter.weights, numbers: true },
            {
              title: "answer",
              rows: out,
              columns: out,
              values: sums.map((v, i) => (i < place ? v : Number.NaN)),
              numbers: true,
              windows: [{ place: [top, left, 1, 1], color: "accent" }],
            },
          ],
          3,
        ),
      ],
      status: `${filter.name}: ${products.join(" + ")} = ${sums[place - 1]}`,
    };
  },
});
