/** The exponentially weighted moving average after each value, from 0: v ← βv + (1 − β)x. */
export function movingAverage(values: readonly number[], beta: number): number[] {
  const averages: number[] = []; //# given
  let v = 0;
  //# 1. Loop: through the values, as they come.
  for (const x of values) {
    //# 2. Average: most of the old one, and a part of the new value.
    v = beta * v + (1 - beta) * x;
    //# 3. Record: what it is now.
    averages.push(v);
  }
  return averages;
}
