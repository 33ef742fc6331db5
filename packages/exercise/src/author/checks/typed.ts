/** The types that let a grade's author be told about a wrong function name or a wrong argument. */
import type { Exports } from "../../types.ts";

/** The names of a module's functions. */
export type FunctionName<M extends Exports> = {
  [K in keyof M]: M[K] extends (...args: never[]) => unknown ? K : never;
}[keyof M] &
  string;

export type Args<M extends Exports, K extends keyof M> = M[K] extends (
  ...args: infer A extends unknown[]
) => unknown
  ? A
  : never;

/** The same as something to return: spelt out as a tuple, so that `[a, b]` is read as one. */
export type ArgsMade<M extends Exports, K extends keyof M> = readonly [...Args<M, K>];

export type Result<M extends Exports, K extends keyof M> = M[K] extends (
  ...args: never[]
) => infer R
  ? Awaited<R>
  : never;

/** The library's tensor, found in what a function takes: alone, in records, in lists. */
export type TensorIn<T> = T extends { readonly shape: readonly number[]; readonly dtype: string }
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends readonly (infer Item)[]
      ? TensorIn<Item>
      : T extends object
        ? { [P in keyof T]-?: TensorIn<T[P]> }[keyof T]
        : never;

/** The tensor of a function's arguments and answers. */
export type TensorOf<M extends Exports, K extends keyof M> =
  | TensorIn<Args<M, K>[number]>
  | TensorIn<Result<M, K>>;
