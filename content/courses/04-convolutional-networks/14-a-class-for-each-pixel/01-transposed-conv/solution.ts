export type Table = readonly (readonly number[])[];

/** Every number of x stamps the filter, times itself, `stride` cells apart; stamps that overlap are added. */
export function transposedConv(x: Table, filter: Table, stride: number): number[][] {
  //# 1. Sizes: just large enough for the last stamp
  const [rows, columns, f] = [x.length, x[0]?.length ?? 0, filter.length];
  const height = (rows - 1) * stride + f;
  const width = (columns - 1) * stride + f;
  const out = Array.from({ length: height }, () => new Array<number>(width).fill(0)); //# given
  //# 2. Loop: over the numbers of x, and for each over the filter
  x.forEach((row, i) => {
    row.forEach((value, j) => {
      filter.forEach((weights, u) => {
        const line = out[i * stride + u] as number[];
        weights.forEach((weight, v) => {
          //# 3. Add: the weight times the number, to what is there
          line[j * stride + v] = (line[j * stride + v] as number) + value * weight;
        });
      });
    });
  });
  return out;
}
