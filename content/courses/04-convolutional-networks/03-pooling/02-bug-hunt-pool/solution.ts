/** The largest number of each window of f by f that moves over the image by stride, as rows of numbers. */
export function maxPool(image: number[][], f: number, stride: number): number[][] {
  const [height, width] = [image.length, image[0]?.length ?? 0];
  const rows = Math.floor((height - f) / stride) + 1;
  const columns = Math.floor((width - f) / stride) + 1;
  const answer: number[][] = [];
  for (let i = 0; i < rows; i++) {
    const row: number[] = [];
    for (let j = 0; j < columns; j++) {
      const [top, left] = [i * stride, j * stride];
      let largest = Number.NEGATIVE_INFINITY;
      for (let u = 0; u < f; u++)
        for (let v = 0; v < f; v++) {
          const number = image[top + u]?.[left + v] ?? largest;
          largest = Math.max(largest, number);
        }
      row.push(largest);
    }
    answer.push(row);
  }
  return answer;
}
