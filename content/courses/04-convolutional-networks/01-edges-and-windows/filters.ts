/** Filters of three by three for the figures of this lesson, by name. */
export interface Filter {
  readonly name: string;
  readonly weights: readonly number[];
}

export const filters: readonly Filter[] = [
  { name: "bright to dark, from left to right", weights: [1, 0, -1, 1, 0, -1, 1, 0, -1] },
  { name: "bright to dark, from top to bottom", weights: [1, 1, 1, 0, 0, 0, -1, -1, -1] },
  {
    name: "the same from left to right, its middle counts double",
    weights: [1, 0, -1, 2, 0, -2, 1, 0, -1],
  },
  { name: "all nine the same", weights: Array.from({ length: 9 }, () => 1) },
  { name: "a spot against its surroundings", weights: [-1, -1, -1, -1, 8, -1, -1, -1, -1] },
];

/** The weighted sums of a filter at every place of a picture, row by row. */
export function filtered(
  image: readonly number[],
  [rows, columns]: readonly [number, number],
  { weights }: Filter,
): number[] {
  const sums: number[] = [];
  for (let i = 0; i + 3 <= rows; i++)
    for (let j = 0; j + 3 <= columns; j++)
      sums.push(
        weights.reduce(
          (sum, w, k) =>
            sum + w * (image[(i + Math.floor(k / 3)) * columns + j + (k % 3)] as number),
          0,
        ),
      );
  return sums;
}
