/** L-BFGS: Newton's method with a curvature that is remembered from the last steps. */
import { needFunction, needOptions, noGrad, type Tensor, tensor } from "@gradus/core";
import { hyperparameterError, stateError } from "./errors.ts";
import { type Place, wolfeSearch } from "./line-search.ts";
import {
  type GroupOptions,
  type Next,
  Optimizer,
  type OptimizerState,
  type Params,
} from "./optimizer.ts";

export interface LBFGSOptions extends GroupOptions {
  /** Iterations of one step. */
  maxIter: number;
  /** Calls of the closure in one step; null: a quarter more than maxIter. */
  maxEval: number | null;
  /** The step ends where no element of the gradient is larger, */
  toleranceGrad: number;
  /** or where neither the weights nor the loss change by more. */
  toleranceChange: number;
  /** Steps that are remembered. */
  historySize: number;
  lineSearchFn: "strong_wolfe" | null;
}

interface Pair {
  /** Change of the gradient, and of the weights. */
  readonly y: Float64Array;
  readonly s: Float64Array;
}

interface Memory {
  iterations: number;
  direction: Float64Array;
  t: number;
  before: Float64Array;
  scale: number;
  pairs: Pair[];
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** `y ← y + factor·x`. */
function addTo(y: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) + factor * (x[i] as number);
}

const largest = (a: Float64Array): number => a.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** The direction of Newton's method, `−H·g`, with H as the remembered pairs tell. */
function newtonDirection(g: Float64Array, { pairs, scale }: Memory): Float64Array {
  const q = g.map((v) => -v);
  const shares = new Array<number>(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { y, s } = pairs[i] as Pair;
    shares[i] = dot(s, q) / dot(y, s);
    addTo(q, y, -(shares[i] as number));
  }
  for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  pairs.forEach(({ y, s }, i) => {
    addTo(q, s, (shares[i] as number) - dot(y, q) / dot(y, s));
  });
  return q;
}

/**
 * L-BFGS, for small models and full batches. `await optimizer.step(closure)` calls the closure, which forgets the
 * gradients, computes the loss and its gradients and gives the loss back, several times.
 *
 * @state of the last `historySize` iterations the changes of weights and gradient; nothing at the start
 * @throws UsageError `optim/hyperparameter` for a step without a closure
 * @remarks Same defaults and same path as `torch.optim.LBFGS`; the step is a promise, as it reads the loss. One group
 *   of parameters, as there.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new LBFGS([w], { lineSearchFn: "strong_wolfe" });
 * await optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = w.sub(tensor([3, 5])).square().sum();
 *   loss.backward();
 *   return loss;
 * });
 * w // [3, 5]
 * @source Liu & Nocedal 1989, "On the limited memory BFGS method for large scale optimization"
 */
export class LBFGS extends Optimizer<LBFGSOptions> {
  #memory: Memory | null = null;
  /** A state to go on from, which the next step reads. */
  #loaded: OptimizerState["state"][string] | null = null;

  constructor(params: Params<LBFGSOptions>, options: Partial<LBFGSOptions> = {}) {
    needOptions("LBFGS", options, [
      "maxIter",
      "maxEval",
      "toleranceGrad",
      "toleranceChange",
      "historySize",
      "lineSearchFn",
      "lr",
    ]);
    super(params, {
      lr: 1,
      maxIter: 20,
      maxEval: null,
      toleranceGrad: 1e-7,
      toleranceChange: 1e-9,
      historySize: 100,
      lineSearchFn: null,
      ...options,
    });
    if (this.paramGroups.length > 1)
      throw hyperparameterError("LBFGS", "the number of groups", this.paramGroups.length, "1");
  }

  protected override check({ lineSearchFn }: LBFGSOptions): void {
    if (lineSearchFn !== null && lineSearchFn !== "strong_wolfe")
      throw hyperparameterError("LBFGS", "lineSearchFn", lineSearchFn, '"strong_wolfe" or null');
  }

  protected override init(): Record<string, Tensor> {
    return {};
  }

  protected override update(): Next {
    throw hyperparameterError("LBFGS", "the step", "one without a closure", "step(closure)");
  }

  get #params(): readonly Tensor[] {
    return this.paramGroups[0]?.params ?? [];
  }

  async #gather(read: (p: Tensor) => Tensor | null): Promise<Float64Array> {
    const parts = await Promise.all(
      this.#params.map((p) => read(p)?.data() ?? new Float64Array(p.numel())),
    );
    return Float64Array.from(parts.flatMap((part) => Array.from(part, Number)));
  }

  #put(values: Float64Array): void {
    let at = 0;
    noGrad(() => {
      for (const p of this.#params) {
        const part = values.subarray(at, at + p.numel());
        p.copy_(tensor(Float64Array.from(part), { shape: p.shape, dtype: p.dtype }));
        at += p.numel();
      }
    });
  }

  /** The loss of the closure's first call. */
  override async step(closure?: () => Tensor): Promise<Tensor> {
    needFunction("LBFGS.step", "the closure", closure);
    const run = closure as () => Tensor;
    const [o] = this.paramGroups;
    if (!o) return run();
    const mostCalls = o.maxEval ?? Math.floor((o.maxIter * 5) / 4);
    const first = run();
    let calls = 1;
    let loss = await first.item();
    let g = await this.#gather((p) => p.grad);
    const settled = (): boolean => largest(g) <= o.toleranceGrad;
    if (settled()) return first;
    const memory = (await this.#recall()) ?? {
      iterations: 0,
      direction: g,
      t: 0,
      before: g,
      scale: 1,
      pairs: [],
    };
    this.#memory = memory;
    for (let i = 1; i <= o.maxIter; i++) {
      if (memory.iterations > 0) this.#remember(g, memory, o.historySize);
      memory.iterations++;
      const d = newtonDirection(g, memory);
      const lossBefore = loss;
      memory.direction = d;
      memory.before = g;
      const size = g.reduce((sum, v) => sum + Math.abs(v), 0);
      memory.t = (memory.iterations === 1 ? Math.min(1, 1 / size) : 1) * o.lr;
      const slope = dot(g, d);
      if (slope > -o.toleranceChange) break;
      const x = await this.#gather((p) => p.detach());
      const move = (t: number): void => {
        const to = x.slice();
        addTo(to, d, t);
        this.#put(to);
      };
      if (o.lineSearchFn) {
        const at = async (t: number): Promise<Place> => {
          move(t);
          const f = await run().item();
          const here = await this.#gather((p) => p.grad);
          return { t, f, g: here, slope: dot(here, d) };
        };
        const start = { t: 0, f: loss, g, slope };
        const [length, left] = [largest(d), mostCalls - calls];
        const found = await wolfeSearch(at, start, memory.t, length, o.toleranceChange, left);
        calls += found.evaluations;
        memory.t = found.place.t;
        ({ f: loss, g } = found.place);
        move(memory.t);
      } else {
        move(memory.t);
        // After the last iteration nobody asks for the gradient.
        if (i < o.maxIter) {
          loss = await run().item();
          g = await this.#gather((p) => p.grad);
          calls++;
        }
      }
      if (calls >= mostCalls || settled()) break;
      if (largest(d) * Math.abs(memory.t) <= o.toleranceChange) break;
      if (i < o.maxIter && Math.abs(loss - lossBefore) < o.toleranceChange) break;
    }
    return first;
  }

  /** The curvature along the last step, where it is upwards. */
  #remember(g: Float64Array, memory: Memory, most: number): void {
    const y = g.slice();
    addTo(y, memory.before, -1);
    const s = memory.direction.map((v) => v * memory.t);
    const ys = dot(y, s);
    if (ys <= 1e-10) return;
    memory.pairs.push({ y, s });
    if (memory.pairs.length > most) memory.pairs.shift();
    memory.scale = ys / dot(y, y);
  }

  override stateDict(): OptimizerState {
    const dict = super.stateDict();
    if (this.#loaded) return { ...dict, state: { "0": this.#loaded } };
    const m = this.#memory;
    if (!m) return dict;
    const rows = (key: keyof Pair): Tensor =>
      tensor(Float64Array.from(m.pairs.flatMap((p) => Array.from(p[key]))), {
        shape: [m.pairs.length, m.before.length],
        dtype: "float64",
      });
    const row = (values: Float64Array): Tensor => tensor(values.slice(), { dtype: "float64" });
    const numbers = { iterations: m.iterations, t: m.t, scale: m.scale };
    const tensors = { d: row(m.direction), prev_flat_grad: row(m.before) };
    const history = m.pairs.length > 0 ? { old_dirs: rows("y"), old_stps: rows("s") } : {};
    const step = m.iterations;
    return { ...dict, state: { "0": { step, numbers, tensors: { ...tensors, ...history } } } };
  }

  /** @throws UsageError `optim/state-dict` ; what it holds is read by the next step */
  override loadStateDict(dict: OptimizerState): void {
    const own = dict?.state?.["0"];
    super.loadStateDict({ ...dict, state: dict?.state && {} } as OptimizerState);
    this.#memory = null;
    this.#loaded = null;
    if (!own) return;
    const total = this.#params.reduce((n, p) => n + p.numel(), 0);
    if (own.tensors.d?.numel() !== total)
      throw stateError(
        "LBFGS",
        `it is of ${own.tensors.d?.numel()} numbers, the model of ${total}`,
      );
    this.#loaded = own;
  }

  /** What was remembered, or loaded since. */
  async #recall(): Promise<Memory | null> {
    const own = this.#loaded;
    if (!own) return this.#memory;
    const read = async (key: string): Promise<Float64Array> =>
      Float64Array.from((await own.tensors[key]?.data()) ?? [], Number);
    const [direction, before, y, s] = await Promise.all(
      ["d", "prev_flat_grad", "old_dirs", "old_stps"].map(read),
    );
    const n = before?.length ?? 0;
    const { iterations = 0, t = 0, scale = 1 } = own.numbers;
    const pairs = Array.from({ length: (y?.length ?? 0) / n }, (_, i) => ({
      y: y?.slice(i * n, (i + 1) * n) as Float64Array,
      s: s?.slice(i * n, (i + 1) * n) as Float64Array,
    }));
    this.#loaded = null;
    return { iterations, t, scale, pairs, direction, before } as Memory;
  }
}
