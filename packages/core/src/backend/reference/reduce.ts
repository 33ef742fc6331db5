/**
 * Running reductions in doubles. A carry holds what is known so far, so that a row may come in pieces;
 * the result is rounded once, when the row is complete.
 */

import type { ReduceOp } from "../../compile/kernel.ts";
import type { DType } from "../../dtype.ts";
import { isFloat } from "../../dtype.ts";

export interface Carry {
  /** The sum, product or best value so far. */
  value: number;
  /** Where the best value is, for `argmax` and `argmin`. */
  index: number;
  /** How many values have been seen. */
  seen: number;
}

export interface Reducer {
  readonly start: number;
  readonly take: (values: Float64Array, from: number, n: number, carry: Carry) => void;
  readonly result: (carry: Carry) => number;
}

const value = (carry: Carry): number => carry.value;
const index = (carry: Carry): number => carry.index;

const sum: Reducer = {
  start: 0,
  take: (values, from, n, carry) => {
    let s = carry.value;
    for (let i = from; i < from + n; i++) s += values[i];
    carry.value = s;
  },
  result: value,
};

const product: Reducer = {
  start: 1,
  take: (values, from, n, carry) => {
    let p = carry.value;
    for (let i = from; i < from + n; i++) p *= values[i];
    carry.value = p;
  },
  result: value,
};

const wrappingSum: Reducer = {
  start: 0,
  take: (values, from, n, carry) => {
    let s = carry.value;
    for (let i = from; i < from + n; i++) s = (s + values[i]) | 0;
    carry.value = s;
  },
  result: value,
};

const wrappingProduct: Reducer = {
  start: 1,
  take: (values, from, n, carry) => {
    let p = carry.value;
    for (let i = from; i < from + n; i++) p = Math.imul(p, values[i]);
    carry.value = p;
  },
  result: value,
};

/** Follows the first best value; the first NaN beats all. `sign` −1 looks for the least. */
const best = (sign: 1 | -1, result: Reducer["result"]): Reducer => ({
  start: -sign * Infinity,
  take: (values, from, n, carry) => {
    let top = carry.value;
    for (let i = 0; i < n; i++) {
      const v = values[from + i];
      if (sign * v > sign * top || (Number.isNaN(v) && !Number.isNaN(top))) {
        top = v;
        carry.index = carry.seen + i;
      }
    }
    carry.value = top;
    carry.seen += n;
  },
  result,
});

const max = best(1, value);
const min = best(-1, value);
const argmax = best(1, index);
const argmin = best(-1, index);

export function reducer(op: ReduceOp, dtype: DType): Reducer {
  switch (op) {
    case "sum":
      return isFloat(dtype) ? sum : wrappingSum;
    case "prod":
      return isFloat(dtype) ? product : wrappingProduct;
    case "max":
      return max;
    case "min":
      return min;
    case "argmax":
      return argmax;
    case "argmin":
      return argmin;
  }
}
