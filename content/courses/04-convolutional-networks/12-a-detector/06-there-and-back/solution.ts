export type Box = readonly [x1: number, y1: number, x2: number, y2: number];
export type Anchor = readonly [width: number, height: number];

/** A box as a detector says it. */
export interface Encoded {
  row: number;
  column: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The cell of a box's middle, the place in it, and the size beside the anchor. */
export function encodeBox([x1, y1, x2, y2]: Box, [width, height]: Anchor, cell: number): Encoded {
  const [mx, my] = [(x1 + x2) / 2 / cell, (y1 + y2) / 2 / cell];
  const [column, row] = [Math.floor(mx), Math.floor(my)];
  const [w, h] = [Math.log((x2 - x1) / width), Math.log((y2 - y1) / height)];
  return { row, column, x: mx - column, y: my - row, w, h };
}

/** The corners of a box that a detector said. */
export function decodeBox(
  { row, column, x, y, w, h }: Encoded,
  [width, height]: Anchor,
  cell: number,
): Box {
  const [X, Y] = [(column + x) * cell, (row + y) * cell];
  const [across, down] = [(width * Math.exp(w)) / 2, (height * Math.exp(h)) / 2];
  return [X - across, Y - down, X + across, Y + down];
}
