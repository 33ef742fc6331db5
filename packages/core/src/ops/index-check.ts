/**
 * Indices within their axis. Those that are there when an operator is called are checked at once and reported with
 * their place; those that are still to be computed go through a guard, which reports them as they are, under the
 * call that made it.
 */

import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, type IndexKind, indexRangeError } from "../errors.ts";
import type { Buffer } from "../graph/buffer.ts";
import { iota, type Node, reshape, take } from "../graph/node.ts";
import { noteOrigin } from "../graph/origin.ts";
import { contiguousStrides } from "../shape.ts";
import { castTo, needTensor } from "./cast.ts";
import { ge, logicalAnd, lt, ne, where } from "./compare.ts";
import { add } from "./elementwise.ts";
import { reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";

export interface IndexRule extends IndexKind {
  /** Whether negative indices count from the end; default false. */
  readonly negative?: boolean;
  /** A value that stands for nothing and is let through as 0. */
  readonly ignore?: number;
}

/** The least and the greatest value of storage that was looked at. */
const extents = new WeakMap<Buffer, readonly [number, number]>();
/** Nodes whose values are from 0 to under a size. */
const trusted = new WeakMap<Node, number>();

/** The node's values where they are there, or it is only another form of what is; and how far it can be trusted. */
function known(node: Node): { buffer: Buffer | null; below: number } {
  let at = node;
  for (;;) {
    const below = trusted.get(at);
    if (below !== undefined) return { buffer: null, below };
    if (at.buffer) return { buffer: at.buffer.stale ? null : at.buffer, below: Infinity };
    const same = at.op === "reshape" || (at.op === "cast" && at.dtype === "int32");
    if (!same) return { buffer: null, below: Infinity };
    at = at.inputs[0] as Node;
  }
}

function extentOf(buffer: Buffer): readonly [number, number] {
  let extent = extents.get(buffer);
  if (!extent) {
    let [least, most] = [Infinity, -Infinity];
    for (const v of buffer.read()) {
      if (v < least) least = v;
      if (v > most) most = v;
    }
    extent = [Math.trunc(least), Math.trunc(most)];
    extents.set(buffer, extent);
  }
  return extent;
}

/** Throws at the first index that is out of range. */
function refuse(op: string, index: Tensor, data: ArrayLike<number>, size: number, rule: IndexRule) {
  const low = rule.negative ? -size : 0;
  const strides = contiguousStrides(index.shape);
  for (let i = 0; i < data.length; i++) {
    const v = Math.trunc(data[i]);
    if ((v >= low && v < size) || v === rule.ignore) continue;
    const place = index.shape.map((n, axis) => Math.floor(i / strides[axis]) % n);
    throw indexRangeError(op, v, size, { ...rule, place });
  }
}

/**
 * An index as int32 from 0 to under `size`, with negative ones counted from the end where `rule` lets them.
 *
 * @shape index: int [...] -> int32 [...]
 * @throws DtypeError for an index that is not of whole numbers
 * @throws IndexError `index/out-of-range`, at once where the values are there and else when they are computed
 * @example checkedIndex("mine", tensor([2, -1], { dtype: "int32" }), 3, { negative: true }) // [2, 2]
 */
export function checkedIndex(
  op: string,
  index: Tensor,
  size: number,
  rule: IndexRule = {},
): Tensor {
  needOptions(op, rule, ["what", "negative", "ignore"]);
  const what = rule.what ?? "index";
  needTensor(op, `the ${what}`, index);
  if (isFloat(index.dtype) || index.dtype === "bool")
    throw dtypeError(op, `the ${what}`, index.dtype, "int32 or uint8");
  let i = castTo(index.detach(), "int32");
  if (i.numel() === 0) return i;
  const { buffer, below } = known(i.node);
  if (below <= size) return i;
  let good = false;
  if (buffer) {
    const [least, most] = extentOf(buffer);
    good = least >= 0 && most < size;
    if (!good) refuse(op, index, buffer.read(), size, rule);
  }
  if (rule.ignore !== undefined && !good) i = where(ne(i, rule.ignore), i, 0);
  if (rule.negative && !good) i = where(logicalAnd(lt(i, 0), ge(i, -size)), add(i, size), i);
  if (!buffer) i = guarded(op, i, size, rule);
  trusted.set(i.node, size);
  return i;
}

/** The same numbers, read through a table of as many as are allowed: a wrong one is reported as it is. */
function guarded(op: string, i: Tensor, size: number, kind: IndexKind): Tensor {
  const flat = reshapeTo(i, [i.numel()]);
  const picked = take(reshape(iota(size), [size, 1]), flat.node);
  noteOrigin(picked, op, kind);
  return record("index", reshape(picked, i.shape), [], () => []);
}
