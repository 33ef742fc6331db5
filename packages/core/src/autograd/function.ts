/**
 * An operator of one's own with its own gradient: a class whose `forward` computes the value and whose `backward` gives
 * the gradients of the inputs from those of the outputs. Nothing of the inside of `forward` is recorded; what `backward`
 * does is recorded where gradients of gradients are asked for, as it is made of operators.
 */
import { isFloat } from "../dtype.ts";
import { gradErrors } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { isTensor } from "../ops/cast.ts";
import { sumTo } from "../ops/movement.ts";
import { currentScope, eachTensor, hold, within } from "../runtime/held.ts";
import { sameShape } from "../shape.ts";
import { mode, noGrad, wrap } from "./tape.ts";
import { type GradFn, type Saved, saved, type Tensor } from "./tensor.ts";

/** What `backward` may give back for the inputs: one gradient, or a list with one for each, null where there is none. */
export type InputGradients = Tensor | null | undefined | readonly (Tensor | null | undefined)[];

/** What a call's `forward` said of its tensors. */
interface Notes {
  saved: (Saved | null)[];
  readonly constants: Set<Tensor>;
  readonly dirty: Set<Tensor>;
  /** Outputs that had to be made anew, so that they could have a history of their own. */
  readonly renewed: Map<Tensor, Tensor>;
}

let notesOf: (ctx: FunctionContext) => Notes;

/**
 * What `forward` and `backward` of one call share; other fields may be set freely.
 *
 * @example new autograd.FunctionContext([true, false]).needsInputGrad // [true, false]
 */
export class FunctionContext {
  [field: string]: unknown;
  /** For each argument of `forward`, whether its gradient is wanted. */
  readonly needsInputGrad: readonly boolean[];
  readonly #notes: Notes = {
    saved: [],
    constants: new Set(),
    dirty: new Set(),
    renewed: new Map(),
  };

  static {
    notesOf = (ctx) => ctx.#notes;
  }

  constructor(needsInputGrad: readonly boolean[]) {
    this.needsInputGrad = needsInputGrad;
  }

  /**
   * Keeps tensors for `backward`, as they are now: inputs, outputs, or what was made on the way. Gradients of gradients
   * flow through inputs and outputs only. null takes a place in the list.
   *
   * @throws GradError `grad/function-tensor` for what is no tensor
   */
  saveForBackward(...tensors: readonly (Tensor | null | undefined)[]): void {
    this.#notes.saved = tensors.map((t, i) => {
      if (t === null || t === undefined) return null;
      if (!isTensor(t)) throw gradErrors.functionTensor("saveForBackward", i, t);
      return saved(t);
    });
  }

  /** What `saveForBackward` kept. */
  get savedTensors(): Tensor[] {
    const { saved: kept, renewed } = this.#notes;
    return kept.map((s) => (s && (renewed.get(s.tensor) ?? s.tensor)) as Tensor);
  }

  /** Says of outputs that no gradient flows through them. */
  markNonDifferentiable(...outputs: readonly Tensor[]): void {
    for (const t of outputs) this.#notes.constants.add(t);
  }

  /** Says of inputs that `forward` has changed them in place; they must be outputs too. */
  markDirty(...inputs: readonly Tensor[]): void {
    for (const t of inputs) this.#notes.dirty.add(t);
  }
}

/** The outputs of a call as tensors that may have a history of their own. */
function ownOutputs(
  name: string,
  notes: Notes,
  inputs: readonly Saved[],
  outputs: readonly unknown[],
): unknown[] {
  const taken = new Set(inputs.map(({ tensor }) => tensor));
  return outputs.map((t) => {
    if (!isTensor(t)) return t;
    if (notes.dirty.has(t)) {
      if (t.requiresGrad && t.isLeaf) throw gradErrors.leafInPlace(name);
      return t;
    }
    // What was handed on, is handed out twice or shows a part of another is no tensor of this call's own.
    if (!taken.has(t) && !t.requiresGrad && !t.sharing) {
      taken.add(t);
      return t;
    }
    const fresh = wrap(t.node);
    if (!inputs.some(({ tensor }) => tensor === t)) notes.renewed.set(t, fresh);
    if (notes.constants.has(t)) notes.constants.add(fresh);
    return fresh;
  });
}

/** Puts a call on the tape; gives its outputs as the program gets them. */
function joinTape(
  name: string,
  notes: Notes,
  inputs: readonly Saved[],
  outputs: readonly unknown[],
  backward: (grads: readonly (Tensor | null)[]) => readonly (Tensor | null)[],
): unknown[] {
  const out = ownOutputs(name, notes, inputs, outputs);
  const tensors = out.filter(isTensor);
  const flows = (t: Tensor): boolean => isFloat(t.dtype) && !notes.constants.has(t);
  const known = new Set([...inputs.map(({ tensor }) => tensor), ...tensors]);
  // Listed with the inputs, saved tensors are for `backward` what they were, whatever becomes of them.
  const others = notes.saved.filter(
    (s): s is Saved => s !== null && !known.has(s.tensor) && !notes.renewed.has(s.tensor),
  );
  const fn: GradFn = {
    name,
    inputs: [...inputs, ...others],
    backward: (grads) => {
      let next = 0;
      return backward(out.map((t) => (isTensor(t) ? (grads[next++] as Tensor) : null)));
    },
    outputs: tensors.map((t) => ({ tensor: flows(t) ? t : wrap(t.node), node: t.node })),
  };
  tensors.forEach((t, i) => {
    if (!flows(t)) return;
    t.node.taped = true;
    const made = notes.dirty.has(t) ? wrap(t.node) : t;
    made.attach(fn, i);
    if (made !== t) t.assign(made, name);
  });
  return out;
}

/** The static methods that a class of its own has. */
interface Written<I extends readonly unknown[], O> {
  readonly name: string;
  forward(ctx: FunctionContext, ...inputs: I): O;
}

/** As `Written`, with the context filled in by a method of its own. */
interface WrittenApart<I extends readonly unknown[], O> {
  readonly name: string;
  forward(...inputs: I): O;
  setupContext(ctx: FunctionContext, inputs: never, output: never): void;
}

type Static = (...args: unknown[]) => unknown;

/**
 * The base of operators with gradients of their own: extend it, write `static forward(ctx, ...inputs)` and
 * `static backward(ctx, ...grads)`, and call `apply(...inputs)`.
 *
 * `forward` runs without recording. `backward` gets the gradient of each output and gives one for each input: a tensor,
 * or a list with null where there is none. Where `static setupContext(ctx, inputs, output)` is written, `forward` takes
 * the inputs alone.
 *
 * @throws GradError `grad/function-…` for a class without `forward` or `backward`, or results that do not fit
 * @remarks As `torch.autograd.Function`, but that a saved tensor may be changed in place: `backward` sees it as it was.
 * @example
 * class Round extends autograd.Function {
 *   static forward(ctx, x) { return x.round(); }
 *   static backward(ctx, grad) { return grad; }
 * }
 * const x = tensor([0.4, 1.7], { requiresGrad: true });
 * Round.apply(x).sum().backward();
 * x.grad // [1, 1]
 * @source PyTorch, "Extending torch.autograd"
 */
export class AutogradFunction {
  constructor() {
    throw gradErrors.functionMade(new.target.name);
  }

  /** Computes the value; written by the class. */
  static forward(..._inputs: never[]): unknown {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that extends this one
    throw gradErrors.functionMissing(this.name, "forward");
  }

  /** Gives the gradients of the inputs; written by the class. */
  static backward(..._grads: never[]): InputGradients {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that extends this one
    throw gradErrors.functionMissing(this.name, "backward");
  }

  /** Runs `forward` on the inputs and records `backward` for them. */
  static apply<I extends readonly unknown[], O>(this: WrittenApart<I, O>, ...inputs: I): O;
  static apply<I extends readonly unknown[], O>(this: Written<I, O>, ...inputs: I): O;
  static apply(this: { readonly name: string }, ...inputs: readonly unknown[]): unknown {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that extends this one
    return run(this as unknown as typeof AutogradFunction, inputs);
  }
}

function run(written: typeof AutogradFunction, args: readonly unknown[]): unknown {
  const { name } = written;
  const ctx = new FunctionContext(args.map((x) => isTensor(x) && x.requiresGrad));
  const inputs = args.filter(isTensor).map(saved);
  const outer = currentScope();
  const forward = written.forward as Static;
  const apart = Reflect.get(written, "setupContext") as Static | undefined;
  // Values that the program keeps track of inside are its own; what is large on the way is not held.
  const result = within(outer === "program" ? "model" : outer, () =>
    noGrad(() => {
      if (!apart) return forward.call(written, ctx, ...args);
      const made = forward.call(written, ...args);
      apart.call(written, ctx, args, made);
      return made;
    }),
  );
  const many = Array.isArray(result);
  const outputs: readonly unknown[] = many ? result : [result];
  if (!many && !isTensor(result)) throw gradErrors.functionOutput(name, result);
  const recorded = mode.enabled && ctx.needsInputGrad.includes(true);
  const given = recorded
    ? joinTape(name, notesOf(ctx), inputs, outputs, (grads) =>
        gradientsOf(written, ctx, grads, args, inputs),
      )
    : outputs;
  if (outer === "program") eachTensor(given, hold);
  return many ? given : given[0];
}

/** What `backward` gives for the tensors among the inputs. */
function gradientsOf(
  written: typeof AutogradFunction,
  ctx: FunctionContext,
  grads: readonly (Tensor | null)[],
  args: readonly unknown[],
  inputs: readonly Saved[],
): (Tensor | null)[] {
  const { name } = written;
  const backward = written.backward as Static;
  const back = within("model", () => backward.call(written, ctx, ...grads));
  const list: readonly unknown[] = Array.isArray(back) ? back : [back];
  if (list.length < args.length || list.slice(args.length).some((g) => g))
    throw gradErrors.functionCount(name, args.length, list.length);
  let next = 0;
  const found: (Tensor | null)[] = [];
  list.slice(0, args.length).forEach((g, i) => {
    const into = isTensor(args[i]) ? (inputs[next++] as Saved) : null;
    if (g === null || g === undefined) {
      if (into) found.push(null);
      return;
    }
    if (!isTensor(g)) throw gradErrors.functionTensor(`${name}.backward`, i, g);
    if (!into) throw gradErrors.functionNoTensor(name, i);
    const { shape } = into.node;
    const wide = broadcastShapes(shape, g.shape);
    if (typeof wide === "number" || !sameShape(wide, g.shape))
      throw gradErrors.functionShape(name, i, g.shape, shape);
    found.push(sameShape(g.shape, shape) ? g : sumTo(g, shape));
  });
  return found;
}
