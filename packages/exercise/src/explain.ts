/**
 * Why two tensors may differ, as far as their shapes and numbers tell: one is the other transposed, reduced along
 * another axis or not at all, lacks an axis of size 1, or is a multiple of it. What is said of the numbers has been
 * checked on them; what only the shapes suggest is said with care.
 */
import type { Mismatch } from "./compare.ts";
import { numberText, shapeText } from "./show.ts";
import type { Snapshot } from "./snapshot.ts";

type TensorSnapshot = Extract<Snapshot, { kind: "tensor" }>;
type Agree = (got: number, expected: number) => boolean;

/** An input's name and shape. */
export type NamedShape = readonly [name: string, shape: readonly number[]];

interface Grid {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

const agreeAll = (a: ArrayLike<number>, b: ArrayLike<number>, agree: Agree): boolean => {
  for (let i = 0; i < b.length; i++) if (!agree(Number(a[i]), Number(b[i]))) return false;
  return a.length === b.length;
};

/** The axes in the opposite order. */
function transposed({ shape, data }: Grid): Grid {
  const turned = [...shape].reverse();
  const out = new Float64Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < data.length; i++) {
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--)
      at = at * (shape[axis] as number) + (index[axis] as number);
    out[at] = Number(data[i]);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return { shape: turned, data: out };
}

/** The sums along one axis, which is then gone. */
function summed({ shape, data }: Grid, axis: number): Grid {
  const inner = sizeOf(shape.slice(axis + 1));
  const along = shape[axis] as number;
  const outer = sizeOf(shape.slice(0, axis));
  const out = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o++)
    for (let a = 0; a < along; a++)
      for (let i = 0; i < inner; i++)
        out[o * inner + i] =
          (out[o * inner + i] as number) + Number(data[(o * along + a) * inner + i]);
  return { shape: [...shape.slice(0, axis), ...shape.slice(axis + 1)], data: out };
}

/** sum or mean, where reducing `more` gives the numbers of `less`. */
function reduction(more: Grid, axes: readonly number[], less: Grid, agree: Agree): string | null {
  let sum = more;
  for (const axis of [...axes].sort((a, b) => b - a)) sum = summed(sum, axis);
  if (agreeAll(sum.data, less.data, agree)) return "sum";
  const count = sizeOf(axes.map((axis) => more.shape[axis] as number));
  const mean = Array.from(sum.data, (v) => v / count);
  return agreeAll(mean, less.data, agree) ? "mean" : null;
}

/** The axes of `more` that are left out to get `less`; null where `less` is not `more` without some axes. */
function axesTooMany(more: readonly number[], less: readonly number[]): number[] | null {
  const out: number[] = [];
  let at = 0;
  for (const [axis, n] of more.entries())
    if (at < less.length && n === less[at] && more.length - axis > 0) at++;
    else out.push(axis);
  return at === less.length ? out : null;
}

const axisText = (axes: readonly number[]): string =>
  axes.length === 1 ? `axis ${axes[0]}` : `the axes ${axes.join(" and ")}`;

/** Whether a shape without its axes of size 1 is another's. */
const bare = (shape: readonly number[]): readonly number[] => shape.filter((n) => n !== 1);

/** One axis was reduced to size 1, but not the one that should have been. */
function otherAxis(got: readonly number[], want: readonly number[]): [number, number] | null {
  if (got.length !== want.length) return null;
  const differ = got.flatMap((n, axis) => (n === want[axis] ? [] : [axis]));
  if (differ.length !== 2) return null;
  const [a, b] = differ as [number, number];
  if (got[a] === 1 && want[b] === 1) return [a, b];
  if (got[b] === 1 && want[a] === 1) return [b, a];
  return null;
}

/** The input whose one axis is left in the answer, where the right one keeps its other. */
function reducedInput(
  got: readonly number[],
  want: readonly number[],
  inputs: readonly NamedShape[],
): string | null {
  const [g, w] = [bare(got), bare(want)];
  if (g.length !== 1 || w.length !== 1) return null;
  for (const [name, shape] of inputs) {
    if (shape.length !== 2 || shape[0] === shape[1]) continue;
    const [kept, should] = [shape.indexOf(g[0] as number), shape.indexOf(w[0] as number)];
    if (kept >= 0 && should >= 0 && kept !== should)
      return `Yours has one number for each of axis ${kept} of ${name} ${shapeText(shape)}, the right one has one for each of axis ${should}. It looks as if a sum or a mean runs along axis ${should} instead of ${kept}.`;
  }
  return null;
}

function shapesExplained(
  got: TensorSnapshot,
  want: TensorSnapshot,
  agree: Agree,
  inputs: readonly NamedShape[],
): string | null {
  const numbersAgree = agreeAll(got.data, want.data, agree);
  if (
    got.shape.length > 1 &&
    same([...got.shape].reverse(), want.shape) &&
    !same(bare(got.shape), bare(want.shape))
  )
    return agreeAll(transposed(got).data, want.data, agree)
      ? "It is the right answer transposed: rows and columns have changed places, and every number is right. A .t() is missing or too many."
      : "Rows and columns have changed places in its shape: a .t() may be missing or too many, or the two sides of a product are exchanged.";
  if (same(bare(got.shape), bare(want.shape)) && got.data.length === want.data.length) {
    const numbers = numbersAgree ? "The numbers are right; " : "";
    if (got.shape.length < want.shape.length)
      return `${numbers}${numbers ? "an" : "An"} axis of size 1 is missing: a sum or a mean along an axis keeps it with { keepdim: true }, and unsqueeze brings it back.`;
    if (got.shape.length > want.shape.length)
      return `${numbers}${numbers ? "an" : "An"} axis of size 1 is too many: { keepdim: true } keeps it, squeeze takes it away.`;
    return `${numbers}${numbers ? "the" : "The"} axis of size 1 stands in another place.`;
  }
  const other = otherAxis(got.shape, want.shape);
  if (other)
    return `Yours is reduced along axis ${other[0]}, the right one along axis ${other[1]}: look at the axis that the sum, mean or max is given.`;
  const tooMany = axesTooMany(got.shape, want.shape);
  if (tooMany && tooMany.length > 0) {
    const found = reduction(got, tooMany, want, agree);
    if (found)
      return `Its ${found} along ${axisText(tooMany)} is exactly the right answer: that ${found} is missing.`;
    const [size] = want.shape;
    if (want.shape.length === 1 && same(got.shape, [size as number, size as number]))
      return `[${size}, 1] and [${size}] broadcast to [${size}, ${size}]: one side has an axis of size 1 that the other has not.`;
    return `It has ${tooMany.length === 1 ? "one axis" : `${tooMany.length} axes`} more than the right answer: ${axisText(tooMany)} may still have to be summed or averaged.`;
  }
  const tooFew = axesTooMany(want.shape, got.shape);
  if (tooFew && tooFew.length > 0) {
    const found = reduction(want, tooFew, got, agree);
    const where = got.shape.length === 0 ? "one number" : `shape ${shapeText(got.shape)}`;
    if (found)
      return `It is the ${found} of the right answer along ${axisText(tooFew)}: the ${found} is too much, or has to be told its axis.`;
    const input = reducedInput(got.shape, want.shape, inputs);
    return (
      input ??
      `It was reduced to ${where}, but the right answer still has ${axisText(tooFew)}: tell the sum, mean or max which axis to run along.`
    );
  }
  const input = reducedInput(got.shape, want.shape, inputs);
  if (input) return input;
  if (numbersAgree)
    return `The numbers are right and in the right order; only the shape differs: .reshape(${shapeText(want.shape)}) would do.`;
  return null;
}

/** The one factor between two lists of numbers, or the one number between them. */
function relation(got: ArrayLike<number>, want: ArrayLike<number>, agree: Agree): string | null {
  const pairs = Array.from({ length: want.length }, (_, i) => [Number(got[i]), Number(want[i])]);
  const told = new Set(pairs.map(([, w]) => w).filter((w) => w !== 0));
  if (told.size < 2) return null;
  const large = pairs.reduce((a, b) =>
    Math.abs(b[1] as number) > Math.abs(a[1] as number) ? b : a,
  );
  const [g, w] = large as [number, number];
  const factor = g / w;
  if (
    Number.isFinite(factor) &&
    factor !== 0 &&
    pairs.every(([a, b]) => agree(a as number, (b as number) * factor))
  ) {
    if (agree(factor, -1)) return "Every number has the opposite sign of the right one.";
    const whole = Math.round(factor);
    if (whole > 1 && Math.abs(factor - whole) < 1e-3)
      return `Every number is ${whole} times the right one.`;
    const inverse = Math.round(1 / factor);
    if (inverse > 1 && Math.abs(1 / factor - inverse) < 1e-3)
      return `Every number is the right one divided by ${inverse}.`;
    return `Every number is ${numberText(factor)} times the right one.`;
  }
  const apart = g - w;
  if (Number.isFinite(apart) && pairs.every(([a, b]) => agree(a as number, (b as number) + apart)))
    return `Every number is ${numberText(Math.abs(apart))} too ${apart > 0 ? "large" : "small"}.`;
  return null;
}

function tensorsExplained(
  got: TensorSnapshot,
  want: TensorSnapshot,
  agree: Agree,
  inputs: readonly NamedShape[],
): string | null {
  if (!same(got.shape, want.shape)) return shapesExplained(got, want, agree, inputs);
  const { shape } = want;
  if (
    shape.length > 1 &&
    same([...shape].reverse(), shape) &&
    agreeAll(transposed(got).data, want.data, agree)
  )
    return "It is the right answer transposed: a .t() is missing or too many.";
  return relation(got.data, want.data, agree);
}

/** What a value of another kind than the right one tells. */
function kindsExplained(got: Snapshot, want: Snapshot): string | null {
  if (got.kind === "word" && got.text === "a Promise")
    return "A Promise is a value that is still to come: write await in front of it.";
  if (want.kind === "tensor") {
    if ((got.kind === "number" && Number.isNaN(got.value)) || got.kind === "text")
      return "The signs +, -, * and / work on numbers and texts only. Tensors have methods: x.add(y), x.sub(y), x.mul(y), x.div(y).";
    if (got.kind === "number" && want.shape.length === 0)
      return "A tensor of one number is asked for: leave .item() out, or write tensor(…) around the number.";
    if (got.kind === "list") return "An array is no tensor yet: tensor(array) makes it one.";
  }
  if (want.kind === "number" && got.kind === "tensor" && got.data.length === 1)
    return "The number itself is asked for: await x.item() takes it out of a tensor.";
  if (want.kind === "list" && got.kind === "tensor")
    return "An array is asked for: await x.toArray() takes the numbers out of a tensor.";
  return null;
}

/**
 * A sentence or two on how an answer differs from the right one at the first place where it does; null where nothing
 * more can be said.
 *
 * @param inputs the shapes of the tensors that went in, by name
 */
export function explain(
  mismatch: Pick<Mismatch, "values">,
  inputs: readonly NamedShape[] = [],
): string | null {
  if (!mismatch.values) return null;
  const { got, expected, agree } = mismatch.values;
  return got.kind === "tensor" && expected.kind === "tensor"
    ? tensorsExplained(got, expected, agree, inputs)
    : kindsExplained(got, expected);
}
