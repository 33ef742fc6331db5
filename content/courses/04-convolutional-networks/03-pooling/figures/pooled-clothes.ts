/** A piece of clothing before and after pooling, by the largest and by the mean. */
import { defineFigure } from "@gradus/content";
import { pixelsOf, side } from "../../05-lenet/clothes.ts";
import { type Plane, planesPanel } from "../../shared/planes.ts";

/** A pixel of the picture moved by some columns; what comes in from the left is 0. */
const pixel = (image: readonly number[], y: number, x: number, by: number): number =>
  x < by ? 0 : (image[y * side + x - by] ?? 0);

export default defineFigure({
  title: "A picture, pooled",
  alt: "Left a piece of clothing, in the middle the largest number of every window, right the mean. The pooled pictures are smaller; by the largest number it gets brighter and rough, by the mean soft. Moved by one column, the pooled pictures hardly change.",
  assets: ["fashion-ten"],
  controls: [
    { name: "picture", label: "picture", min: 1, max: 30, step: 1, value: 6 },
    { name: "f", label: "window f", min: 1, max: 7, step: 1, value: 2 },
    { name: "stride", label: "stride", min: 1, max: 7, step: 1, value: 2 },
    { name: "by", label: "moved to the right by", min: 0, max: 3, step: 1, value: 0 },
  ],
  draw({ controls: { picture = 6, f = 2, stride = 2, by = 0 }, assets }) {
    const image = pixelsOf(assets["fashion-ten"] as Uint8Array, picture - 1);
    const out = Math.floor((side - f) / stride) + 1;
    const pooled = (shift: number, of: (window: number[]) => number): number[] =>
      Array.from({ length: out * out }, (_, i) => {
        const [top, left] = [Math.floor(i / out) * stride, (i % out) * stride];
        return of(
          Array.from({ length: f * f }, (_, k) =>
            pixel(image, top + Math.floor(k / f), left + (k % f), shift),
          ),
        );
      });
    const largest = (window: number[]): number => Math.max(...window);
    const mean = (window: number[]): number => window.reduce((a, b) => a + b, 0) / window.length;
    const moved = image.map((_, i) => pixel(image, Math.floor(i / side), i % side, by));
    const change = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, v, i) => sum + Math.abs(v - (b[i] as number)), 0) / a.length;
    const [byLargest, byMean] = [pooled(by, largest), pooled(by, mean)];
    const told =
      by === 0
        ? `${side * side} numbers before, ${out * out} after`
        : `moved by ${by}, a pixel changes by ${change(moved, image).toFixed(3)} on average, the largest of a window by ${change(byLargest, pooled(0, largest)).toFixed(3)}, the mean by ${change(byMean, pooled(0, mean)).toFixed(3)}`;
    const plane = (title: string, size: number, values: readonly number[]): Plane => ({
      title,
      rows: size,
      columns: size,
      values,
      domain: [0, 1],
    });
    return {
      panels: [
        planesPanel(
          [
            plane("picture", side, moved),
            plane(`largest, ${out} by ${out}`, out, byLargest),
            plane(`mean, ${out} by ${out}`, out, byMean),
          ],
          3,
        ),
      ],
      status: told,
    };
  },
});
