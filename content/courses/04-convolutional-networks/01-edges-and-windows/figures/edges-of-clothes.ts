/** A filter over a real picture: what it answers with at every place, blue above 0 and red below. */
import { defineFigure } from "@gradus/content";
import { classNames, pixelsOf, side } from "../../05-lenet/clothes.ts";
import { planePanel } from "../../shared/planes.ts";
import { filtered, filters } from "../filters.ts";

const out = side - 2;

export default defineFigure({
  title: "The edges of clothes",
  alt: "Left a grey picture of a piece of clothing, right what a filter of three by three answers with at every place of it. A filter that looks for changes from left to right shows sleeves and sides, one that looks from top to bottom shows shoulders and hems.",
  assets: ["fashion-ten"],
  controls: [
    { name: "picture", label: "picture", min: 1, max: 30, step: 1, value: 3 },
    { name: "filter", label: "filter", min: 1, max: filters.length, step: 1, value: 1 },
  ],
  draw({ controls: { picture = 3, filter: which = 1 }, assets }) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    const image = pixelsOf(bytes, picture - 1);
    const filter = filters[which - 1] ?? (filters[0] as (typeof filters)[0]);
    const sums = filtered(image, [side, side], filter);
    const most = Math.max(...sums.map(Math.abs));
    const label = bytes[3000 * side * side + picture - 1] as number;
    return {
      panels: [
        planePanel({
          title: classNames[label] as string,
          rows: side,
          columns: side,
          values: image,
          domain: [0, 1],
        }),
        planePanel({
          title: `answer, ${out} by ${out}`,
          rows: out,
          columns: out,
          values: sums,
          scale: "diverging",
          domain: [-most, most],
        }),
      ],
      status: `${filter.name}: answers from ${Math.min(...sums).toFixed(1)} to ${Math.max(...sums).toFixed(1)}`,
    };
  },
});
