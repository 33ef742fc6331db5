/** The squared error of the answer w·x to an example with the truth y. */
export function forward1d(x: number, y: number, w: number): number {
  //# 1. Cost: the answer minus the truth, squared.
  return (w * x - y) ** 2;
}

/** The slope of forward1d by w. */
export function backward1d(x: number, y: number, w: number): number {
  //# 2. Gradient: the square's slope, times how much the answer grows with w.
  return 2 * (w * x - y) * x;
}
