/**
 * Comparing numbers with an allowance of `atol + rtol·|want|`, as `torch.allclose` does, but saying where
 * and by how much they differ. NaN equals NaN, and an infinity equals only itself.
 */

export interface Allowance {
  /** Allowed difference relative to the wanted value; default 1e-5. */
  readonly rtol?: number;
  /** Allowed absolute difference; default 1e-6. */
  readonly atol?: number;
  /** What is compared, named first in the message. */
  readonly what?: string;
}

type Values = ArrayLike<number | boolean> | number | boolean | readonly Nested[];
type Nested = number | boolean | readonly Nested[];

/** Two results that differ by more than the allowance. */
export class MismatchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MismatchError";
  }
}

/** Numbers in reading order, with the place of each as text. */
function* walk(values: Values, place: string): Generator<readonly [number, string]> {
  if (typeof values === "number" || typeof values === "boolean") {
    yield [Number(values), place];
    return;
  }
  for (let i = 0; i < values.length; i++) {
    yield* walk(values[i] as Values, place === "" ? `[${i}]` : `${place.slice(0, -1)}, ${i}]`);
  }
}

/**
 * Throws unless every value of `got` is within `atol + rtol·|want|` of its partner.
 *
 * @param got numbers, flat or nested
 * @param want numbers of the same structure
 * @throws MismatchError naming the first index that differs, both values and the allowance
 * @example expectClose([1, 2], [1, 2.5]) // throws "at [1]: got 2, want 2.5, off by 0.5, allowed 2.6e-5"
 */
export function expectClose(got: Values, want: Values, allowance: Allowance = {}): void {
  const { rtol = 1e-5, atol = 1e-6, what = "" } = allowance;
  const lead = what === "" ? "" : `${what}: `;
  const left = [...walk(got, "")];
  const right = [...walk(want, "")];
  if (left.length !== right.length)
    throw new MismatchError(`${lead}got ${left.length} values, want ${right.length}`);
  let count = 0;
  let first = "";
  for (let i = 0; i < left.length; i++) {
    const [g, place] = left[i] as readonly [number, string];
    const [w] = right[i] as readonly [number, string];
    if (Object.is(g, w) || g === w) continue;
    const off = Math.abs(g - w);
    const allowed = Number.isFinite(w) ? atol + rtol * Math.abs(w) : 0;
    // Written so that a NaN difference counts as one.
    if (off <= allowed) continue;
    count++;
    if (first === "")
      first = `at ${place || "[]"}: got ${g}, want ${w}, off by ${short(off)}, allowed ${short(allowed)}`;
  }
  if (count > 0)
    throw new MismatchError(`${lead}${first}${count > 1 ? ` (and ${count - 1} more)` : ""}`);
}

const short = (x: number): string => String(Number(x.toPrecision(3)));
