/** What a pooling hands back: all to the largest of each window, or an equal share to each place. */
import { defineFigure } from "@gradus/content";
import { planesPanel } from "../../shared/planes.ts";

const side = 4;
const numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9.5, 3];

export default defineFigure({
  title: "Back through a pooling",
  alt: "Left a picture of four by four, in the middle the slopes of the pooling's cells, right what comes back to the picture. With the largest a single place of each window gets everything; with the mean all places get the same. Where windows overlap, one place can get something from several.",
  controls: [
    { name: "mean", label: "0: the largest, 1: the mean", min: 0, max: 1, step: 1, value: 0 },
    { name: "f", label: "window f", min: 2, max: 3, step: 1, value: 2 },
    { name: "stride", label: "stride", min: 1, max: 2, step: 1, value: 2 },
    { name: "cell", label: "cell", min: 1, max: 9, step: 1, value: 1 },
  ],
  draw({ controls: { mean = 0, f = 2, stride = 2, cell: which = 1 } }) {
    const out = Math.floor((side - f) / stride) + 1;
    const slopes = Array.from({ length: out * out }, (_, i) => [4, -8, 12, 2, 6][i % 5] as number);
    const places = (cell: number): number[] =>
      Array.from(
        { length: f * f },
        (_, k) =>
          (Math.floor(cell / out) * stride + Math.floor(k / f)) * side +
          (cell % out) * stride +
          (k % f),
      );
    const back = numbers.map(() => 0);
    const give = (at: number, what: number): void => {
      back[at] = (back[at] as number) + what;
    };
    slopes.forEach((slope, cell) => {
      const seen = places(cell);
      const values = seen.map((at) => numbers[at] as number);
      if (mean) for (const at of seen) give(at, slope / (f * f));
      else give(seen[values.indexOf(Math.max(...values))] as number, slope);
    });
    const cell = (which - 1) % (out * out);
    const [top, left] = [Math.floor(cell / out) * stride, (cell % out) * stride];
    const window = { place: [top, left, f, f], color: "accent" } as const;
    const slope = slopes[cell] as number;
    const values = places(cell).map((at) => numbers[at] as number);
    return {
      panels: [
        planesPanel(
          [
            {
              title: "picture",
              rows: side,
              columns: side,
              values: numbers,
              numbers: true,
              windows: [window],
            },
            {
              title: "dA: slopes",
              rows: out,
              columns: out,
              values: slopes,
              numbers: true,
              windows: [{ place: [Math.floor(cell / out), cell % out, 1, 1], color: "accent" }],
            },
            {
              title: "dX: picture",
              rows: side,
              columns: side,
              values: back,
              numbers: true,
              windows: [window],
            },
          ],
          3,
        ),
      ],
      status: mean
        ? `the cell's ${slope} is shared: ${Number((slope / (f * f)).toPrecision(3))} for each of ${f * f} places`
        : `the cell's ${slope} goes to the ${Math.max(...values)}; the other ${f * f - 1} places of the window get nothing from it`,
    };
  },
});
