/**
 * Networks, boxes, masks and transforms for images: `gradus/vision`, which is to `gradus` what torchvision is to
 * PyTorch. An entry of its own, so that programs without images do not load it.
 */
export * from "@gradus/vision";
