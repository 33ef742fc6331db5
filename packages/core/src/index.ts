export { type DType, dtypes, type TypedArray } from "./dtype.ts";
