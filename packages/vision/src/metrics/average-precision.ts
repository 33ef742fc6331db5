/**
 * Average precision of detectors. Detections of a class are taken from the best score down; each is right if it overlaps
 * a box of its class that no better one has. Precision and recall after each are a curve, and the area below it, made
 * falling first, is the average precision.
 */
import {
  needList,
  needOptions,
  needTensor,
  needWhole,
  readValues,
  type Tensor,
} from "@gradus/core";
import { boxIou } from "../boxes.ts";
import { asBoxes, needPerBox, needShare } from "../check.ts";
import { optionError, sampleError } from "../errors.ts";

/** What a detector found in one image. */
export interface Detections {
  /** Corners: [N, 4]. */
  readonly boxes: Tensor;
  readonly scores: Tensor;
  /** The class of each: [N], whole numbers. */
  readonly labels: Tensor;
}

/** What is in one image. */
export interface GroundTruth {
  readonly boxes: Tensor;
  readonly labels: Tensor;
}

/** Options of `meanAveragePrecision`. */
export interface AveragePrecisionOptions {
  /** Overlaps from which a detection is right; the result is the mean over all. Default [0.5]. */
  readonly iouThresholds?: readonly number[];
  /**
   * "all-point": the exact area, and a detection is held against the box it overlaps most, as Pascal VOC has it since
   * 2010; "101-point": the mean precision at recalls 0, 0.01, …, 1, and a detection takes the best box that is free, as
   * COCO has it. Default "all-point".
   */
  readonly interpolation?: "all-point" | "101-point";
  /** Detections of a class in one image that count, the best; default 100. */
  readonly maxDetections?: number;
}

/** A curve of precision over recall, a point for each detection from the best score down. */
export interface PrecisionRecall {
  readonly recall: readonly number[];
  readonly precision: readonly number[];
  readonly averagePrecision: number;
}

/** The results of one class. */
export interface ClassPrecision {
  readonly label: number;
  /** Boxes of this class that there are. */
  readonly truths: number;
  /** The mean over the thresholds. */
  readonly averagePrecision: number;
  /** One for each threshold. */
  readonly curves: readonly PrecisionRecall[];
}

/** What `meanAveragePrecision` gives. */
export interface AveragePrecision {
  /** The mean over the classes that occur in the truth; NaN where there are none. */
  readonly map: number;
  /** The same at each threshold. */
  readonly perThreshold: readonly number[];
  readonly classes: readonly ClassPrecision[];
}

/** COCO's thresholds: 0.5, 0.55, …, 0.95. */
export const cocoThresholds: readonly number[] = Array.from(
  { length: 10 },
  (_, i) => (50 + 5 * i) / 100,
);

const where = "meanAveragePrecision";

/** One image's numbers, read from its tensors. */
interface Read {
  readonly scores: readonly number[];
  readonly found: readonly number[];
  readonly there: readonly number[];
  /** The overlap of a detection with a true box. */
  readonly iou: (detection: number, truth: number) => number;
}

function readImage(found: Detections, truth: GroundTruth, image: number): Read {
  const at = (name: string): string => `${name} of image ${image}`;
  const isObject = (x: unknown): boolean => typeof x === "object" && x !== null;
  if (!isObject(found) || !isObject(truth))
    throw sampleError(
      where,
      `image ${image} has no detections or no truth`,
      "give { boxes, scores, labels } and { boxes, labels } for each image; without a box a tensor of shape [0, 4].",
    );
  const boxes = asBoxes(where, at("detections' boxes"), found.boxes);
  const truths = asBoxes(where, at("truth's boxes"), truth.boxes);
  const [n = 0, m = 0] = [boxes.shape[0], truths.shape[0]];
  needTensor(where, at("scores"), found.scores);
  needPerBox(where, at("scores"), found.scores, n);
  needPerBox(where, at("detections' labels"), found.labels, n);
  needPerBox(where, at("truth's labels"), truth.labels, m);
  const overlaps = n * m > 0 ? readValues(boxIou(boxes.to("float64"), truths.to("float64"))) : [];
  return {
    scores: Array.from(readValues(found.scores)),
    found: Array.from(readValues(found.labels)),
    there: Array.from(readValues(truth.labels)),
    iou: (d, t) => overlaps[d * m + t] as number,
  };
}

interface Judged {
  readonly score: number;
  readonly right: boolean;
}

/** Says of each detection of a class in an image whether it is right. */
function judge(
  { scores, found, there, iou }: Read,
  label: number,
  threshold: number,
  { interpolation, maxDetections }: Required<AveragePrecisionOptions>,
): Judged[] {
  const truths = there.flatMap((l, i) => (l === label ? [i] : []));
  const order = found
    .flatMap((l, i) => (l === label ? [i] : []))
    .sort((a, b) => Number(scores[b]) - Number(scores[a]) || a - b)
    .slice(0, maxDetections);
  const taken = new Set<number>();
  return order.map((d) => {
    let best = -1;
    for (const t of truths) {
      if (interpolation === "101-point" && (taken.has(t) || !(iou(d, t) >= threshold))) continue;
      // Of equal overlaps COCO's program has the last, VOC's the first.
      const better =
        best < 0 ||
        iou(d, t) > iou(d, best) ||
        (interpolation === "101-point" && iou(d, t) === iou(d, best));
      if (better) best = t;
    }
    const right = best >= 0 && iou(d, best) >= threshold && !taken.has(best);
    if (right) taken.add(best);
    return { score: scores[d] as number, right };
  });
}

/** The area below a falling curve, or the mean of its heights at 101 recalls. */
function area(
  recall: readonly number[],
  falling: readonly number[],
  interpolation: "all-point" | "101-point",
): number {
  if (interpolation === "all-point")
    return falling.reduce((sum, p, i) => sum + p * ((recall[i] ?? 0) - (recall[i - 1] ?? 0)), 0);
  let [sum, at] = [0, 0];
  for (let i = 0; i <= 100; i++) {
    while (at < recall.length && (recall[at] as number) < i / 100) at++;
    sum += falling[at] ?? 0;
  }
  return sum / 101;
}

function curveOf(
  judged: readonly Judged[],
  truths: number,
  interpolation: "all-point" | "101-point",
): PrecisionRecall {
  const order = [...judged].sort((a, b) => b.score - a.score);
  let right = 0;
  const points = order.map((d, i) => {
    right += d.right ? 1 : 0;
    return [right / truths, right / (i + 1)] as const;
  });
  const recall = points.map(([r]) => r);
  const precision = points.map(([, p]) => p);
  const falling = [...precision];
  for (let i = falling.length - 2; i >= 0; i--)
    falling[i] = Math.max(falling[i] as number, falling[i + 1] as number);
  return { recall, precision, averagePrecision: area(recall, falling, interpolation) };
}

/**
 * Mean average precision (mAP) of a detector over images, with the curve of each class.
 *
 * @param detections what was found, image by image
 * @param truths what there is, for the same images
 * @param options.iouThresholds default [0.5]; `cocoThresholds` for COCO's
 * @param options.interpolation "all-point" (Pascal VOC) or "101-point" (COCO)
 * @throws UsageError `vision/sample`, `vision/option`; ShapeError `vision/argument-shape`
 * @remarks Boxes are edges, not pixels: VOC's own program adds a pixel to each side. There are no "difficult" boxes
 *   and no crowds.
 * @example
 * const truth = { boxes: tensor([[0, 0, 4, 4], [6, 6, 9, 9]]), labels: tensor([0, 0]) };
 * const found = { boxes: tensor([[0, 0, 4, 4], [0, 0, 4, 5]]), scores: tensor([0.9, 0.8]), labels: tensor([0, 0]) };
 * meanAveragePrecision([found], [truth]).map // 0.5
 * @source Everingham et al. 2010, "The PASCAL visual object classes (VOC) challenge", section 4.2; Lin et al. 2014,
 *   arXiv:1405.0312
 */
export function meanAveragePrecision(
  detections: readonly Detections[],
  truths: readonly GroundTruth[],
  options: AveragePrecisionOptions = {},
): AveragePrecision {
  needOptions(where, options, ["iouThresholds", "interpolation", "maxDetections"]);
  const all: Required<AveragePrecisionOptions> = {
    iouThresholds: [0.5],
    interpolation: "all-point",
    maxDetections: 100,
    ...options,
  };
  const { iouThresholds, interpolation, maxDetections } = all;
  needList(where, "iouThresholds", iouThresholds);
  for (const t of iouThresholds) needShare(where, "a threshold", t);
  if (interpolation !== "all-point" && interpolation !== "101-point")
    throw optionError(where, "interpolation", interpolation, "all-point or 101-point");
  needWhole(where, "maxDetections", maxDetections, 1);
  needList(where, "detections", detections);
  needList(where, "truths", truths);
  const [found, there] = [[...detections], [...truths]];
  if (found.length !== there.length)
    throw sampleError(
      where,
      `there are detections of ${found.length} images and the truth of ${there.length}`,
      "give one entry for each image, also for one without boxes.",
    );
  const images = found.map((one, i) => readImage(one, there[i] as GroundTruth, i));
  const labels = [...new Set(images.flatMap((image) => image.there))].sort((a, b) => a - b);
  const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
  const classes = labels.map((label): ClassPrecision => {
    const count = images.flatMap((i) => i.there).filter((l) => l === label).length;
    const curves = [...iouThresholds].map((threshold) =>
      curveOf(
        images.flatMap((image) => judge(image, label, threshold, all)),
        count,
        interpolation,
      ),
    );
    const averagePrecision = mean(curves.map((c) => c.averagePrecision));
    return { label, truths: count, averagePrecision, curves };
  });
  return {
    map: mean(classes.map((c) => c.averagePrecision)),
    perThreshold: [...iouThresholds].map((_, i) =>
      mean(classes.map((c) => c.curves[i]?.averagePrecision ?? 0)),
    ),
    classes,
  };
}
