/**
 * The operators that are functions of the library and methods of a tensor: what these files export is both, but for
 * the names that ../tensor.ts lists as functions only.
 */
export * from "./activation.ts";
export * from "./aliases.ts";
export * from "./compare.ts";
export * from "./diagonal.ts";
export * from "./elementwise.ts";
export * from "./equal.ts";
export {
  argwhere,
  diagEmbed,
  diagflat,
  diagonalScatter,
  indexCopy,
  indexFill,
  indexReduce,
  maskedScatter,
  put,
  renorm,
  selectScatter,
  sliceScatter,
  trilIndices,
  triuIndices,
} from "./filling.ts";
export * from "./further-statistics.ts";
export * from "./gather.ts";
export * from "./indexing.ts";
export * from "./masks.ts";
export * from "./math.ts";
export * from "./matrix.ts";
export * from "./numbers.ts";
export * from "./reduce.ts";
export * from "./running.ts";
export * from "./scatter.ts";
export * from "./shape-ops.ts";
export * from "./signs.ts";
export * from "./sort.ts";
export * from "./stacking.ts";
export * from "./statistics.ts";
export * from "./unique.ts";
export * from "./windows.ts";
