import type { Row, Shape } from "../tables.ts";

export interface Count {
  output: Shape;
  parameters: number;
  multiplyAdds: number;
}

/** What each row gives and costs, for one image of shape [channels, rows, columns]. */
export function countTable(input: Shape, rows: readonly Row[]): Count[] {
  let shape = input;
  return rows.map((row): Count => {
    const [channels, height, width] = shape;
    if (row.kind === "dense") {
      const weights = channels * height * width * row.units;
      shape = [row.units, 1, 1];
      return { output: shape, parameters: weights + row.units, multiplyAdds: weights };
    }
    const padding = row.kind === "conv" ? row.padding : 0;
    const side = (n: number): number => Math.floor((n + 2 * padding - row.size) / row.stride) + 1;
    const [high, wide] = [side(height), side(width)];
    if (row.kind === "pool") {
      shape = [channels, high, wide];
      return { output: shape, parameters: 0, multiplyAdds: 0 };
    }
    const weights = row.filters * channels * row.size * row.size;
    shape = [row.filters, high, wide];
    return {
      output: shape,
      parameters: weights + row.filters,
      multiplyAdds: weights * high * wide,
    };
  });
}
