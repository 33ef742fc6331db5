/**
 * A small YOLO: one forward pass says for every cell of a grid, and for some shapes of boxes in it (anchors), whether
 * an object has its centre there, how its box differs from the anchor, and of which class it is.
 */
import { arange, cat, needTensor, type Tensor, tensor } from "@gradus/core";
import {
  BatchNorm2d,
  Conv2d,
  LeakyReLU,
  MaxPool2d,
  Module,
  ReplicationPad2d,
  Sequential,
  type TensorModule,
} from "@gradus/nn";
import { argumentShapeError, optionError } from "../errors.ts";
import { type ClassifierOptions, classifierOptions, needSizes, widened } from "./shared.ts";

/** Width and height of an anchor, in cells of 32 pixels. */
export type Anchor = readonly [width: number, height: number];

/** Options of `tinyYolo`. */
export interface TinyYoloOptions extends ClassifierOptions {
  /** Default: the five that YOLO, version 2, has for Pascal VOC. */
  readonly anchors?: readonly Anchor[];
}

/** What a grid of predictions says, box by box: cell after cell, and in each the anchors. */
export interface YoloBoxes {
  /** Corners in pixels: [N, cells·anchors, 4]. */
  readonly boxes: Tensor;
  /** Probability that there is an object: [N, cells·anchors]. */
  readonly objectness: Tensor;
  /** Probability of each class if there is one: [N, cells·anchors, numClasses]. */
  readonly probabilities: Tensor;
}

const vocAnchors: readonly Anchor[] = [
  [1.08, 1.19],
  [3.42, 4.41],
  [6.63, 11.38],
  [9.42, 5.11],
  [16.62, 10.52],
];

/** Pixels of the image in a cell, each way. */
const cell = 32;

const block = (from: number, to: number): TensorModule[] => [
  new Conv2d(from, to, 3, { padding: 1, bias: false }),
  new BatchNorm2d(to),
  new LeakyReLU(0.1),
];

/**
 * Tiny YOLO, version 2: eight convolutions of 3×3, pooled to a grid of cells of 32 pixels, and one of 1×1.
 *
 * @shape x: [N, 3, H, W] -> [N, anchors·(5 + numClasses), H/32, W/32], with H and W multiples of 32; for each anchor x,
 *   y, width, height, objectness and the classes, as they come out of the last convolution. `decode` makes boxes of them
 * @state features: convolutions to 16, 32, 64, 128, 256, 512, 1024 and 1024 channels, each with batch normalisation;
 *   head: 1×1. 15,861,773 parameters for 20 classes and 5 anchors, at the starts of their layers
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`; ShapeError `vision/argument-shape`
 * @example new TinyYolo({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([1, 3, 64, 96])).shape // [1, 40, 2, 3]
 * @source Redmon & Farhadi 2016, arXiv:1612.08242, section 2; the layers are those of its tiny-yolo-voc.cfg
 */
export class TinyYolo extends Module {
  readonly features: Sequential;
  readonly head: Conv2d;
  readonly anchors: readonly Anchor[];
  readonly numClasses: number;

  constructor(options: TinyYoloOptions = {}) {
    super();
    needSizes("tinyYolo", options, [...classifierOptions, "anchors"]);
    const { numClasses = 20, inChannels = 3, widthMult = 1, anchors = vocAnchors } = options;
    const isAnchor = (a: unknown): boolean =>
      Array.isArray(a) && a.length === 2 && a.every((n) => typeof n === "number" && n > 0);
    if (!Array.isArray(anchors) || anchors.length === 0 || !anchors.every(isAnchor))
      throw optionError("tinyYolo", "anchors", anchors, "a list of pairs [width, height] above 0");
    this.anchors = anchors;
    this.numClasses = numClasses;
    const layers: TensorModule[] = [];
    let from = inChannels;
    for (const channels of [16, 32, 64, 128, 256, 512, 1024, 1024]) {
      const to = widened(channels, widthMult);
      layers.push(...block(from, to));
      if (channels <= 256) layers.push(new MaxPool2d(2));
      // A window of 2 at stride 1 keeps the size where the last row and column are there twice.
      if (channels === 512)
        layers.push(new ReplicationPad2d([0, 1, 0, 1]), new MaxPool2d(2, { stride: 1 }));
      from = to;
    }
    this.features = new Sequential(...layers);
    this.head = new Conv2d(from, anchors.length * (5 + numClasses), 1);
  }

  override forward(x: Tensor): Tensor {
    if (x?.shape?.length === 4 && x.shape.slice(2).some((n) => n === 0 || n % cell !== 0))
      throw argumentShapeError(
        "tinyYolo",
        "the input",
        `[N, C, H, W] with H and W multiples of ${cell}`,
        x.shape,
        "pad or resize the images.",
      );
    return this.head.call(this.features.call(x));
  }

  /**
   * Boxes of a prediction: the centre is `σ(x)` and `σ(y)` from its cell's corner, the sides are the anchor's times
   * `e^width` and `e^height`, objectness is a sigmoid and classes a softmax.
   *
   * @shape output: [N, anchors·(5 + numClasses), h, w] -> boxes [N, h·w·anchors, 4], and the like
   */
  decode(output: Tensor): YoloBoxes {
    needTensor("tinyYolo.decode", "the output", output);
    const { anchors, numClasses } = this;
    const [n = 0, channels, h = 0, w = 0] = output.shape;
    const each = 5 + numClasses;
    if (output.ndim !== 4 || channels !== anchors.length * each)
      throw argumentShapeError(
        "tinyYolo.decode",
        "the output",
        `[N, ${anchors.length * each}, h, w]`,
        output.shape,
        "pass what the network's call gave.",
      );
    const rows = output.reshape([n, anchors.length, each, h, w]).permute([0, 3, 4, 1, 2]);
    const corner = cat(
      [
        arange(w).reshape([1, w, 1, 1]).expand([h, w, 1, 1]),
        arange(h).reshape([h, 1, 1, 1]).expand([h, w, 1, 1]),
      ],
      -1,
    );
    const centre = rows.narrow(-1, 0, 2).sigmoid().add(corner);
    const half = rows
      .narrow(-1, 2, 2)
      .exp()
      .mul(tensor(anchors.map((a) => [...a])))
      .div(2);
    const flat = (x: Tensor): Tensor => x.reshape([n, h * w * anchors.length, -1]);
    return {
      boxes: flat(cat([centre.sub(half), centre.add(half)], -1).mul(cell)),
      objectness: flat(rows.narrow(-1, 4, 1).sigmoid()).squeeze(-1),
      probabilities: flat(rows.narrow(-1, 5, numClasses).softmax(-1)),
    };
  }
}

/**
 * Tiny YOLO, version 2, with 15,861,773 parameters. See the class `TinyYolo` for its layers and for `decode`.
 *
 * @shape x: [N, 3, H, W] -> [N, 125, H/32, W/32]
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`; ShapeError `vision/argument-shape`
 * @example
 * const model = tinyYolo({ numClasses: 3, widthMult: 1 / 16 });
 * model.decode(model.call(zeros([1, 3, 64, 64]))).boxes.shape // [1, 20, 4]
 * @source Redmon & Farhadi 2016, arXiv:1612.08242
 */
export const tinyYolo = (options: TinyYoloOptions = {}): TinyYolo => new TinyYolo(options);
