export {
  adjustBrightness,
  adjustContrast,
  adjustSaturation,
  type ColorJitterOptions,
  colorJitter,
  type JitterRange,
  type RandomErasingOptions,
  randomErasing,
} from "./colour.ts";
export {
  centerCrop,
  horizontalFlip,
  type Interpolation,
  type PaddingMode,
  type RandomCropOptions,
  type RotationOptions,
  randomCrop,
  randomHorizontalFlip,
  randomRotation,
  resize,
  rotate,
  type Size,
} from "./geometry.ts";
export {
  compose,
  normalize,
  type RandomTransform,
  type Transform,
  toImage,
  toTensor,
} from "./transform.ts";
