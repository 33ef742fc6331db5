export interface SeparableCost {
  ordinary: number;
  depthwise: number;
  pointwise: number;
  share: number;
}

/** Multiply-adds for one image of an ordinary convolution, of the two that can stand in its place, and their share. */
export function separableCost(
  inputs: number,
  outputs: number,
  f: number,
  rows: number,
  columns: number,
): SeparableCost {
  const places = rows * columns;
  const ordinary = places * outputs * inputs * f * f;
  const depthwise = places * inputs * f * f;
  const pointwise = places * outputs * inputs;
  return { ordinary, depthwise, pointwise, share: (depthwise + pointwise) / ordinary };
}
