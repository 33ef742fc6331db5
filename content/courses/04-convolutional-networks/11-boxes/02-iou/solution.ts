/** The upper left corner x1, y1 and the lower right one x2, y2. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** The area that two boxes share, divided by the area that they cover together. */
export function iou(a: Box, b: Box): number {
  //# 1. Overlap: width and height of what is shared, 0 where they lie apart
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const shared = width * height;
  //# 2. Sum: both areas; what is shared was counted twice
  const areaA = (a[2] - a[0]) * (a[3] - a[1]);
  const areaB = (b[2] - b[0]) * (b[3] - b[1]);
  const union = areaA + areaB - shared;
  //# 3. Divide: what is shared by all of it
  return shared / union;
}
