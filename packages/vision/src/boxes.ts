/**
 * Boxes: rows of four numbers. The usual form is `xyxy`, the left, upper, right and lower edge, in pixels from the
 * image's upper left corner. Operators on them are made of the tensor's own, so they have gradients.
 */
import { arange, needTensor, stack, type Tensor, unbind, where } from "@gradus/core";
import { asBoxes } from "./check.ts";
import { argumentShapeError, optionError } from "./errors.ts";

/** How four numbers are a box: two corners; a corner and the sides; the centre and the sides. */
export type BoxFormat = "xyxy" | "xywh" | "cxcywh";

const formats: readonly BoxFormat[] = ["xyxy", "xywh", "cxcywh"];

function needFormat(what: string, format: BoxFormat): void {
  if (!formats.includes(format)) throw optionError("boxConvert", what, format, formats.join(", "));
}

/** Left, upper, right and lower edges, a list each. */
const edges = (boxes: Tensor): [Tensor, Tensor, Tensor, Tensor] =>
  unbind(boxes, 1) as [Tensor, Tensor, Tensor, Tensor];

/**
 * Boxes in another form. `xywh` is the upper left corner with width and height, `cxcywh` the centre with them.
 *
 * @shape boxes: [N, 4] -> [N, 4]
 * @throws UsageError `vision/option` for a form that is none; ShapeError `vision/argument-shape`
 * @example boxConvert(tensor([[2, 1, 6, 7]]), "xyxy", "cxcywh") // [[4, 4, 4, 6]]
 */
export function boxConvert(boxes: Tensor, from: BoxFormat, to: BoxFormat): Tensor {
  const given = asBoxes("boxConvert", "boxes", boxes);
  needFormat("from", from);
  needFormat("to", to);
  if (from === to) return given;
  const [a, b, c, d] = edges(given);
  if (to === "xyxy")
    return from === "xywh"
      ? stack([a, b, a.add(c), b.add(d)], 1)
      : stack([a.sub(c.div(2)), b.sub(d.div(2)), a.add(c.div(2)), b.add(d.div(2))], 1);
  if (from !== "xyxy") return boxConvert(boxConvert(given, from, "xyxy"), "xyxy", to);
  const [w, h] = [c.sub(a), d.sub(b)];
  return to === "xywh"
    ? stack([a, b, w, h], 1)
    : stack([a.add(c).div(2), b.add(d).div(2), w, h], 1);
}

/**
 * Areas: `(x2 − x1)·(y2 − y1)`.
 *
 * @shape boxes: [N, 4] -> [N]
 * @throws ShapeError `vision/argument-shape`
 * @example boxArea(tensor([[2, 1, 6, 7]])) // [24]
 */
export function boxArea(boxes: Tensor): Tensor {
  const [x1, y1, x2, y2] = edges(asBoxes("boxArea", "boxes", boxes));
  return x2.sub(x1).mul(y2.sub(y1));
}

/** Every box of one list with every box of another: what both cover, and what at least one covers. */
function overlaps(where: string, boxes1: Tensor, boxes2: Tensor) {
  const a = asBoxes(where, "boxes1", boxes1);
  const b = asBoxes(where, "boxes2", boxes2);
  const [ax1, ay1, ax2, ay2] = edges(a).map((t) => t.unsqueeze(1)) as ReturnType<typeof edges>;
  const [bx1, by1, bx2, by2] = edges(b).map((t) => t.unsqueeze(0)) as ReturnType<typeof edges>;
  const width = ax2.minimum(bx2).sub(ax1.maximum(bx1)).clampMin(0);
  const height = ay2.minimum(by2).sub(ay1.maximum(by1)).clampMin(0);
  const both = width.mul(height);
  const union = boxArea(a).unsqueeze(1).add(boxArea(b).unsqueeze(0)).sub(both);
  /** The smallest box around each two. */
  const around = ax2
    .maximum(bx2)
    .sub(ax1.minimum(bx1))
    .mul(ay2.maximum(by2).sub(ay1.minimum(by1)));
  return { both, union, around };
}

/**
 * Intersection over union of every box with every other: `IoU = |A ∩ B| / |A ∪ B|`, 0 apart and 1 for equal boxes.
 *
 * @shape boxes1: [N, 4], boxes2: [M, 4] -> [N, M]
 * @throws ShapeError `vision/argument-shape`
 * @remarks Two boxes without area give NaN, as in torchvision.
 * @example boxIou(tensor([[0, 0, 2, 2]]), tensor([[1, 1, 3, 3], [0, 0, 2, 2]])) // [[0.1429, 1]]
 */
export function boxIou(boxes1: Tensor, boxes2: Tensor): Tensor {
  const { both, union } = overlaps("boxIou", boxes1, boxes2);
  return both.div(union);
}

/**
 * Generalized intersection over union: `GIoU = IoU − |C \ (A ∪ B)| / |C|`, with C the smallest box around both. From −1
 * to 1; it has a gradient where the boxes do not touch, too.
 *
 * @shape boxes1: [N, 4], boxes2: [M, 4] -> [N, M]
 * @throws ShapeError `vision/argument-shape`
 * @example generalizedBoxIou(tensor([[0, 0, 1, 1]]), tensor([[1, 1, 2, 2]])) // [[-0.5]]
 * @source Rezatofighi et al. 2019, arXiv:1902.09630, algorithm 1
 */
export function generalizedBoxIou(boxes1: Tensor, boxes2: Tensor): Tensor {
  const { both, union, around } = overlaps("generalizedBoxIou", boxes1, boxes2);
  return both.div(union).sub(around.sub(union).div(around));
}

/**
 * Boxes cut off at the image's edges.
 *
 * @shape boxes: [N, 4] -> [N, 4]
 * @param size height and width of the image in pixels
 * @throws UsageError `vision/option`; ShapeError `vision/argument-shape`
 * @example clipBoxesToImage(tensor([[-2, 1, 6, 9]]), [5, 4]) // [[0, 1, 4, 5]]
 */
export function clipBoxesToImage(
  boxes: Tensor,
  size: readonly [height: number, width: number],
): Tensor {
  const [x1, y1, x2, y2] = edges(asBoxes("clipBoxesToImage", "boxes", boxes));
  if (!Array.isArray(size) || size.length !== 2 || !size.every((n) => n >= 0))
    throw optionError("clipBoxesToImage", "size", size, "a pair [height, width] from 0");
  const [height, width] = size;
  return stack(
    [x1.clamp(0, width), y1.clamp(0, height), x2.clamp(0, width), y2.clamp(0, height)],
    1,
  );
}

/**
 * The smallest box around what is not 0 in each mask: its first and last columns and rows.
 *
 * @shape masks: [N, H, W] -> [N, 4], float32
 * @throws ShapeError `vision/argument-shape`
 * @remarks As in torchvision the right and lower edges are the last pixel's own place, not one beyond it. A mask of
 *   zeros gives [0, 0, 0, 0], where torchvision fails.
 * @example masksToBoxes(tensor([[[0, 0, 0], [0, 1, 1]]])) // [[1, 1, 2, 1]]
 */
export function masksToBoxes(masks: Tensor): Tensor {
  needTensor("masksToBoxes", "masks", masks);
  if (masks.ndim !== 3) throw argumentShapeError("masksToBoxes", "masks", "[N, H, W]", masks.shape);
  const [count = 0, height = 0, width = 0] = masks.shape;
  if (count * height * width === 0) return masks.newZeros([count, 4]).to("float32");
  const inside = masks.ne(0);
  const ends = (dim: 1 | 2, length: number): [Tensor, Tensor] => {
    // A row or column belongs to the box if any of its pixels does.
    const any = inside.to("float32").amax(dim).gt(0);
    const places = arange(length).to("float32").unsqueeze(0);
    const last = where(any, places, -1).amax(1).clampMin(0);
    const none = any.to("float32").amax(1).eq(0);
    return [where(none, 0, where(any, places, length).amin(1)), last];
  };
  const [x1, x2] = ends(1, width);
  const [y1, y2] = ends(2, height);
  return stack([x1, y1, x2, y2], 1);
}
