/** A colour picture's three channels, a filter's three channels, and the sum of the three that one cell is. */
import { defineFigure } from "@gradus/content";
import { type Plane, planesPanel } from "../../shared/planes.ts";

const side = 4;
const out = side - 1;
const names = ["red", "green", "blue"] as const;
/** A small picture: a red edge, a green spot, an even blue. */
const picture = [
  [9, 9, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0],
  [1, 1, 1, 1, 1, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
] as const;
const filters = [
  {
    name: "a red edge, whatever else there is",
    weights: [
      [1, -1, 1, -1],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  },
  {
    name: "an edge in any colour",
    weights: [
      [1, -1, 1, -1],
      [1, -1, 1, -1],
      [1, -1, 1, -1],
    ],
  },
  {
    name: "more green than blue",
    weights: [
      [0, 0, 0, 0],
      [1, 1, 1, 1],
      [-1, -1, -1, -1],
    ],
  },
] as const;

export default defineFigure({
  title: "Through all channels",
  alt: "Three small planes, red, green and blue, with a window of two by two at the same place in each; below them three planes of weights; and one plane of answers. The three sums of a window are added up to one number.",
  controls: [
    { name: "place", label: "place of the window", min: 1, max: out * out, step: 1, value: 2 },
    { name: "filter", label: "filter", min: 1, max: filters.length, step: 1, value: 1 },
  ],
  draw({ controls: { place = 2, filter: which = 1 }, width }) {
    const filter = filters[which - 1] ?? filters[0];
    const partAt = (cell: number, c: number): number => {
      const [top, left] = [Math.floor(cell / out), cell % out];
      return (filter.weights[c] ?? []).reduce<number>((sum, w, k) => {
        const at = (top + Math.floor(k / 2)) * side + left + (k % 2);
        return sum + w * (picture[c]?.[at] ?? 0);
      }, 0);
    };
    const cell = place - 1;
    const parts = names.map((_, c) => partAt(cell, c));
    const sums = Array.from({ length: out * out }, (_, i) =>
      i < place ? names.reduce((sum, _, c) => sum + partAt(i, c), 0) : Number.NaN,
    );
    const [top, left] = [Math.floor(cell / out), cell % out];
    const colours = names.map(
      (name, c): Plane => ({
        title: name,
        rows: side,
        columns: side,
        values: picture[c] ?? [],
        numbers: true,
        windows: [{ place: [top, left, 2, 2], color: "accent" }],
      }),
    );
    const weights = names.map(
      (name, c): Plane => ({
        title: `for ${name}`,
        rows: 2,
        columns: 2,
        values: filter.weights[c] ?? [],
        numbers: true,
      }),
    );
    const map: Plane = {
      title: "feature map",
      rows: out,
      columns: out,
      values: sums,
      numbers: true,
      windows: [{ place: [top, left, 1, 1], color: "accent" }],
    };
    return {
      panels: [
        width < 420
          ? planesPanel([...colours, ...weights, map], 3)
          : planesPanel([...colours, map, ...weights], 4),
      ],
      status: `${filter.name}: ${names.map((n, c) => `${n} ${parts[c]}`).join(", ")}; together ${parts.reduce((a, b) => a + b, 0)}`,
    };
  },
});
