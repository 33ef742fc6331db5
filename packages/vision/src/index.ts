/** Networks, boxes, masks and transforms for images. */
export {
  type BoxFormat,
  boxArea,
  boxConvert,
  boxIou,
  clipBoxesToImage,
  generalizedBoxIou,
  masksToBoxes,
} from "./boxes.ts";
export { createFeatureExtractor, type FeatureExtractor, gradCam } from "./features.ts";
export { type MakeGridOptions, makeGrid } from "./make-grid.ts";
export {
  type AveragePrecision,
  type AveragePrecisionOptions,
  type ClassPrecision,
  cocoThresholds,
  type Detections,
  type GroundTruth,
  meanAveragePrecision,
  type PrecisionRecall,
} from "./metrics/average-precision.ts";
export {
  type ClassMeanOptions,
  dice,
  meanIou,
  pixelAccuracy,
  type SegmentationOptions,
} from "./metrics/segmentation.ts";
export { AlexNet, type AlexNetOptions, alexnet } from "./models/alexnet.ts";
export { LeNet5, type LeNet5Options, lenet5 } from "./models/lenet5.ts";
export { type MobileNetOptions, MobileNetV1, mobilenetV1 } from "./models/mobilenet-v1.ts";
export { MobileNetV2, mobilenetV2 } from "./models/mobilenet-v2.ts";
export { ResNet, type ResNetBlock, resnet18, resnet50 } from "./models/resnet.ts";
export { resnet20, resnet32, SmallResNet, type SmallResNetOptions } from "./models/resnet-small.ts";
export type { ClassifierOptions } from "./models/shared.ts";
export {
  type Anchor,
  TinyYolo,
  type TinyYoloOptions,
  tinyYolo,
  type YoloBoxes,
} from "./models/tiny-yolo.ts";
export { UNet, type UNetOptions, unet } from "./models/unet.ts";
export { VGG, type VGGOptions, vgg11, vgg16 } from "./models/vgg.ts";
export { batchedNms, nms } from "./nms.ts";
export { type Summary, type SummaryOptions, type SummaryRow, summary } from "./summary.ts";
export * as transforms from "./transforms/index.ts";
