/**
 * The methods of `Tensor`: the operators of ops/, each with the tensor as its first argument. Types and docs
 * are the functions' own, so that a new operator is one function. Written out are the types of those
 * whose calls differ from the function's or that TypeScript cannot derive, as they are overloaded.
 */
import * as autograd from "./autograd/backward.ts";
import { Tensor } from "./autograd/tensor.ts";
import { arithmeticError } from "./errors.ts";
import { turned } from "./ops/attributes.ts";
import { inPlaceForms } from "./ops/in-place-forms.ts";
import { assignResult } from "./ops/inplace.ts";
import * as both from "./ops/methods.ts";
import * as only from "./ops/methods-only.ts";
import type { Dim } from "./ops/reduce.ts";
import { type KeepOptions, type ValuesIndices, variance } from "./ops/statistics.ts";
import type { UniqueOptions, UniqueResult } from "./ops/unique.ts";
import { formatTensor } from "./print.ts";
import { operate } from "./runtime/held.ts";
import { readNode } from "./runtime/realize.ts";
import type { Shape } from "./shape.ts";

/** Functions whose first argument is not the tensor they would be called on. */
const functionsOnly = [
  "blockDiag",
  "bucketize",
  "isin",
  "broadcastShapes",
  "broadcastTensors",
  "cartesianProd",
  "columnStack",
  "concat",
  "concatenate",
  "dstack",
  "hstack",
  "rowStack",
  "trilIndices",
  "triuIndices",
  "unravelIndex",
  "vstack",
  "polygamma",
  "cat",
  "embeddingLookup",
  "fold2d",
  "oneHot",
  "pad",
  "searchsorted",
  "slice",
  "stack",
  "stdMean",
  "unfold2d",
  "varMean",
  "variance",
  "where",
] as const;

/** Methods whose list of sizes or axes may also be given as arguments: `x.reshape(2, -1)`. */
const spread = ["expand", "permute", "repeat", "reshape", "view"] as const;

type WrittenOut = (typeof spread)[number] | "max" | "median" | "min" | "unique";

/** A form in place of an operator: it writes the operator's result into the tensor it is called on. */
type InPlace<M, Names extends keyof M & string> = {
  [K in Names as `${K}_`]: M[K] extends (x: Tensor, ...rest: infer R) => unknown
    ? (...rest: R) => Tensor
    : never;
};

/** A function without its first argument. */
type Method<F> = F extends (x: Tensor, ...rest: infer R) => infer Y ? (...rest: R) => Y : never;

// A mapped type over a Pick keeps each function's own declaration, and with it its docs.
type Methods<M> = { -readonly [K in keyof M]: Method<M[K]> };

declare module "./autograd/tensor.ts" {
  interface Tensor
    extends Methods<Omit<typeof both, (typeof functionsOnly)[number] | WrittenOut>>,
      Methods<typeof only>,
      InPlace<typeof both, (typeof inPlaceForms)[number]>,
      Methods<Pick<typeof autograd, "backward">> {
    /** The value, shape and dtype as PyTorch prints them; computes the value. */
    toString(): string;
    /** Variance: `Σ(x − mean)² / (n − correction)`, over all axes without `dim`. */
    var(dim?: Dim, options?: KeepOptions & { correction?: number }): Tensor;

    /** The axes the other way round: of a matrix its transpose. */
    readonly T: Tensor;
    /** As `T`, which differs for complex numbers only. */
    readonly H: Tensor;
    /** The last two axes swapped. */
    readonly mT: Tensor;
    /** As `mT`, which differs for complex numbers only. */
    readonly mH: Tensor;
    /** Bytes of one element. */
    readonly itemsize: number;
    /** Bytes of all elements. */
    readonly nbytes: number;

    /** The slices along the first axis: `for (const row of matrix)`. Without axes there are none. */
    [Symbol.iterator](): IterableIterator<Tensor>;

    /** The same elements under another shape: `x.reshape(2, -1)` or `x.reshape([2, -1])`. */
    reshape(...shape: readonly number[] | [Shape]): Tensor;
    /** As `reshape`. */
    view(...shape: readonly number[] | [Shape]): Tensor;
    /** The axes in another order: `x.permute(1, 0)` or `x.permute([1, 0])`. */
    permute(...dims: readonly number[] | [readonly number[]]): Tensor;
    /** Axes of size 1 repeated to the sizes given; −1 leaves one as it is. */
    expand(...shape: readonly number[] | [Shape]): Tensor;
    /** Copies side by side, as many along each axis as given. */
    repeat(...sizes: readonly number[] | [readonly number[]]): Tensor;

    /** The largest element. */
    max(): Tensor;
    /** The larger of two, element by element. */
    max(other: Tensor): Tensor;
    /** The largest along an axis, and where it stands. */
    max(dim: number, options?: KeepOptions): ValuesIndices;
    /** The smallest element. */
    min(): Tensor;
    /** The smaller of two, element by element. */
    min(other: Tensor): Tensor;
    /** The smallest along an axis, and where it stands. */
    min(dim: number, options?: KeepOptions): ValuesIndices;
    /** The middle element; of two in the middle the smaller. */
    median(): Tensor;
    /** The middle element along an axis, and where it stands. */
    median(dim: number, options?: KeepOptions): ValuesIndices;
    /** The distinct values, sorted. */
    unique(options?: UniqueOptions & { returnInverse?: false; returnCounts?: false }): Tensor;
    /** The distinct values, sorted, with what the options ask for. */
    unique(options: UniqueOptions): Tensor | UniqueResult;
  }
}

type Operator = (x: Tensor, ...rest: readonly unknown[]) => unknown;

function define(name: string, value: (this: Tensor, ...args: never[]) => unknown): void {
  Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
}

const notMethods: readonly string[] = functionsOnly;
const takesList: readonly string[] = spread;

const operators = { ...both, ...only, var: variance, backward: autograd.backward };

for (const [name, made] of Object.entries(operators)) {
  if (notMethods.includes(name) && !(name in only)) continue;
  const operator = made as Operator;
  if (takesList.includes(name))
    define(name, function (...sizes) {
      return operate(operator, this, sizes.flat());
    });
  // No operator takes more; a rest parameter would cost a list a call.
  else
    define(name, function (a, b, c, d, e) {
      return operate(operator, this, a, b, c, d, e);
    });
}

const forms = both as unknown as Readonly<
  Record<string, (x: Tensor, ...rest: unknown[]) => Tensor>
>;

for (const name of inPlaceForms) {
  const [operator, form] = [forms[name] as (x: Tensor, ...rest: unknown[]) => Tensor, `${name}_`];
  const write = (x: Tensor, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): Tensor =>
    assignResult(form, x, operator(x.asItIs(), a, b, c, d, e));
  if (!(form in Tensor.prototype))
    define(form, function (a, b, c, d, e) {
      return operate(write, this, a, b, c, d, e);
    });
}

function property(name: string, get: (x: Tensor) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, {
    get(this: Tensor) {
      return get(this);
    },
    configurable: true,
  });
}

for (const name of ["T", "H"]) property(name, (x) => operate(turned, x));
for (const name of ["mT", "mH"]) property(name, (x) => operate(only.adjoint, x));
property("itemsize", only.elementSize);
property("nbytes", (x) => only.elementSize(x) * x.numel());

Object.defineProperty(Tensor.prototype, Symbol.iterator, {
  value(this: Tensor): IterableIterator<Tensor> {
    return (this.ndim === 0 ? [] : both.unbind(this, 0)).values();
  },
});

define("toString", function () {
  return formatTensor(readNode(this.node), this.shape, this.dtype, this.requiresGrad);
});

// JavaScript's operators turn objects into numbers or text; of a tensor only text makes sense.
Object.defineProperty(Tensor.prototype, Symbol.toPrimitive, {
  value(this: Tensor, wanted: string): string {
    if (wanted !== "string") throw arithmeticError();
    return this.toString();
  },
});
define("valueOf", () => {
  throw arithmeticError();
});

// Node prints objects through this method; browsers ignore it.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor): string {
    return this.toString();
  },
});

export { type Hook, Tensor } from "./autograd/tensor.ts";
