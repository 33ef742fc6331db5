/** Transforms that move an image together with its mask and boxes. */
export {
  CenterCrop,
  Pad,
  RandomCrop,
  RandomHorizontalFlip,
  RandomResizedCrop,
  type RandomResizedCropOptions,
  RandomRotation,
  Resize,
  type ResizeOptions,
  type Size,
} from "./geometry.ts";
export { ColorJitter, Compose, Normalize, SanitizeBoundingBoxes } from "./others.ts";
export { type Box, type Sample, SampleTransform } from "./sample.ts";
