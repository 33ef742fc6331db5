/** Several images side by side, for looking at. */
import {
  cat,
  needNumber,
  needOptions,
  needTensor,
  needWhole,
  pad,
  type Tensor,
} from "@gradus/core";
import { argumentShapeError } from "./errors.ts";

/** Options of `makeGrid`. */
export interface MakeGridOptions {
  /** Images in a row; default 8. */
  readonly nrow?: number;
  /** Pixels around each image; default 2. */
  readonly padding?: number;
  /** Their value; default 0. */
  readonly padValue?: number;
  /** Brings values to 0..1, from the smallest and largest of all images; default false. */
  readonly normalize?: boolean;
}

/**
 * One image that shows several, row by row.
 *
 * @shape images: [N, C, H, W] -> [C', rows·(H + padding) + padding, nrow·(W + padding) + padding], with C' = 3 where C is
 *   1, and nrow not above N
 * @throws ShapeError `vision/argument-shape`; UsageError `usage/option`
 * @remarks As torchvision's, but that a single image has its padding too, and `normalize` leaves the given tensor alone.
 * @example makeGrid(ones([5, 1, 2, 2]), { nrow: 3, padding: 1 }).shape // [3, 7, 10]
 */
export function makeGrid(images: Tensor, options: MakeGridOptions = {}): Tensor {
  needTensor("makeGrid", "images", images);
  needOptions("makeGrid", options, ["nrow", "padding", "padValue", "normalize"]);
  const { nrow = 8, padding = 2, padValue = 0, normalize = false } = options;
  needWhole("makeGrid", "nrow", nrow, 1);
  needWhole("makeGrid", "padding", padding, 0);
  needNumber("makeGrid", "padValue", padValue);
  if (images.ndim !== 4 || images.numel() === 0)
    throw argumentShapeError(
      "makeGrid",
      "images",
      "[N, C, H, W] with at least one pixel",
      images.shape,
      "unsqueeze(1) gives grey images their channel, unsqueeze(0) makes a batch of one.",
    );
  const values = images.to("float32");
  const low = values.amin();
  const shown = normalize ? values.sub(low).div(values.amax().sub(low).clampMin(1e-5)) : values;
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape;
  const coloured = channels === 1 ? shown.repeat(1, 3, 1, 1) : shown;
  const columns = Math.min(nrow, count);
  const rows = Math.ceil(count / columns);
  const value = { value: padValue };
  // Each image gets its right and lower border, the whole its left and upper one.
  const framed = pad(coloured, [0, padding, 0, padding], value);
  const [c, h, w] = [channels === 1 ? 3 : channels, height + padding, width + padding];
  const missing = rows * columns - count;
  const full =
    missing === 0 ? framed : cat([framed, framed.newFull([missing, c, h, w], padValue)], 0);
  const grid = full
    .reshape([rows, columns, c, h, w])
    .permute([2, 0, 3, 1, 4])
    .reshape([c, rows * h, columns * w]);
  return pad(grid, [padding, 0, padding, 0], value);
}
