/** As many zeros as another table has numbers. */
const zerosLike = (table: number[][]): number[][] => table.map((row) => row.map(() => 0));

/** The filter's weighted sums at every place of the image. */
export function forward(image: number[][], filter: number[][]): number[][] {
  const rows = image.length - filter.length + 1;
  const columns = (image[0]?.length ?? 0) - (filter[0]?.length ?? 0) + 1;
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      filter.forEach((weights, u) => {
        weights.forEach((w, v) => {
          sum += w * (image[i + u]?.[j + v] ?? 0);
        });
      });
      return sum;
    }),
  );
}

/** How the cost moves with the image and the filter, from how it moves with each of their sums. */
export function backward(
  d: number[][],
  image: number[][],
  filter: number[][],
): { dImage: number[][]; dFilter: number[][] } {
  const [dImage, dFilter] = [zerosLike(image), zerosLike(filter)];
  const add = (table: number[][], y: number, x: number, by: number): void => {
    const row = table[y] ?? [];
    row[x] = (row[x] ?? 0) + by;
  };
  d.forEach((row, i) => {
    row.forEach((slope, j) => {
      filter.forEach((weights, u) => {
        weights.forEach((w, v) => {
          add(dImage, i + u, j + v, slope * w);
          add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0));
        });
      });
    });
  });
  return { dImage, dFilter };
}
