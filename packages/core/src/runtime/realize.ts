/**
 * Realizing: when a value is wanted, the pending graph is looked up by its structure, compiled if it is
 * new, and run. Whatever is computed becomes a leaf. Computed along are updates in waiting such as running statistics,
 * and what someone may hold (held.ts).
 */

import type { Tensor } from "../autograd/tensor.ts";
import type { Executable, Tier, WideMode } from "../backend/backend.ts";
import { defaultBackend, layOut, limitThreads } from "../backend/registry.ts";
import { schedule } from "../compile/schedule.ts";
import { type CNode, type Simplified, simplify } from "../compile/simplify.ts";
import { type DType, dtypes, type TypedArray } from "../dtype.ts";
import { optionError, optionsError, staleError } from "../errors.ts";
import type { Buffer } from "../graph/buffer.ts";
import { isMovement, type Node, opCodes } from "../graph/node.ts";
import { atOrigin } from "../graph/origin.ts";
import { sameShape } from "../shape.ts";
import { emit } from "../trace/trace.ts";
import { onCrowd, takeWaiting, type Waiting } from "./held.ts";
import { giveWay } from "./turn.ts";

const dtypeCode: Record<DType, number> = Object.fromEntries(dtypes.map((d, i) => [d, i])) as Record<
  DType,
  number
>;

const bufferCode = opCodes.buffer as number;
const constCode = opCodes.const as number;
/** Added to the code of a node on the tape. */
const tapedCode = 1000;

export interface EngineOptions {
  /** How graphs are run; default "auto": small ones are interpreted, others compiled. */
  tier: Tier;
  /** Whether operators share kernels; default true. */
  fuse: boolean;
  /** The most threads a backend uses; default Infinity: all there are. Results do not depend on it. */
  threads: number;
  /**
   * Whether code is laid out for 256-bit vectors, made of pairs of WebAssembly's: default "auto", where the engine packs
   * pairs and is faster for it (Node 24 and newer on x64 with AVX2; the environment's `GRADUS_WIDE=0` says no).
   * Results do not depend on it.
   */
  wide: WideMode;
}

const wideModes: readonly WideMode[] = ["auto", "always", "never"];

const engine: EngineOptions = {
  tier: "auto",
  fuse: true,
  threads: Number.POSITIVE_INFINITY,
  wide: "auto",
};

/**
 * Changes how graphs are compiled and run. Returns the options before.
 *
 * @throws UsageError `usage/option` for threads that are no whole number from 1, or an unknown `wide`
 * @example setEngineOptions({}).tier // auto
 */
export function setEngineOptions(options: Partial<EngineOptions>): EngineOptions {
  if (typeof options !== "object" || options === null)
    throw optionsError("setEngineOptions", options, Object.keys(engine));
  const before = { ...engine };
  const { threads, wide } = options;
  if (threads !== undefined && !(threads >= 1 && Math.floor(threads) === threads))
    throw optionError("setEngineOptions", "threads", threads, "a whole number from 1, or Infinity");
  if (wide !== undefined && !wideModes.includes(wide))
    throw optionError("setEngineOptions", "wide", wide, '"auto", "always" or "never"');
  Object.assign(engine, options);
  if (threads !== undefined) limitThreads(threads);
  if (wide !== undefined) layOut(wide);
  return before;
}

/** A value to compute; with a donor it is the next value of that leaf, whose storage it may take over. */
export interface Root {
  readonly node: Node;
  readonly donor: Node | null;
  /** The donor stays readable until the next value after this one. */
  readonly alternates: boolean;
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

/** The pending graph in a row, inputs first, and numbers that are equal for equal structures. */
class Linear {
  readonly order: Node[] = [];
  readonly leaves: Node[] = [];
  readonly consts: Node[] = [];
  readonly signature: number[] = [];
  hash = 0;
  readonly #mark = ++walk;
  /** Whether values on the tape will be handed out, which makes them part of the structure. */
  readonly #showsTape: boolean;

  constructor(showsTape: boolean) {
    this.#showsTape = showsTape;
  }

  has(node: Node): boolean {
    return node.mark === this.#mark;
  }

  /** Adds a node and everything it is computed from. @throws UsageError `usage/stale` */
  add(root: Node): void {
    if (this.has(root)) return;
    const mark = this.#mark;
    const stack: Node[] = [root];
    const at: number[] = [0];
    root.mark = mark;
    while (stack.length > 0) {
      const top = stack.length - 1;
      const node = stack[top];
      const inputs = node.inputs;
      let i = at[top];
      let child: Node | null = null;
      if (!node.buffer)
        while (i < inputs.length) {
          const x = inputs[i++];
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
        this.#visit(node);
        stack.pop();
        at.pop();
      }
    }
  }

  #visit(node: Node): void {
    const { signature: sig, order } = this;
    node.slot = order.length;
    order.push(node);
    if (node.buffer) {
      if (node.buffer.stale) throw staleError(node.shape, node.dtype);
      this.leaves.push(node);
      sig.push(bufferCode, dtypeCode[node.dtype], node.shape.length);
    } else if (node.op === "const") {
      this.consts.push(node);
      sig.push(constCode, dtypeCode[node.dtype]);
      return;
    } else {
      const code = opCodes[node.op];
      sig.push(this.#showsTape && node.taped ? code + tapedCode : code);
      sig.push(dtypeCode[node.dtype], node.shape.length);
      for (const x of node.inputs) sig.push(x.slot);
      for (const a of node.args) sig.push(a);
      if (node.host) sig.push(hostId(node.host.name));
    }
    for (const n of node.shape) sig.push(n);
  }

  /** Closes the signature with what is wanted. */
  finish(roots: readonly Root[]): void {
    const sig = this.signature;
    for (const { node, donor, alternates } of roots) {
      sig.push(-1, node.slot, alternates ? 1 : 0);
      sig.push(donor && this.has(donor) ? donor.slot : -1);
    }
    let h = 0x811c9dc5;
    for (let i = 0; i < sig.length; i++) h = Math.imul(h ^ sig[i], 0x01000193) ^ (h >>> 15);
    this.hash = h;
  }
}

interface Program {
  readonly signature: readonly number[];
  /** The value each constant was compiled with; NaN-safe by Object.is; undefined: it varies. */
  readonly baked: readonly (number | undefined)[];
  readonly executable: Executable;
  /** For each output after the roots', the numbers of the nodes whose value it is. */
  readonly handedOut: readonly (readonly number[])[];
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
      if (value !== undefined && !Object.is(value, linear.consts[i].args[0])) fits = false;
    }
    if (fits) return p;
  }
  return null;
}

/** What nodes on the tape have become, each with their numbers: a backward pass may want them. */
function tapedNodes({ order }: Linear, { became }: Simplified): Map<CNode, number[]> {
  const found = new Map<CNode, number[]>();
  order.forEach((node, i) => {
    const c = became.get(node);
    if (!node.taped || node.buffer || !c || !sameShape(c.shape, node.shape)) return;
    const list = found.get(c);
    if (list) list.push(i);
    else found.set(c, [i]);
  });
  return found;
}

/** Compiles; a constant that differed from an earlier program of the same structure becomes an input. */
function compile(
  linear: Linear,
  roots: readonly Root[],
  bucket: Program[],
  showsTape: boolean,
): Program {
  const started = performance.now();
  const earlier = bucket.filter((p) => sameNumbers(p.signature, linear.signature));
  const baked = linear.consts.map((c, i) => {
    const value = c.args[0];
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
  const destinations = roots.map(({ donor, alternates }) => ({
    donor: donor ? (slots.get(donor) ?? -1) : -1,
    alternates,
  }));
  const taped = showsTape ? tapedNodes(linear, graph) : new Map<CNode, number[]>();
  const fuse = { fuse: engine.fuse };
  const { plan, handedOut } = schedule(graph, destinations, fuse, [...taped.keys()]);
  const executable = defaultBackend().compile(plan, engine.tier);
  const program = {
    signature: linear.signature,
    baked,
    executable,
    handedOut: handedOut.map((c) => taped.get(c) as number[]),
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
 * Computed once more they are stored, so that a chain such as `w = w.sub(g)`, read at every turn of a loop, does not
 * grow.
 */
function neededAgain(order: readonly Node[]): Set<Node> {
  const found = new Set<Node>();
  for (const node of order) {
    if (node.buffer || node.ran) continue;
    for (const input of node.inputs) {
      let x = input;
      // A view is free; what it looks at is not.
      while (!x.buffer && isMovement(x.op)) x = x.inputs[0];
      if (!x.buffer && x.ran && x.inputs.length > 0) found.add(x);
    }
  }
  return found;
}

/** The programs of a structure, moved to the end of those that can be dropped. */
function bucketOf(linear: Linear, showsTape: boolean): Program[] {
  const key = `${defaultBackend().name}|${engine.tier}|${engine.fuse}|${engine.wide}|${showsTape}|${linear.hash}`;
  const bucket = cache.get(key) ?? [];
  cache.delete(key);
  cache.set(key, bucket);
  return bucket;
}

const plainRoot = (node: Node): Root => ({ node, donor: null, alternates: false });

/** Whether a node is a number or a run of numbers under some view: nothing that has to be stored. */
function isFree(node: Node): boolean {
  let x = node;
  while (!x.buffer && isMovement(x.op)) x = x.inputs[0];
  return !x.buffer && (x.op === "const" || x.op === "iota");
}

/** What one program computes: what is wanted, and what may be held by someone. */
function gather(wanted: readonly Root[], waiting: Waiting, showsTape: boolean) {
  const linear = new Linear(showsTape);
  const roots = new Map<Node, Root>();
  const want = (root: Root): void => {
    if (!root.node.buffer && !roots.has(root.node)) roots.set(root.node, root);
  };
  for (const root of wanted) {
    want(root);
    linear.add(root.node);
  }
  for (const node of waiting.always) {
    linear.add(node);
    want(plainRoot(node));
  }
  // The last first: what it was made from is then no end.
  for (let i = waiting.ends.length - 1; i >= 0; i--) {
    const node = waiting.ends[i];
    if (linear.has(node)) continue;
    linear.add(node);
    want(plainRoot(node));
  }
  for (const node of linear.order)
    if (node.wanted && !node.buffer && !isFree(node)) want(plainRoot(node));
  for (const node of neededAgain(linear.order)) want(plainRoot(node));
  const list = [...roots.values()];
  linear.finish(list);
  return { linear, roots: list };
}

/** Without what hangs on a value that is gone; such a tensor throws when it is read. */
function readable({ always, ends }: Waiting): Waiting {
  const can = (node: Node): boolean => {
    try {
      new Linear(false).add(node);
      return true;
    } catch {
      return false;
    }
  };
  return { always: always.filter(can), ends: ends.filter(can) };
}

/** Computes every root that is not a leaf yet, and everything that waits, in one program. */
function compute(wanted: readonly Root[], updates = false): void {
  const waiting = takeWaiting();
  // A value that is read before a backward pass may be wanted by it.
  const showsTape = !updates;
  let job: ReturnType<typeof gather>;
  try {
    job = gather(wanted, waiting, showsTape);
  } catch {
    job = gather(wanted, readable(waiting), showsTape);
  }
  const { linear, roots } = job;
  if (roots.length === 0) return;
  const bucket = bucketOf(linear, showsTape);
  const program = find(linear, bucket) ?? compile(linear, roots, bucket, showsTape);
  const inputs: (Buffer | number)[] = [];
  for (const leaf of linear.leaves) inputs.push(leaf.buffer as Buffer);
  for (let i = 0; i < linear.consts.length; i++)
    if (program.baked[i] === undefined) inputs.push(linear.consts[i].args[0]);
  let outputs: Buffer[];
  try {
    outputs = program.executable.run(inputs);
  } catch (error) {
    throw atOrigin(error, linear.order);
  }
  for (const node of linear.order) if (!node.buffer) node.ran = true;
  for (let i = 0; i < roots.length; i++) roots[i].node.settle(outputs[i]);
  program.handedOut.forEach((numbers, i) => {
    for (const n of numbers) linear.order[n].settle(outputs[roots.length + i]);
  });
  if (programCount > maxPrograms) evict();
}

/** Updates of state (running statistics) that wait for the next computation. */
const later = new Map<Tensor, Node>();

/**
 * Gives a tensor of state a new, not yet computed value. The value is computed with whatever is wanted
 * next, so state never drags a growing graph behind it.
 */
export function updateLater(target: Tensor, value: Node): void {
  if (!later.has(target)) later.set(target, target.node);
  value.markState();
  target.node = value;
}

function takeLater(): Root[] {
  const roots = Array.from(later, ([target, before]) => ({
    node: target.node,
    donor: before.buffer ? before : null,
    alternates: true,
  }));
  later.clear();
  return roots;
}

/** Computes nodes (and everything that waits). */
export function realize(nodes: readonly Node[]): void {
  if (nodes.every((n) => n.buffer && !n.buffer.stale) && nodes.length > 0) return;
  compute([...takeLater(), ...nodes.map(plainRoot)]);
}

onCrowd(() => realize([]));

/** One tensor of state and the node of its next value. */
export interface Update {
  readonly target: Tensor;
  readonly value: Node;
  /**
   * Whether the value before is given up at once, as nobody makes anything from it; default false: it can be read
   * until the next update.
   */
  readonly inPlace?: boolean;
}

/**
 * Computes new values of parameters and state in one program. A tensor that depends on a value from before and was
 * not computed can be read until the next update; see held.ts for what is computed anyway.
 */
export function applyUpdates(updates: readonly Update[]): void {
  const roots = takeLater();
  for (const { target, value, inPlace } of updates) {
    const old = target.node;
    roots.push({ node: value, donor: old.buffer ? old : null, alternates: !inPlace });
    value.markState();
  }
  compute(roots, true);
  for (const { target, value, inPlace } of updates) {
    if (!inPlace) target.node.replaced = true;
    target.node = value;
  }
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
