/**
 * The base of all optimizers: it walks parameter groups, keeps state, and applies every update of a step
 * in one program. A subclass says what state a parameter starts with and how one update goes.
 */
import {
  applyUpdates,
  noGrad,
  snapshot,
  type Tensor,
  tensor,
  type Update,
  warn,
  within,
} from "@gradus/core";
import { hyperparameterError, parametersError, stateError } from "./errors.ts";

/** Options every optimizer's groups have. */
export interface GroupOptions {
  lr: number;
}

export type ParamGroup<O extends GroupOptions> = O & { params: Tensor[]; initialLr?: number };

/** Parameters, or groups of them with options of their own. */
export type Params<O extends GroupOptions> =
  | Iterable<Tensor>
  | readonly ({ params: Iterable<Tensor> } & Partial<O>)[];

/** State of one parameter: steps taken, and tensors of its shape. */
export interface ParamState {
  step: number;
  readonly tensors: Record<string, Tensor>;
  readonly numbers: Record<string, number>;
}

export interface Next {
  readonly param: Tensor;
  /** New values of state tensors, by name. */
  readonly state?: Readonly<Record<string, Tensor>>;
}

export interface OptimizerState {
  readonly state: Readonly<
    Record<
      string,
      {
        step: number;
        tensors: Readonly<Record<string, Tensor>>;
        numbers: Readonly<Record<string, number>>;
      }
    >
  >;
  readonly paramGroups: readonly (Readonly<Record<string, unknown>> & {
    readonly params: readonly number[];
  })[];
}

/** A number that changes from step to step, as an input of the program rather than part of it. */
export const varying = (value: number, like: Tensor): Tensor =>
  tensor(value, { dtype: like.dtype });

/** Zeros that are storage from the start, so that the first step's program serves all others. */
export const zeroState = (like: Tensor): Tensor =>
  tensor(new Float64Array(like.numel()), { shape: like.shape, dtype: like.dtype });

const isTensor = (x: unknown): x is Tensor => typeof x === "object" && x !== null && "node" in x;

const shown = (x: unknown): string =>
  isTensor(x)
    ? "one tensor"
    : typeof x === "object" && x !== null
      ? `an object (${x.constructor?.name ?? "of no class"})`
      : String(x);

/** What was given as a list; a tensor or a model is none. */
function listOf(optimizer: string, given: unknown): unknown[] {
  const iterable = given as Iterable<unknown> | null | undefined;
  if (
    isTensor(given) ||
    typeof given === "string" ||
    typeof iterable?.[Symbol.iterator] !== "function"
  )
    throw parametersError(optimizer, `the parameters are ${shown(given)}, but must be a list`);
  return [...(iterable as Iterable<unknown>)];
}

/**
 * What every optimizer does: it takes parameters, or groups of them with options of their own; `step()`
 * updates them from their gradients, `zeroGrad()` forgets those.
 *
 * @state for each parameter the number of its steps and tensors of its shape, as the optimizer's `init` says
 * @example
 * const model = new nn.Linear(2, 1);
 * const groups = [{ params: [model.weight] }, { params: [model.bias], weightDecay: 0 }];
 * const optimizer = new AdamW(groups, { lr: 0.01, weightDecay: 0.1 });
 * optimizer.paramGroups.map((group) => group.weightDecay) // [0.1, 0]
 */
export abstract class Optimizer<O extends GroupOptions> {
  readonly paramGroups: ParamGroup<O>[] = [];
  readonly state: Map<Tensor, ParamState> = new Map();
  readonly defaults: O;

  constructor(params: Params<O>, defaults: O) {
    this.defaults = defaults;
    const list = listOf(this.name, params) as (
      | Tensor
      | ({ params: Iterable<Tensor> } & Partial<O>)
    )[];
    if (list.length === 0) throw parametersError(this.name, "got no parameters");
    const odd = list.find((p) => typeof p !== "object" || p === null);
    if (odd !== undefined)
      throw parametersError(this.name, `a parameter is ${shown(odd)}, not a tensor`);
    if (!list.every((p) => isTensor(p) === isTensor(list[0])))
      throw parametersError(this.name, "got tensors and groups mixed");
    if (isTensor(list[0])) this.addParamGroup({ params: list as Tensor[] } as never);
    else for (const group of list) this.addParamGroup(group as never);
  }

  get name(): string {
    return this.constructor.name;
  }

  /** Adds parameters with options of their own. */
  addParamGroup(group: { params: Iterable<Tensor> } & Partial<O>): void {
    const params = listOf(this.name, group?.params) as Tensor[];
    for (const p of params) {
      if (!isTensor(p))
        throw parametersError(this.name, `a parameter is ${shown(p)}, not a tensor`);
      if (!p.isLeaf) throw parametersError(this.name, "a parameter is not a leaf");
      if (this.paramGroups.some((g) => g.params.includes(p)))
        throw parametersError(this.name, "a parameter appears in two groups");
    }
    if (new Set(params).size < params.length)
      warn(
        "optim/duplicate",
        `${this.name}: a parameter is twice in one group, and is updated twice a step.`,
        "give each parameter once, as model.parameters() does.",
      );
    const full = { ...this.defaults, ...group, params } as ParamGroup<O>;
    if (!(full.lr >= 0)) throw hyperparameterError(this.name, "lr", full.lr, "at least 0");
    this.check(full);
    this.paramGroups.push(full);
  }

  /** Refuses hyperparameters out of range. */
  protected check(_group: O): void {}

  /** State tensors a parameter starts with. */
  protected abstract init(p: Tensor, group: ParamGroup<O>): Record<string, Tensor>;

  /** One update; `s.step` is 1 in the first. */
  protected abstract update(p: Tensor, g: Tensor, s: ParamState, group: ParamGroup<O>): Next;

  /** Updates every parameter that has a gradient, in place, and computes whatever waits for it. */
  step(): void {
    const updates: Update[] = [];
    const build = () => {
      for (const group of this.paramGroups)
        for (const p of group.params) {
          if (!p.grad) continue;
          let s = this.state.get(p);
          if (!s) {
            s = { step: 0, tensors: this.init(p, group), numbers: {} };
            this.state.set(p, s);
          }
          s.step++;
          const next = this.update(p.detach(), p.grad.detach(), s, group);
          updates.push({ target: p, value: next.param.node });
          for (const [name, value] of Object.entries(next.state ?? {}))
            updates.push({
              target: s.tensors[name] as Tensor,
              value: value.node,
              inPlace: true,
            });
        }
    };
    within("library", () => noGrad(build));
    applyUpdates(updates);
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const p of group.params) p.grad = null;
  }

  #order(): Tensor[] {
    return this.paramGroups.flatMap((g) => g.params);
  }

  /** Everything needed to go on exactly: copies of the state, and the groups' options. */
  stateDict(): OptimizerState {
    const order = this.#order();
    const state: Record<string, OptimizerState["state"][string]> = {};
    for (const [p, s] of this.state)
      state[order.indexOf(p)] = {
        step: s.step,
        numbers: { ...s.numbers },
        tensors: Object.fromEntries(Object.entries(s.tensors).map(([k, t]) => [k, snapshot(t)])),
      };
    return {
      state,
      paramGroups: this.paramGroups.map((g) => ({
        ...(g as unknown as Record<string, unknown>),
        params: g.params.map((p) => order.indexOf(p)),
      })),
    };
  }

  /** @throws UsageError `optim/state-dict` before anything is changed */
  loadStateDict(dict: OptimizerState): void {
    const order = this.#order();
    if (!Array.isArray(dict?.paramGroups) || typeof dict.state !== "object" || dict.state === null)
      throw stateError(this.name, `the state is ${shown(dict)}, without state and paramGroups`);
    if (dict.paramGroups.length !== this.paramGroups.length)
      throw stateError(
        this.name,
        `it has ${dict.paramGroups.length} groups, the optimizer ${this.paramGroups.length}`,
      );
    dict.paramGroups.forEach((g, i) => {
      const have = (this.paramGroups[i] as ParamGroup<O>).params.length;
      if (g.params.length !== have)
        throw stateError(
          this.name,
          `group ${i} has ${g.params.length} parameters, the optimizer's has ${have}`,
        );
    });
    for (const [index, s] of Object.entries(dict.state)) {
      const p = order[Number(index)];
      const group = this.paramGroups.find((g) => p && g.params.includes(p));
      const fresh = p && group ? noGrad(() => this.init(p, group)) : {};
      for (const [key, t] of Object.entries(s.tensors)) {
        const wanted = fresh[key]?.shape ?? p?.shape;
        if (!p || (t.numel() !== 1 && t.shape.join() !== wanted?.join()))
          throw stateError(
            this.name,
            `${key} of parameter ${index} has shape [${t.shape.join(", ")}], the parameter [${p?.shape.join(", ")}]`,
          );
      }
    }
    dict.paramGroups.forEach((g, i) => {
      const group = this.paramGroups[i] as ParamGroup<O>;
      Object.assign(group, { ...g, params: group.params });
    });
    this.state.clear();
    for (const [index, s] of Object.entries(dict.state))
      this.state.set(order[Number(index)] as Tensor, {
        step: s.step,
        numbers: { ...s.numbers },
        tensors: Object.fromEntries(Object.entries(s.tensors).map(([k, t]) => [k, snapshot(t)])),
      });
  }
}
