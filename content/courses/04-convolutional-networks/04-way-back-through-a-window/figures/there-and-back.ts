/** A filter's cells one after the other on their way back: what each gives to the pixels of its window and to the weights. */
import { defineFigure } from "@gradus/content";
import { type Plane, planesPanel } from "../../shared/planes.ts";

const [side, f] = [4, 2];
const out = side - f + 1;
const image = [3, 0, 1, 2, 1, 5, 8, 0, 2, 7, 2, 5, 0, 1, 3, 1];
const filter = [1, -1, 2, 0];
const slopes = [1, 0, -1, 2, 1, 0, 0, -2, 1];

/** The place in the picture that the place k of the filter lies on, for a cell. */
const under = (cell: number, k: number): number =>
  (Math.floor(cell / out) + Math.floor(k / f)) * side + (cell % out) + (k % f);

export default defineFigure({
  title: "What every cell hands back",
  alt: "The slopes of nine cells; the picture with the window of the cell at hand; and the gradients of the picture and of the filter, filled up cell after cell. A pixel that lies in several windows gets something from each. Every cell adds to all four weights.",
  controls: [{ name: "cells", label: "cells so far", min: 1, max: out * out, step: 1, value: 1 }],
  draw({ controls: { cells = 1 } }) {
    const dImage = Array.from({ length: side * side }, () => 0);
    const dFilter = Array.from({ length: f * f }, () => 0);
    for (let cell = 0; cell < cells; cell++)
      for (let k = 0; k < f * f; k++) {
        const slope = slopes[cell] as number;
        const at = under(cell, k);
        dImage[at] = (dImage[at] as number) + slope * (filter[k] as number);
        dFilter[k] = (dFilter[k] as number) + slope * (image[at] as number);
      }
    const cell = cells - 1;
    const [top, left] = [Math.floor(cell / out), cell % out];
    const slope = slopes[cell] as number;
    const window = { place: [top, left, f, f], color: "accent" } as const;
    const pixels = filter.map((_, k) => image[under(cell, k)] as number);
    const plane = (title: string, size: number, values: readonly number[]): Plane => ({
      title,
      rows: size,
      columns: size,
      values,
      numbers: true,
    });
    return {
      panels: [
        planesPanel(
          [
            {
              ...plane("dZ: slopes", out, slopes),
              windows: [{ place: [top, left, 1, 1], color: "accent" }],
            },
            { ...plane("picture", side, image), windows: [window] },
            plane("filter", f, filter),
            null,
            { ...plane("dX: picture", side, dImage), windows: [window] },
            plane("dW: filter", f, dFilter),
          ],
          3,
        ),
      ],
      status: `cell (${top}, ${left}) with slope ${slope}: dX gets ${slope} times the filter (${filter.map((w) => slope * w).join(", ")}) at its window; dW gets ${slope} times the window (${pixels.map((x) => slope * x).join(", ")})`,
    };
  },
});
