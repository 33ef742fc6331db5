/**
 * Random programs: chains of operators over random shapes and views, run every way the engine can run
 * them. Fusion, tier, backend and threads may change how a value is computed, never what it is.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as g from "../src/index.ts";

type T = g.Tensor;

/** One step of a program: takes what there is so far and gives something new. */
type Step = (xs: readonly T[]) => T;

const last = (xs: readonly T[]): T => xs.at(-1) as T;

const unary: readonly ((x: T) => T)[] = [
  (x) => x.relu(),
  (x) => x.sigmoid(),
  (x) => x.tanh(),
  (x) => x.square(),
  (x) => x.abs().add(1).sqrt(),
  (x) => x.neg(),
  (x) => x.clamp(-1, 1),
  (x) => x.mul(0.5).exp().clamp(null, 10),
];

const binary: readonly ((a: T, b: T) => T)[] = [
  (a, b) => a.add(b),
  (a, b) => a.sub(b),
  (a, b) => a.mul(b),
  (a, b) => a.maximum(b),
  (a, b) => g.where(a.gt(b), a, b.mul(0.5)),
];

/** Movements: every one keeps at least one axis and changes how storage is seen. */
const movement = (x: T, pick: number): T => {
  const n = x.ndim;
  if (n === 0) return x.reshape(1);
  const axis = pick % n;
  const size = x.shape[axis] as number;
  switch (pick % 9) {
    case 0:
      return x.transpose(axis, n - 1);
    case 1:
      return x.flip([axis]);
    case 2:
      return g.pad(x, [1, 2]);
    case 3:
      return size > 1 ? x.narrow(axis, 1, size - 1) : x;
    case 4:
      return x.index([...new Array<g.Slice>(axis).fill(g.slice()), g.slice(null, null, 2)]);
    case 5:
      return x.unsqueeze(axis);
    case 6:
      return x.flatten();
    case 7:
      return g.cat([x, x.mul(2)], axis);
    default:
      return x.roll(1, axis);
  }
};

const reduction = (x: T, pick: number): T => {
  if (x.ndim === 0) return x;
  const axis = pick % x.ndim;
  // The extremes of no elements do not exist; sums do.
  const empty = x.shape[axis] === 0;
  switch (pick % 6) {
    case 0:
      return x.sum(axis, { keepdim: true });
    case 1:
      return empty ? x.sum(axis) : x.amax(axis, { keepdim: true });
    case 2:
      return x.softmax(axis);
    case 3:
      return x.cumsum(axis);
    case 4:
      return empty ? x.sum(axis) : x.mean(axis, { keepdim: true });
    default:
      return x.sum(axis);
  }
};

const small = (x: T): boolean => x.numel() <= 20_000 && x.ndim <= 5;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.nat(unary.length - 1).map(
    (i): Step =>
      (xs) =>
        (unary[i] as (x: T) => T)(last(xs)),
  ),
  fc.tuple(fc.nat(binary.length - 1), fc.nat(5)).map(
    ([i, k]): Step =>
      (xs) => {
        const [a, b] = [last(xs), xs[k % xs.length] as T];
        const combine = binary[i] as (a: T, b: T) => T;
        try {
          return combine(a, b);
        } catch (error) {
          // Shapes that do not broadcast: then with itself.
          if (!(error instanceof g.ShapeError)) throw error;
          return combine(a, a);
        }
      },
  ),
  fc.nat(100).map(
    (k): Step =>
      (xs) => {
        const moved = movement(last(xs), k);
        return small(moved) ? moved : last(xs);
      },
  ),
  fc.nat(100).map(
    (k): Step =>
      (xs) =>
        reduction(last(xs), k),
  ),
  fc.constant<Step>((xs) => {
    const x = last(xs);
    const columns = x.shape.at(-1) ?? 1;
    const count = columns === 0 ? 0 : x.numel() / columns;
    if (x.ndim === 0 || count > 60) return x;
    const rows = x.reshape(count, columns);
    return rows.matmul(rows.t()).mul(0.1);
  }),
);

const shape = (least: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: least, max: 6 }), { minLength: 1, maxLength: 3 });

interface Program {
  readonly shape: number[];
  readonly steps: readonly Step[];
}

const program = (least: number): fc.Arbitrary<Program> =>
  fc.record({
    shape: shape(least),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  });

const filled = (size: readonly number[]): T => {
  const n = size.reduce((p, v) => p * v, 1);
  return g.tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(i * 1.3 + 0.4) * 1.5),
    { shape: size },
  );
};

interface Way {
  readonly backend: g.BackendName;
  readonly fuse: boolean;
  readonly tier: "auto" | "interpret" | "compile";
  readonly threads: number;
  /** Value and gradient in one program, rather than in one each. */
  readonly together?: boolean;
}

const oracle: Way = { backend: "reference", fuse: false, tier: "interpret", threads: 1 };

/** The program's value and its input's gradient, computed one way. */
async function run(
  p: Program,
  way: Way,
): Promise<{ value: number[]; grad: number[]; shape: string }> {
  g.setDefaultBackend(way.backend);
  g.setEngineOptions({ fuse: way.fuse, tier: way.tier, threads: way.threads });
  const x = filled(p.shape);
  x.requiresGrad = true;
  const xs: T[] = [x];
  for (const s of p.steps) xs.push(s(xs));
  const y = last(xs);
  const [dx] = g.grad([y.sum()], [x], { allowUnused: true });
  if (way.together && dx) g.keepAlive(dx);
  return {
    value: Array.from(await y.data()),
    grad: dx ? Array.from(await dx.data()) : [],
    shape: y.shape.join(),
  };
}

function close(got: readonly number[], want: readonly number[], what: string): void {
  expect(got.length, what).toBe(want.length);
  const scale = Math.max(1, ...want.map(Math.abs).filter(Number.isFinite));
  got.forEach((v, i) => {
    const w = want[i] as number;
    if (Object.is(v, w) || v === w) return;
    // Float32 against double precision: eight steps, cancellation included.
    if (!(Math.abs(v - w) <= 2e-4 * scale)) expect.fail(`${what} at [${i}]: got ${v}, want ${w}`);
  });
}

const runs = 400;
let before: g.BackendName;

beforeEach(() => {
  before = g.defaultBackend().name as g.BackendName;
});

afterEach(() => {
  g.setDefaultBackend(before);
  g.setEngineOptions({ fuse: true, tier: "auto", threads: Number.POSITIVE_INFINITY });
});

test.each<[string, Partial<Way>]>([
  ["reference, fused", { fuse: true }],
  ["wasm, compiled, fused", { backend: "wasm", tier: "compile", fuse: true, threads: 8 }],
  [
    "wasm, compiled, fused, value and gradient together",
    { backend: "wasm", tier: "compile", fuse: true, threads: 8, together: true },
  ],
  ["wasm, compiled, not fused", { backend: "wasm", tier: "compile", fuse: false }],
  ["wasm, as it chooses", { backend: "wasm", tier: "auto", fuse: true, threads: 8 }],
])(
  "%s: the oracle's values and gradients",
  async (_name, way) => {
    await fc.assert(
      fc.asyncProperty(program(1), async (p) => {
        const want = await run(p, oracle);
        const got = await run(p, { ...oracle, ...way });
        expect(got.shape).toBe(want.shape);
        close(got.value, want.value, "value");
        close(got.grad, want.grad, "gradient");
      }),
      { numRuns: runs, seed: 20261123 },
    );
  },
  120_000,
);

test("axes of size 0 run every way, and agree", async () => {
  await fc.assert(
    fc.asyncProperty(program(0), async (p) => {
      const want = await run(p, oracle);
      const got = await run(p, { ...oracle, backend: "wasm", tier: "compile", fuse: true });
      expect(got.shape).toBe(want.shape);
      close(got.value, want.value, "value");
      close(got.grad, want.grad, "gradient");
    }),
    { numRuns: runs, seed: 7 },
  );
}, 120_000);

test("one thread and all threads give the same bits, and so does the same program again", async () => {
  await fc.assert(
    fc.asyncProperty(program(1), async (p) => {
      const way: Way = { backend: "wasm", tier: "compile", fuse: true, threads: 8 };
      const all = await run(p, way);
      expect(await run(p, { ...way, threads: 1 })).toEqual(all);
      expect(await run(p, way)).toEqual(all);
    }),
    { numRuns: runs, seed: 11 },
  );
}, 120_000);

test("broadcasting follows NumPy's rule, in both orders", async () => {
  await fc.assert(
    fc.asyncProperty(shape(1), fc.array(fc.boolean(), { maxLength: 3 }), async (full, drop) => {
      // Some axes are 1, and leading ones may be missing.
      const part = full.map((n, i) => (drop[i] ? 1 : n)).slice(full.length > 1 && drop[0] ? 1 : 0);
      const [a, b] = [filled(full), filled(part)];
      const spread = b.expand(full);
      const want = Array.from(await a.mul(spread.clone()).data());
      expect(Array.from(await a.mul(b).data())).toEqual(want);
      expect(Array.from(await b.mul(a).data())).toEqual(want);
    }),
    { numRuns: runs, seed: 13 },
  );
});
