/**
 * What a program may still hold. Nothing says when JavaScript lets go of a tensor, and a value must not depend on that;
 * so what the program's own code has made is taken for held. Such tensors are computed with the next program that
 * runs, before anything they depend on is updated:
 *
 * - small ones always, so that a list of norms or losses has its values whenever it is read;
 * - larger ones where nothing else was made from them (a moving average of weights), or where they are not on the
 *   tape. A large activation on the way to a loss is not stored: it can be computed again until the parameters it
 *   depends on have been updated twice.
 *
 * What happens inside a layer, an optimizer or a backward pass is the library's own business and is not held. All of
 * this is decided by the program's text alone, never by what was read or collected, so that the same program gives
 * the same bits.
 */

import type { Tensor } from "../autograd/tensor.ts";
import type { Node } from "../graph/node.ts";

const isTensor = (value: object): value is Tensor => "node" in value && "requiresGrad" in value;

/** Whose code is running: the program's own, the forward of a model that it wrote, the library's, or an operator's. */
export type Scope = "program" | "model" | "library" | "operator";

let scope: Scope = "program";

/** Whose code is running. @example currentScope() // program */
export const currentScope = (): Scope => scope;

/** Whether a layer, an optimizer or a backward pass is at work. */
export const inLibrary = (): boolean => scope === "library";

/**
 * Runs code whose tensors are held less: those of a `model` if they are small, those of the `library` not at all.
 *
 * @example within("library", () => tensor([1]).add(1)) // [2]
 */
export function within<T>(inner: Scope, run: () => T): T {
  const outer = scope;
  scope = inner;
  try {
    return run();
  } finally {
    scope = outer;
  }
}

/** Elements up to which a tensor is stored: made by a model or from what is not trained; by the program itself. */
const smallSize = 4096;
const plainSize = 1 << 18;
/** Elements up to which a tensor off the tape is stored though others were made from it. */
const looseSize = 1 << 22;
/** Tensors and elements that may wait before they are computed. */
const mostWaiting = 4096;
const mostElements = 1 << 24;

/** Held tensors that depend on what is trained, in the order they were made, with their scopes. */
let waiting: Tensor[] = [];
let plain: boolean[] = [];
/** Tensors to compute whatever their size: losses, models' outputs, what was written in place. */
let kept = new Set<Tensor>();
let elements = 0;
let count = 0;
let flush: () => void = () => {};

/** Called once by realize.ts: computes what waits. */
export function onCrowd(compute: () => void): void {
  flush = compute;
}

/** While something only looks at how a program would go, nothing waits and nothing is computed for it. */
let looking = false;

function crowd(size: number): void {
  count++;
  elements += size;
  if (looking) return;
  if (count >= mostWaiting || elements >= mostElements) flush();
}

/** Takes note of a tensor that the program's code has made. */
export function hold(t: Tensor): void {
  if (scope === "library" || scope === "operator") return;
  const { node } = t;
  if (node.buffer) return;
  const { size } = node;
  const own = scope === "program";
  if (size <= (own && node.trained ? plainSize : smallSize)) node.wanted = true;
  if (!node.trained) return;
  waiting.push(t);
  plain.push(own);
  crowd(node.wanted ? size : 0);
}

/**
 * Calls `see` with every tensor in what a function gave back: alone, in lists or in objects; an object of a class says
 * which it is made of under `heldTensors`.
 */
export function eachTensor(result: unknown, see: (t: Tensor) => void): void {
  if (typeof result !== "object" || result === null) return;
  if (isTensor(result)) see(result);
  else if (Array.isArray(result)) for (const item of result) eachTensor(item, see);
  else if ("heldTensors" in result) eachTensor(result.heldTensors, see);
  else if (Object.getPrototypeOf(result) === Object.prototype)
    for (const item of Object.values(result)) eachTensor(item, see);
}

/**
 * Runs an operator: what it gives back is held, what it makes on the way is not.
 *
 * @example operate(() => tensor([1]).add(1).mul(2)) // [4]
 */
export function operate<A extends readonly unknown[], R>(
  operator: (...args: A) => R,
  ...args: A
): R {
  if (scope === "library" || scope === "operator") return operator(...args);
  const outer = scope;
  scope = "operator";
  let result: R;
  try {
    result = operator(...args);
  } finally {
    scope = outer;
  }
  eachTensor(result, hold);
  return result;
}

/**
 * Computes this tensor along with the next thing that is computed.
 *
 * @example keepAlive(tensor([1, 2]).add(1)) // undefined
 */
export function keepAlive(t: Tensor): void {
  if (t.node.buffer) return;
  kept.add(t);
  crowd(t.node.size);
}

/**
 * Runs code whose tensors nobody will read: they are not computed with the next program. For looking at the shapes of a
 * large model.
 *
 * @example unheld(() => ones([1000, 1000]).matmul(ones([1000, 5])).shape) // [1000, 5]
 */
export function unheld<T>(run: () => T): T {
  const before = { waiting, plain, kept, elements, count, looking };
  waiting = [];
  plain = [];
  kept = new Set();
  looking = true;
  try {
    return run();
  } finally {
    ({ waiting, plain, kept, elements, count, looking } = before);
  }
}

export interface Waiting {
  /** What has to be computed in any case. */
  readonly always: readonly Node[];
  /** What has to be computed unless something else is made from it; in the order it was made. */
  readonly ends: readonly Node[];
}

/** Everything that waits, which then waits no more. */
export function takeWaiting(): Waiting {
  const always: Node[] = [];
  const ends: Node[] = [];
  for (const t of kept) if (!t.node.buffer) always.push(t.node);
  for (let i = 0; i < waiting.length; i++) {
    const t = waiting[i];
    const { node } = t;
    // A view of a parameter shows what that becomes.
    if (node.buffer || (t.sharing && t.memory().node.isState)) continue;
    const loose = plain[i] && !t.gradFn && node.size <= looseSize;
    (node.wanted || loose ? always : ends).push(node);
  }
  waiting = [];
  plain = [];
  kept = new Set();
  elements = 0;
  count = 0;
  return { always, ends };
}
