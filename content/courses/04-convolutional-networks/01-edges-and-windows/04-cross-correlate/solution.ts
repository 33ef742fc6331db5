import { outputSize } from "../01-output-size/solution.ts";

/** The filter's weighted sums at every place of the image: rows of numbers, as many as there are windows. */
export function crossCorrelate(image: number[][], filter: number[][]): number[][] {
  //# 1. Sizes: of the filter, and how many rows and columns come out
  const [height, width] = [filter.length, filter[0]?.length ?? 0];
  const rows = outputSize(image.length, height, 1, 0);
  const columns = outputSize(image[0]?.length ?? 0, width, 1, 0);
  //# 2. Loop: over the rows of the answer and the cells of each row
  const answer: number[][] = [];
  for (let i = 0; i < rows; i++) {
    const row: number[] = [];
    for (let j = 0; j < columns; j++) {
      //# 3. Window: every place of the filter times what it lies on, added up
      let sum = 0;
      for (let u = 0; u < height; u++)
        for (let v = 0; v < width; v++) sum += (image[i + u]?.[j + v] ?? 0) * (filter[u]?.[v] ?? 0);
      row.push(sum);
    }
    answer.push(row);
  }
  return answer;
}
