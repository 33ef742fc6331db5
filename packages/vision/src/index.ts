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
export { batchedNms, nms } from "./nms.ts";
