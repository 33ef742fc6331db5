/**
 * Realizing: when a value is wanted, the pending graph is looked up by its structure, compiled if it is
 * new, and run. Whatever is computed becomes a leaf. Values that must outlive an update (the loss that
 * `backward()` was called on, a model's output, updates in waiting such as running statistics) are
 * computed along with whatever is wanted first.
 */

import type { Tensor } from "../autograd/tensor.ts";
import type { Executable, Tier } from "../backend/backend.ts";
import { defaultBackend, limitThreads } from "../backend/registry.ts";
import { schedule } from "../compile/schedule.ts";
import { simplify } from "../compile/simplify.ts";
import { type DType, dtypes, type TypedArray } from "../dtype.ts";
import { optionError, staleError } from "../errors.ts";
import type { Buffer } from "../graph/buffer.ts";
import { isMovement, type Node, opCodes, type Ran } from "../graph/node.ts";
import { atOrigin } from "../graph/origin.ts";
import { emit } from "../trace/trace.ts";
import { giveWay } from "./turn.ts";

const dtypeCode: Record<DType, number> = Object.fromEntries(dtypes.map((d, i) => [d, i])) as Record<
  DType,
  number
>;

const bufferCode = opCodes.buffer as number;
const constCode = opCodes.const as number;

export interface EngineOptions {
  /** How graphs are run; default "auto": small ones are interpreted, others compiled. */
  tier: Tier;
  /** Whether operators share kernels; default true. */
  fuse: boolean;
  /** The most threads a backend uses; default Infinity: all there are. Results do not depend on it. */
  threads: number;
}

const engine: EngineOptions = { tier: "auto", fuse: true, threads: Number.POSITIVE_INFINITY };

/**
 * Changes how graphs are compiled and run. Returns the options before.
 *
 * @throws UsageError `usage/option` for threads that are no whole number from 1
 * @example setEngineOptions({}).tier // auto
 */
export function setEngineOptions(options: Partial<EngineOptions>): EngineOptions {
  const before = { ...engine };
  const { threads } = options;
  if (threads !== undefined && !(threads >= 1 && Math.floor(threads) === threads))
    throw optionError("setEngineOptions", "threads", threads, "a whole number from 1, or Infinity");
  Object.assign(engine, options);
  if (threads !== undefined) limitThreads(threads);
  return before;
}

/** A value to compute; with a donor, it takes over the storage of that leaf. */
export interface Root {
  readonly node: Node;
  readonly donor: Node | null;
}

/** The pending graph in a row, inputs first, and numbers that are equal for equal structures. */
class Linear {
  readonly order: Node[] = [];
  readonly leaves: Node[] = [];
  readonly consts: Node[] = [];
  readonly signature: number[] = [];
  hash = 0;
}

let walk = 0;
const hostIds = new Map<string, number>();

function hostId(name: string): number {
  let id = hostIds.get(name);
  if (id === undefined) {
    id = hostIds.size;
    hostIds.set(name, id);
  }
  return id;
}

function visit(linear: Linear, node: Node): void {
  const { signature: sig, order } = linear;
  node.slot = order.length;
  order.push(node);
  if (node.buffer) {
    if (node.buffer.stale) throw staleError(node.shape, node.dtype);
    linear.leaves.push(node);
    sig.push(bufferCode, dtypeCode[node.dtype], node.shape.length);
  } else if (node.op === "const") {
    linear.consts.push(node);
    sig.push(constCode, dtypeCode[node.dtype]);
    return;
  } else {
    sig.push(opCodes[node.op] as number, dtypeCode[node.dtype], node.shape.length);
    for (const x of node.inputs) sig.push(x.slot);
    for (const a of node.args) sig.push(a);
    if (node.host) sig.push(hostId(node.host.name));
  }
  for (const n of node.shape) sig.push(n);
}

function linearize(roots: readonly Root[]): Linear {
  const linear = new Linear();
  const mark = ++walk;
  const stack: Node[] = [];
  const at: number[] = [];
  for (const root of roots) {
    if (root.node.mark === mark) continue;
    root.node.mark = mark;
    stack.push(root.node);
    at.push(0);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const node = stack[top] as Node;
      const inputs = node.inputs;
      let i = at[top] as number;
      let child: Node | null = null;
      if (!node.buffer)
        while (i < inputs.length) {
          const x = inputs[i++] as Node;
          if (x.mark !== mark) {
            child = x;
            break;
          }
        }
      at[top] = i;
      if (child) {
        child.mark = mark;
        stack.push(child);
        at.push(0);
      } else {
        visit(linear, node);
        stack.pop();
        at.pop();
      }
    }
  }
  const sig = linear.signature;
  for (const root of roots) {
    sig.push(-1, root.node.slot);
    sig.push(root.donor && root.donor.mark === mark ? root.donor.slot : -1);
  }
  let h = 0x811c9dc5;
  for (let i = 0; i < sig.length; i++)
    h = Math.imul(h ^ (sig[i] as number), 0x01000193) ^ (h >>> 15);
  linear.hash = h;
  return linear;
}

interface Program extends Ran {
  readonly signature: readonly number[];
  /** The value each constant was compiled with; NaN-safe by Object.is; undefined: it varies. */
  readonly baked: readonly (number | undefined)[];
  readonly executable: Executable;
}

const cache = new Map<string, Program[]>();
const maxPrograms = 512;
let programCount = 0;

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

function find(linear: Linear, bucket: readonly Program[]): Program | null {
  for (const p of bucket) {
    if (!sameNumbers(p.signature, linear.signature)) continue;
    let fits = true;
    for (let i = 0; i < p.baked.length && fits; i++) {
      const value = p.baked[i];
      if (value !== undefined && !Object.is(value, (linear.consts[i] as Node).args[0]))
        fits = false;
    }
    if (fits) return p;
  }
  return null;
}

/** Compiles; a constant that differed from an earlier program of the same structure becomes an input. */
function compile(linear: Linear, roots: readonly Root[], bucket: Program[]): Program {
  const started = performance.now();
  const earlier = bucket.filter((p) => sameNumbers(p.signature, linear.signature));
  const baked = linear.consts.map((c, i) => {
    const value = c.args[0] as number;
    return earlier.every((p) => Object.is(p.baked[i], value)) ? value : undefined;
  });
  const slots = new Map<Node, number>();
  for (const leaf of linear.leaves) slots.set(leaf, slots.size);
  linear.consts.forEach((c, i) => {
    if (baked[i] === undefined) slots.set(c, slots.size);
  });
  const graph = simplify(
    linear.order,
    roots.map((r) => r.node),
    (n) => slots.get(n) ?? -1,
    slots.size,
  );
  const donors = roots.map((r) => (r.donor ? (slots.get(r.donor) ?? -1) : -1));
  const plan = schedule(graph, donors, { fuse: engine.fuse });
  const executable = defaultBackend().compile(plan, engine.tier);
  const program = {
    signature: linear.signature,
    baked,
    executable,
    neededAgain: new Set<number>(),
  };
  bucket.unshift(program);
  programCount++;
  emit({
    kind: "compile",
    nodes: linear.order.length,
    kernels: plan.steps.length,
    ms: performance.now() - started,
    plan,
  });
  return program;
}

/** Drops the programs that were not used for the longest time. */
function evict(): void {
  for (const [key, bucket] of cache) {
    if (programCount <= maxPrograms) return;
    for (const p of bucket) p.executable.dispose();
    programCount -= bucket.length;
    cache.delete(key);
  }
}

/** Forgets every compiled program. */
export function clearPrograms(): void {
  for (const bucket of cache.values()) for (const p of bucket) p.executable.dispose();
  cache.clear();
  programCount = 0;
}

/**
 * The nodes that an earlier program computed without handing them out, and that are now an input of something new.
 * Computed once more they are kept, so that a chain such as `w = w.sub(g)`, read at every turn of a loop, does not
 * grow; and the program that computed them first is told, so that it hands them out from now on.
 */
function neededAgain(order: readonly Node[], roots: readonly Root[]): Set<Node> {
  const found = new Set<Node>();
  const look = (node: Node): void => {
    let x = node;
    // A view is free; what it looks at is not.
    while (!x.buffer && isMovement(x.op)) x = x.inputs[0] as Node;
    if (x.buffer || !x.ran || x.inputs.length === 0) return;
    x.ran.neededAgain.add(x.ranSlot);
    found.add(x);
  };
  for (const node of order) if (!node.buffer && !node.ran) for (const x of node.inputs) look(x);
  for (const { node } of roots) {
    node.ran?.neededAgain.add(node.ranSlot);
    found.delete(node);
  }
  return found;
}

const asRoots = (nodes: Iterable<Node>): Root[] =>
  Array.from(nodes, (node) => ({ node, donor: null }));

/** The programs of a structure, moved to the end of those that can be dropped. */
function bucketOf(linear: Linear): Program[] {
  const key = `${defaultBackend().name}|${engine.tier}|${engine.fuse}|${linear.hash}`;
  const bucket = cache.get(key) ?? [];
  cache.delete(key);
  cache.set(key, bucket);
  return bucket;
}

/** Computes every root that is not a leaf yet, in one program. */
function compute(wanted: readonly Root[]): void {
  const roots = wanted.filter(
    (r, i) => !r.node.buffer && wanted.findIndex((o) => o.node === r.node) === i,
  );
  if (roots.length === 0) return;
  let linear = linearize(roots);
  const again = neededAgain(linear.order, roots);
  if (again.size > 0) {
    roots.push(...asRoots(again));
    linear = linearize(roots);
  }
  let bucket = bucketOf(linear);
  let program = find(linear, bucket);
  while (program && program.neededAgain.size > 0) {
    const { order } = linear;
    const known = new Set(roots.map((r) => r.node));
    const more = Array.from(program.neededAgain, (slot) => order[slot] as Node);
    const added = asRoots(more.filter((node) => !node.buffer && !known.has(node)));
    if (added.length === 0) break;
    roots.push(...added);
    linear = linearize(roots);
    bucket = bucketOf(linear);
    program = find(linear, bucket);
  }
  program ??= compile(linear, roots, bucket);
  const inputs: (Buffer | number)[] = [];
  for (const leaf of linear.leaves) inputs.push(leaf.buffer as Buffer);
  for (let i = 0; i < linear.consts.length; i++)
    if (program.baked[i] === undefined) inputs.push((linear.consts[i] as Node).args[0] as number);
  let outputs: Buffer[];
  try {
    outputs = program.executable.run(inputs);
  } catch (error) {
    throw atOrigin(error, linear.order);
  }
  for (let i = 0; i < linear.order.length; i++) {
    const node = linear.order[i] as Node;
    if (node.buffer) continue;
    node.ran = program;
    node.ranSlot = i;
  }
  for (let i = 0; i < roots.length; i++) (roots[i] as Root).node.settle(outputs[i] as Buffer);
  if (programCount > maxPrograms) evict();
}

/** Losses and outputs to compute before anything they depend on is updated. */
let kept: WeakRef<Tensor>[] = [];

/** Computes this tensor along with the next thing that is computed, while someone still holds it. */
export function keepAlive(t: Tensor): void {
  if (t.node.buffer) return;
  kept.push(new WeakRef(t));
}

/** Updates of state (running statistics) that wait for the next computation. */
const waiting = new Map<Tensor, Node>();

/**
 * Gives a tensor of state a new, not yet computed value. The value is computed with whatever is wanted
 * next, so state never drags a growing graph behind it.
 */
export function updateLater(target: Tensor, value: Node): void {
  if (!waiting.has(target)) waiting.set(target, target.node);
  target.node = value;
}

function pendingRoots(donate: boolean): Root[] {
  const roots: Root[] = [];
  for (const ref of kept) {
    const t = ref.deref();
    if (t && !t.node.buffer) roots.push({ node: t.node, donor: null });
  }
  kept = [];
  for (const [target, before] of waiting)
    roots.push({ node: target.node, donor: donate && before.buffer ? before : null });
  waiting.clear();
  return roots;
}

/** Computes nodes (and everything that waits). */
export function realize(nodes: readonly Node[]): void {
  if (nodes.every((n) => n.buffer && !n.buffer.stale) && nodes.length > 0) return;
  const roots = pendingRoots(false);
  for (const node of nodes) roots.push({ node, donor: null });
  compute(roots);
}

/** One tensor of state and the node of its next value. */
export interface Update {
  readonly target: Tensor;
  readonly value: Node;
}

/**
 * Computes new values of parameters and state in one program and puts them in place, reusing storage.
 * Tensors that still depend on an old value and were not kept can no longer be computed.
 */
export function applyUpdates(updates: readonly Update[]): void {
  const roots = pendingRoots(true);
  for (const u of updates) {
    const old = u.target.node;
    roots.push({ node: u.value, donor: old.buffer ? old : null });
  }
  compute(roots);
  for (const u of updates) u.target.node = u.value;
}

/** The value of a node, computed now. */
export function readNode(node: Node): TypedArray {
  realize([node]);
  const buffer = node.buffer as Buffer;
  if (buffer.stale) throw staleError(node.shape, node.dtype);
  return buffer.read();
}

let reads = 0;

/**
 * How many values have been read with `await` so far. A program that is at work reads on and on; one that waits for
 * something that will never come does not.
 *
 * @example
 * const before = readCount();
 * await tensor([1]).data();
 * readCount() - before // 1
 */
export const readCount = (): number => reads;

/** The value of a node as a copy of its own; lets the event loop turn where it has waited for a while. */
export async function readNodeAsync(node: Node): Promise<TypedArray> {
  reads++;
  const data = readNode(node).slice();
  await giveWay();
  return data;
}
