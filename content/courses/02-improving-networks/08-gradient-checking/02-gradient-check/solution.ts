/** The relative difference of a claimed slope of `cost` at w from the one that nudging w by ±epsilon shows. */
export function gradientCheck(
  cost: (w: number) => number,
  slope: number,
  w: number,
  epsilon: number,
): number {
  //# 1. Difference: of the costs on both sides, by the way between them.
  const measured = (cost(w + epsilon) - cost(w - epsilon)) / (2 * epsilon);
  //# 2. Size: of both slopes together.
  const size = Math.abs(slope) + Math.abs(measured);
  //# 3. Divide: how far apart they are, by their size; 0 where both are 0.
  return size === 0 ? 0 : Math.abs(slope - measured) / size;
}
