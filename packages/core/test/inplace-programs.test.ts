/**
 * Random programs of views and in-place operations. A second interpreter, in plain arrays where a view is a list of
 * places in its base, says what every tensor is in the end and, by finite differences, what the gradient is. Each
 * program runs on the reference and on wasm, both tiers, one thread and two. `GRADUS_PROGRAMS=10000` runs more of them.
 */
import { afterEach, expect, test } from "vitest";
import * as g from "../src/index.ts";

type T = g.Tensor;

/** A tensor of the second interpreter. */
interface Plain {
  readonly memory: Float64Array;
  readonly places: readonly number[];
}

type Run = (xs: T[]) => void;
type RunPlain = (xs: Plain[]) => void;

interface Step {
  readonly text: string;
  readonly run: Run;
  readonly plain: RunPlain;
}

function randomFrom(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 4294967296) * n;
  };
}

/** A view of a tensor of this shape, as a function that can be applied to any such tensor. */
function viewOf(
  shape: readonly number[],
  isBase: boolean,
  pick: (n: number) => number,
): (x: T) => T {
  const n = shape.length;
  const whole = (k: number) => Math.floor(pick(k));
  if (n === 0) return (x) => x.unsqueeze(0);
  const axis = whole(n);
  const size = shape[axis] as number;
  const flat = shape.reduce((p, k) => p * k, 1);
  switch (whole(12)) {
    case 0:
      return (x) => x.transpose(0, axis);
    case 1: {
      const start = whole(size);
      const length = 1 + whole(size - start);
      return (x) => x.narrow(axis, start, length);
    }
    case 2: {
      const at = whole(size);
      return (x) => x.select(axis, at);
    }
    case 3:
      return (x) => x.unsqueeze(axis);
    case 4:
      return (x) => x.squeeze();
    case 5:
      return (x) => x.detach();
    case 6: {
      const step = 1 + whole(3);
      const items = [...new Array<g.Slice>(axis).fill(g.slice()), g.slice(whole(size), null, step)];
      return (x) => x.index(items);
    }
    case 7:
      return (x) => x.permute(shape.map((_, i) => (i + axis) % n));
    case 8: {
      const at = whole(2);
      return (x) => {
        const parts = x.chunk(2, axis);
        return parts[at % parts.length] as T;
      };
    }
    case 9:
      return (x) => x.unbind(axis)[0] as T;
    case 10:
      return n < 2 ? (x) => x.t() : (x) => x.diagonal();
    default:
      // A base is contiguous, and so this is a view of it.
      return isBase ? (x) => x.view(flat) : (x) => x.unsqueeze(n);
  }
}

interface Program {
  readonly shape: readonly number[];
  readonly steps: readonly Step[];
}

const places = (p: Plain, at: readonly number[]): Plain => ({
  memory: p.memory,
  places: at.map((i) => p.places[i] as number),
});

/** Writes f of what is there into a view. */
const change = (p: Plain, f: (value: number, i: number) => number): void => {
  const now = p.places.map((at) => p.memory[at] as number);
  p.places.forEach((at, i) => {
    p.memory[at] = f(now[i] as number, i);
  });
};

async function programOf(seed: number, gradient: boolean): Promise<Program> {
  const pick = randomFrom(seed);
  const whole = (k: number) => Math.floor(pick(k));
  const shape = Array.from({ length: 1 + whole(3) }, () => 1 + whole(4));
  const shapes: (readonly number[])[] = [shape];
  const bases = new Set([0]);
  const steps: Step[] = [];
  for (let k = 3 + whole(10); k > 0; k--) {
    const a = whole(shapes.length);
    const from = shapes[a] as readonly number[];
    const kind = whole(10);
    if (kind < 4) {
      const view = viewOf(from, bases.has(a), pick);
      const n = from.reduce((p, v) => p * v, 1);
      const indices = view(g.arange(n).reshape(from));
      if (indices.numel() === 0) continue;
      const at = Array.from(await indices.data());
      // A detached view passes no gradient, which finite differences would see.
      if (gradient && /detach/.test(view.toString())) continue;
      shapes.push(indices.shape);
      steps.push({
        text: `x${shapes.length - 1} = x${a}: ${view.toString()}`,
        run: (xs) => xs.push(view(xs[a] as T)),
        plain: (xs) => xs.push(places(xs[a] as Plain, at)),
      });
    } else if (kind < 5) {
      bases.add(shapes.length);
      shapes.push(from);
      steps.push({
        text: `x${shapes.length - 1} = tanh(x${a}) + 0.5`,
        run: (xs) => xs.push((xs[a] as T).tanh().add(0.5)),
        plain: (xs) => {
          const x = xs[a] as Plain;
          const memory = Float64Array.from(x.places, (p) => Math.tanh(x.memory[p] as number) + 0.5);
          xs.push({ memory, places: Array.from(memory, (_, i) => i) });
        },
      });
    } else {
      const c = 0.3 + pick(1.5);
      const same = shapes.flatMap((s, i) => (s.join() === from.join() ? [i] : []));
      const b = same[whole(same.length)] as number;
      const step = (text: string, run: Run, plain: RunPlain) => steps.push({ text, run, plain });
      const at = (xs: T[], i: number) => xs[i] as T;
      const p = (xs: Plain[], i: number) => xs[i] as Plain;
      const now = (x: Plain) => x.places.map((k) => x.memory[k] as number);
      switch (kind) {
        case 5:
          step(
            `x${a}.add_(${c})`,
            (xs) => at(xs, a).add_(c),
            (xs) => change(p(xs, a), (v) => v + c),
          );
          break;
        case 6:
          step(
            `x${a}.mul_(${c})`,
            (xs) => at(xs, a).mul_(c),
            (xs) => change(p(xs, a), (v) => v * c),
          );
          break;
        case 7:
          step(
            `x${a}.mul_(x${b}).mul_(0.5)`,
            (xs) => at(xs, a).mul_(at(xs, b)).mul_(0.5),
            (xs) => {
              const other = now(p(xs, b));
              change(p(xs, a), (v, i) => v * (other[i] as number));
              change(p(xs, a), (v) => v * 0.5);
            },
          );
          break;
        case 8:
          step(
            `x${a}.copy_(x${b})`,
            (xs) => at(xs, a).copy_(at(xs, b)),
            (xs) => {
              const other = now(p(xs, b));
              change(p(xs, a), (_v, i) => other[i] as number);
            },
          );
          break;
        default:
          step(
            `x${a}.fill_(${c})`,
            (xs) => at(xs, a).fill_(c),
            (xs) => change(p(xs, a), () => c),
          );
      }
    }
  }
  return { shape, steps };
}

/** What all tensors are in the end, and the sum of them all with weights. */
function runPlain(
  program: Program,
  start: readonly number[],
): { values: number[][]; loss: number } {
  const memory = Float64Array.from(start);
  const xs: Plain[] = [{ memory, places: Array.from(memory, (_, i) => i) }];
  for (const s of program.steps) s.plain(xs);
  const values = xs.map((x) => x.places.map((p) => x.memory[p] as number));
  let loss = 0;
  for (const v of values)
    v.forEach((x, i) => {
      loss += x * (1 + 0.1 * i);
    });
  return { values, loss };
}

interface Way {
  readonly backend: g.BackendName;
  readonly tier: "interpret" | "compile";
  readonly threads: number;
}

const ways: readonly Way[] = [
  { backend: "reference", tier: "interpret", threads: 1 },
  { backend: "wasm", tier: "interpret", threads: 1 },
  { backend: "wasm", tier: "compile", threads: 1 },
  { backend: "wasm", tier: "compile", threads: 2 },
];

const count = Number(process.env.GRADUS_PROGRAMS ?? 250);
const before = g.defaultBackend().name as g.BackendName;

afterEach(() => {
  g.setDefaultBackend(before);
  g.setEngineOptions({ tier: "auto", threads: Number.POSITIVE_INFINITY });
});

const startOf = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => Math.sin(1.7 * i + 0.3));

function expectClose(got: ArrayLike<number>, want: readonly number[], what: string): void {
  expect(got.length, what).toBe(want.length);
  const scale = Math.max(1, ...want.map(Math.abs));
  for (let i = 0; i < want.length; i++)
    if (!(Math.abs((got[i] as number) - (want[i] as number)) <= 1e-5 * scale))
      expect.fail(`${what}[${i}]: got ${got[i]}, want ${want[i]}`);
}

test(`${count} programs: every tensor is what memory would hold`, async () => {
  for (let seed = 1; seed <= count; seed++) {
    const program = await programOf(seed, false);
    const start = startOf(program.shape.reduce((p, n) => p * n, 1));
    const want = runPlain(program, start);
    const text = `program ${seed} from [${program.shape}]\n${program.steps.map((s) => s.text).join("\n")}\n`;
    for (const way of ways) {
      g.setDefaultBackend(way.backend);
      g.setEngineOptions({ tier: way.tier, threads: way.threads });
      const xs = [g.tensor(Float32Array.from(start), { shape: program.shape })];
      for (const s of program.steps) s.run(xs);
      for (const [i, x] of xs.entries())
        expectClose(
          await x.data(),
          want.values[i] as number[],
          `${text}${JSON.stringify(way)} x${i}`,
        );
    }
  }
}, 3_000_000);

test(`${count} programs: the gradient is that of finite differences`, async () => {
  for (let seed = 1; seed <= count; seed++) {
    const program = await programOf(seed, true);
    const start = startOf(program.shape.reduce((p, n) => p * n, 1));
    const text = `program ${seed} from [${program.shape}]\n${program.steps.map((s) => s.text).join("\n")}\n`;
    const h = 1e-5;
    const want = start.map((_, i) => {
      const loss = (by: number) =>
        runPlain(
          program,
          start.map((v, k) => (k === i ? v + by : v)),
        ).loss;
      return (loss(h) - loss(-h)) / (2 * h);
    });
    for (const way of ways) {
      g.setDefaultBackend(way.backend);
      g.setEngineOptions({ tier: way.tier, threads: way.threads });
      const leaf = g.tensor(Float64Array.from(start), { shape: program.shape, requiresGrad: true });
      const xs = [leaf.mul(1)];
      for (const s of program.steps) s.run(xs);
      const loss = xs
        .map((x) => {
          const weights = Float64Array.from({ length: x.numel() }, (_, i) => 1 + 0.1 * i);
          return x.mul(g.tensor(weights, { shape: x.shape })).sum();
        })
        .reduce((p, v) => p.add(v));
      loss.backward();
      expectClose(await (leaf.grad as T).data(), want, `${text}${JSON.stringify(way)} gradient`);
    }
  }
}, 3_000_000);
