/** Width and height in pixels. */
export type Anchor = readonly [width: number, height: number];

/** The number of the anchor with the largest IoU with a thing of this size, both around one middle. */
export function bestAnchor(width: number, height: number, anchors: readonly Anchor[]): number {
  const overlaps = anchors.map(([w, h]) => {
    //# 1. Overlap: as wide as the narrower one, as high as the lower one
    const shared = Math.min(width, w) * Math.min(height, h);
    //# 2. Divide: by what both cover together
    return shared / (width * height + w * h - shared);
  });
  //# 3. Largest: its place
  return overlaps.indexOf(Math.max(...overlaps));
}
