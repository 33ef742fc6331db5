/**
 * Scheduling: which units share a kernel, and in what order kernels run. Units are taken inputs first;
 * each joins an earlier kernel over the same axes where that saves a pass over memory and makes no
 * cycle, else it starts a kernel of its own. A kernel stores only what others read.
 *
 * Long, because grouping, ordering and writing in place look at the same groups and readers.
 */
import { invariant } from "../errors.ts";
import { type Shape, sameShape, sizeOf, View } from "../shape.ts";
import type {
  ContractKernel,
  Kernel,
  KernelBuffer,
  ReduceOp,
  ScatterMode,
  Special,
  SpecialKernel,
  Stage,
} from "./kernel.ts";
import {
  type Domain,
  innerOf,
  Lowering,
  Misaligned,
  NeedsStorage,
  orderOf,
  outerOf,
  viewOfChain,
} from "./lower.ts";
import type { Output, Plan, Slot, Step } from "./plan.ts";
import type { CNode, Simplified } from "./simplify.ts";
import { chooseUnits, isSpecialNode, markOperand, wholeBase } from "./units.ts";

/** One value a loop kernel computes: a reduction, an elementwise unit, or a piece of a join. */
interface Member {
  readonly node: CNode;
  /** Whose storage receives the value. */
  readonly target: CNode;
  /** For a piece of a join: where it starts along the join's axis. */
  readonly start: number;
  readonly level: "reduce" | "inner" | "outer";
}

interface Group {
  readonly id: number;
  /** A loop kernel's axes; null for a contraction or a special kernel. */
  domain: Domain | null;
  members: Member[];
  /** Storage this group reads. */
  loads: Set<CNode>;
  readonly single: CNode | null;
}

export interface ScheduleOptions {
  /** Join units into kernels; without it every unit is a kernel. Default true. */
  readonly fuse: boolean;
}

const maxMembers = 16;
const maxBuffers = 24;
const parallelOuter = 16;
const smallTotal = 32_768;
/** How many groups a search for a dependence looks at. */
const farthest = 1000;

class Scheduler {
  readonly groups: Group[] = [];
  readonly #producers = new Map<CNode, Group[]>();
  readonly #readers = new Map<CNode, Group[]>();
  readonly #done = new Set<CNode>();
  readonly #fuse: boolean;

  constructor(fuse: boolean) {
    this.#fuse = fuse;
  }

  /** Schedules a unit, and first whatever it turns out to need stored. */
  add(node: CNode): void {
    if (this.#done.has(node) || node.op === "input") return;
    this.#done.add(node);
    if (node.op === "contract" || isSpecialNode(node)) {
      this.#addSingle(node);
      return;
    }
    if (node.op === "cat") {
      const axis = node.args[0];
      let start = 0;
      for (const x of node.inputs) {
        if (x.size > 0) this.#place({ node: x, target: node, start, level: "inner" }, x.shape);
        start += x.shape[axis];
      }
      return;
    }
    const level = node.op.startsWith("reduce:") ? "reduce" : "inner";
    const full = level === "reduce" ? node.inputs[0].shape : node.shape;
    this.#place({ node, target: node, start: 0, level }, full);
  }

  #addSingle(node: CNode): void {
    const bases: CNode[] = [];
    for (const x of node.inputs) {
      if (node.op === "contract") {
        markOperand(x, (n) => {
          n.unit = true;
          this.add(n);
        });
        bases.push(viewOfChain(x).base);
      } else bases.push(wholeBase(x));
    }
    for (const b of bases) this.add(b);
    const group: Group = {
      id: this.groups.length,
      domain: null,
      members: [],
      loads: new Set(bases),
      single: node,
    };
    this.#register(group, node);
  }

  #register(group: Group, target: CNode): void {
    if (!this.groups.includes(group)) this.groups.push(group);
    const made = this.#producers.get(target) ?? [];
    if (!made.includes(group)) made.push(group);
    this.#producers.set(target, made);
    for (const base of group.loads) {
      const list = this.#readers.get(base) ?? [];
      if (!list.includes(group)) list.push(group);
      this.#readers.set(base, list);
    }
  }

  /** Puts a member in the best group, or a new one. */
  #place(member: Member, full: Shape): void {
    const axes = member.level === "reduce" ? member.node.args : [];
    const alone = this.#lowerWithStorage({ full, axes }, [member]);
    let joined: Group | null = null;
    if (this.#fuse) {
      for (const candidate of this.#candidates(alone)) {
        joined = this.#tryJoin(candidate, member, full, axes, alone);
        if (joined) break;
      }
    }
    if (!joined) {
      joined = {
        id: this.groups.length,
        domain: { full, axes },
        members: [member],
        loads: alone,
        single: null,
      };
    }
    this.#register(joined, member.target);
  }

  /** Lowers members, storing what cannot be inlined, and gives the storage they read. */
  #lowerWithStorage(domain: Domain, members: readonly Member[]): Set<CNode> {
    const stored = new Set<CNode>();
    for (;;) {
      try {
        const loads = lowerGroup(domain, members, null).loads;
        for (const base of loads) this.add(base);
        return loads;
      } catch (problem) {
        if (!(problem instanceof NeedsStorage)) throw problem;
        invariant(!stored.has(problem.node), `storing ${problem.node.op} once is enough`);
        stored.add(problem.node);
        problem.node.unit = true;
        this.add(problem.node);
      }
    }
  }

  /** Loop groups that make something the member reads, then those that read the same storage. */
  #candidates(loads: ReadonlySet<CNode>): Group[] {
    const found: Group[] = [];
    const take = (groups: readonly Group[] | undefined) => {
      for (const g of groups ?? []) if (g.domain && !found.includes(g)) found.push(g);
    };
    for (const base of loads) take(this.#producers.get(base));
    for (const base of loads) {
      const readers = this.#readers.get(base);
      if (readers && readers.length <= 8) take(readers);
    }
    return found;
  }

  #tryJoin(
    group: Group,
    member: Member,
    full: Shape,
    axes: readonly number[],
    loads: ReadonlySet<CNode>,
  ): Group | null {
    const domain = group.domain as Domain;
    if (group.members.length >= maxMembers || sizeOf(full) === 0) return null;
    const fit = joinDomain(domain, group.members, member, full, axes);
    if (!fit) return null;
    // Everything else the member reads must not itself wait for the group.
    for (const base of loads)
      for (const producer of this.#producers.get(base) ?? [])
        if (producer !== group && this.#dependsOn(producer, group)) return null;
    const members = [...group.members, { ...member, level: fit.level }];
    let lowered: Lowered;
    try {
      lowered = lowerGroup(fit.domain, members, null);
    } catch (problem) {
      if (problem instanceof Misaligned || problem instanceof NeedsStorage) return null;
      throw problem;
    }
    if (lowered.loads.size + members.length > maxBuffers) return null;
    for (const base of lowered.loads)
      if (!loads.has(base))
        for (const producer of this.#producers.get(base) ?? [])
          if (producer !== group && this.#dependsOn(producer, group)) return null;
    if ([...lowered.loads].some((base) => members.some((m) => m.target === base))) return null;
    group.domain = fit.domain;
    group.members = members;
    group.loads = lowered.loads;
    return group;
  }

  #dependsOn(from: Group, target: Group): boolean {
    const seen = new Set<Group>();
    const stack = [from];
    while (stack.length > 0) {
      const g = stack.pop() as Group;
      if (g === target) return true;
      if (seen.has(g)) continue;
      // Far apart they gain nothing by sharing a kernel; a graph of thousands of steps must not be searched for each.
      if (seen.size >= farthest) return true;
      seen.add(g);
      for (const base of g.loads) for (const p of this.#producers.get(base) ?? []) stack.push(p);
    }
    return false;
  }

  producersOf(base: CNode): readonly Group[] {
    return this.#producers.get(base) ?? [];
  }
}

/** Whether a member fits a group's axes, perhaps after giving an elementwise group axes to reduce. */
function joinDomain(
  domain: Domain,
  members: readonly Member[],
  member: Member,
  full: Shape,
  axes: readonly number[],
): { domain: Domain; level: Member["level"] } | null {
  const isRow = domain.axes.length > 0 || members.some((m) => m.level === "reduce");
  const sameFull = sameShape(domain.full, full);
  if (member.level === "reduce") {
    if (!sameFull) return null;
    if (isRow) return sameShape(domain.axes, axes) ? { domain, level: "reduce" } : null;
    // An elementwise kernel may take in a reduction of its last axes.
    const suffix = axes.every((a, i) => a === full.length - axes.length + i);
    const wide = { full, axes };
    return suffix && parallelEnough(wide) ? { domain: wide, level: "reduce" } : null;
  }
  if (!isRow) return sameFull ? { domain, level: "inner" } : null;
  if (sameFull && domain.axes.length > 0)
    return parallelEnough(domain) ? { domain, level: "inner" } : null;
  const squeeze = (s: readonly number[]) => s.filter((n) => n !== 1);
  return sameShape(squeeze(full), squeeze(outerOf(domain))) && member.node === member.target
    ? { domain, level: "outer" }
    : null;
}

/** Enough outer positions to share among threads, or too little work to matter. */
const parallelEnough = (d: Domain): boolean =>
  sizeOf(outerOf(d)) >= parallelOuter || sizeOf(d.full) <= smallTotal;

interface Lowered {
  readonly kernel: Kernel;
  /** The node behind each buffer of the kernel. */
  readonly bases: readonly CNode[];
  readonly loads: Set<CNode>;
}

/** The kernel of some members; with `needed`, it stores only the targets in it. */
function lowerGroup(
  domain: Domain,
  members: readonly Member[],
  needed: ReadonlySet<CNode> | null,
): Lowered {
  const inside = new Set(members.filter((m) => m.node === m.target).map((m) => m.node));
  const low = new Lowering(domain, inside);
  const stages: Stage[] = [];
  const kernelShape = low.end.shape;
  const outer = outerOf(domain);
  const order = orderOf(domain);
  const outerView = new View(
    kernelShape,
    View.contiguous(outer).strides.concat(domain.axes.map(() => 0)),
    0,
    null,
  );
  for (const m of members) {
    const store = !needed || needed.has(m.target);
    if (m.level === "reduce") {
      const input = m.node.inputs[0];
      const value = low.lower(input, low.fullMoves());
      stages.push({
        kind: "reduce",
        op: m.node.op.slice("reduce:".length) as ReduceOp,
        value,
        dtype: m.node.dtype,
      });
      low.finishStage(m.node, stages.length - 1);
      if (store) {
        const acc = low.lower(m.node, low.outerMoves());
        stages.push({
          kind: "store",
          at: "outer",
          buffer: low.buffer(m.target, true),
          view: outerView,
          value: acc,
        });
      }
      continue;
    }
    const moves = m.level === "inner" ? low.fullMoves() : low.outerMoves();
    const value =
      m.node === m.target && m.node.op !== "input"
        ? low.value(m.node, moves)
        : low.lower(m.node, moves);
    if (!store) continue;
    let view = outerView;
    if (m.level === "inner") {
      view = View.contiguous(m.target.shape);
      if (m.target !== m.node) {
        const axis = m.target.args[0];
        view = view.shrink(
          m.target.shape.map((n, i) =>
            i === axis ? [m.start, m.start + m.node.shape[axis]] : [0, n],
          ),
        );
      }
      view = view.permute(order);
    }
    stages.push({
      kind: "store",
      at: domain.axes.length > 0 && m.level === "inner" ? "inner" : "outer",
      buffer: low.buffer(m.target, true),
      view,
      value,
    });
  }
  return {
    kernel: {
      kind: "loop",
      outer,
      inner: innerOf(domain),
      buffers: low.buffers,
      exprs: low.exprs,
      stages,
    },
    bases: low.bases,
    loads: low.loads,
  };
}

const read = (n: CNode): KernelBuffer => ({ dtype: n.dtype, length: n.size, write: false });
const write = (n: CNode): KernelBuffer => ({ dtype: n.dtype, length: n.size, write: true });

function lowerContract(node: CNode): Lowered {
  const [batch, m, n, k] = node.args as [number, number, number, number];
  const a = viewOfChain(node.inputs[0]);
  const b = viewOfChain(node.inputs[1]);
  const kernel: ContractKernel = {
    kind: "contract",
    dtype: node.dtype,
    batch: a.view.shape.slice(0, batch),
    m: a.view.shape.slice(batch, batch + m),
    n: b.view.shape.slice(batch, batch + n),
    k: a.view.shape.slice(batch + m, batch + m + k),
    a: a.view,
    b: b.view,
    buffers: [read(a.base), read(b.base), write(node)],
  };
  return { kernel, bases: [a.base, b.base, node], loads: new Set([a.base, b.base]) };
}

const pair = (args: readonly number[], at: number): [number, number] => [args[at], args[at + 1]];

function specialOf(node: CNode): Special {
  const { op, args, shape } = node;
  const [x, index] = node.inputs as [CNode, CNode];
  const at = (s: Shape, i: number) => s[i];
  if (op === "take") return { op, rows: at(x.shape, 0), width: at(x.shape, 1), count: index.size };
  if (op.startsWith("scatter:"))
    return {
      op: "scatter",
      mode: op.slice("scatter:".length) as ScatterMode,
      rows: at(shape, 0),
      width: at(shape, 1),
      count: index.size,
    };
  if (op === "argsort")
    return { op, rows: at(shape, 0), length: at(shape, 1), descending: args[0] === 1 };
  if (op.startsWith("scan:"))
    return {
      op: "scan",
      mode: op.slice("scan:".length) as "sum" | "prod",
      rows: at(shape, 0),
      length: at(shape, 1),
    };
  if (op === "philox") return { op, count: at(shape, 0) };
  if (op === "poolArgmax")
    return {
      op,
      planes: at(x.shape, 0),
      height: at(x.shape, 1),
      width: at(x.shape, 2),
      outHeight: at(shape, 1),
      outWidth: at(shape, 2),
      kernel: pair(args, 0),
      stride: pair(args, 2),
      dilation: pair(args, 4),
      padding: pair(args, 6),
    };
  if (op === "fold")
    return {
      op,
      planes: at(x.shape, 0),
      height: at(shape, 1),
      width: at(shape, 2),
      outHeight: at(x.shape, 1),
      outWidth: at(x.shape, 2),
      kernel: [at(x.shape, 3), at(x.shape, 4)],
      stride: pair(args, 0),
      dilation: pair(args, 2),
    };
  const run = node.host as NonNullable<CNode["host"]>;
  return { op: "host", name: run.name, run: run.run };
}

function lowerSpecial(node: CNode): Lowered {
  const bases = node.inputs.map(wholeBase);
  const kernel: SpecialKernel = {
    kind: "special",
    special: specialOf(node),
    buffers: [...bases.map(read), write(node)],
  };
  return { kernel, bases: [...bases, node], loads: new Set(bases) };
}

/** Kernels in an order that computes everything before it is read; null where two wait for each other. */
function sortGroups(
  groups: readonly Group[],
  producersOf: (base: CNode) => readonly Group[],
  before: ReadonlyMap<Group, readonly Group[]>,
): Group[] | null {
  const out: Group[] = [];
  const state = new Map<Group, "open" | "done">();
  let circle = false;
  const visit = (root: Group) => {
    const stack: { g: Group; deps: Group[]; next: number }[] = [];
    const push = (g: Group) => {
      state.set(g, "open");
      const deps = [...g.loads].flatMap((b) => [...producersOf(b)]);
      stack.push({ g, deps: [...deps, ...(before.get(g) ?? [])], next: 0 });
    };
    push(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { g: Group; deps: Group[]; next: number };
      const dep = top.deps[top.next++];
      if (dep === undefined) {
        out.push(top.g);
        state.set(top.g, "done");
        stack.pop();
      } else if (!state.has(dep)) push(dep);
      else if (dep !== top.g && state.get(dep) === "open") circle = true;
    }
  };
  for (const g of groups) if (!state.has(g)) visit(g);
  return circle ? null : out;
}

/** What becomes of a root's value: the input it is the next value of, or −1, and whether that input stays. */
export interface Destination {
  readonly donor: number;
  readonly alternates: boolean;
}

/**
 * Turns a simplified graph into a plan. Values that are stored on the way anyway can be handed out as well; this
 * changes nothing about how any value is computed.
 *
 * @returns the plan, whose outputs are the roots' and then those of `handedOut`, which is a part of `wished`
 */
export function schedule(
  graph: Simplified,
  destinations: readonly Destination[],
  options: ScheduleOptions,
  wished: readonly CNode[] = [],
): { plan: Plan; handedOut: CNode[] } {
  chooseUnits(graph.nodes, graph.roots);
  // What turns out to need storage may make kernels from before wait for each other. Known from the start it does not.
  for (let tries = 0; tries < 4; tries++) {
    const done = attempt(graph, destinations, options.fuse, wished);
    if (done) return done;
  }
  const apart = attempt(graph, destinations, false, wished);
  invariant(apart, "kernels of one value each have an order");
  return apart;
}

/** One attempt at a plan; null if its kernels have no order. */
function attempt(
  graph: Simplified,
  destinations: readonly Destination[],
  fuse: boolean,
  wished: readonly CNode[],
): { plan: Plan; handedOut: CNode[] } | null {
  const scheduler = new Scheduler(fuse);
  for (const n of graph.nodes) if (n.unit && n.op !== "input") scheduler.add(n);
  const groups = scheduler.groups;
  const producersOf = (b: CNode) => scheduler.producersOf(b);

  // Last to first: a value is stored where a later kernel, or the caller, reads it.
  const needed = new Set<CNode>(graph.roots);
  const lowered = new Map<Group, Lowered>();
  const forward = sortGroups(groups, producersOf, new Map());
  if (!forward) return null;
  for (let i = forward.length - 1; i >= 0; i--) {
    const g = forward[i];
    const targets = g.single ? [g.single] : g.members.map((m) => m.target);
    if (!targets.some((t) => needed.has(t))) continue;
    let result: Lowered;
    if (g.single)
      result = g.single.op === "contract" ? lowerContract(g.single) : lowerSpecial(g.single);
    else result = lowerGroup(g.domain as Domain, trim(g, needed), needed);
    lowered.set(g, result);
    g.loads = result.loads;
    for (const base of result.loads) needed.add(base);
  }
  const alive = forward.filter((g) => lowered.has(g));

  // A donated output is written over its input where every other reader can come first.
  const before = new Map<Group, Group[]>();
  const inPlace = graph.roots.map((root, i) => {
    const { donor, alternates } = destinations[i];
    if (donor < 0 || alternates) return false;
    const input = graph.inputs[donor];
    const writers = producersOf(root).filter((g) => lowered.has(g));
    const writer = writers[0];
    if (!input || !writer || writers.length !== 1 || writer.single) return false;
    if (!readsInPlace(lowered.get(writer) as Lowered, input, root)) return false;
    const readers = alive.filter((g) => g !== writer && g.loads.has(input));
    for (const r of readers) if (reaches(r, writer, producersOf, before)) return false;
    before.set(writer, [...(before.get(writer) ?? []), ...readers]);
    return true;
  });
  const order = sortGroups(alive, producersOf, before);
  if (!order) return null;
  const isRoot = new Set(graph.roots);
  const handedOut = wished.filter(
    (n) => n.unit && n.op !== "input" && needed.has(n) && !isRoot.has(n),
  );
  // What cannot be written over its donor takes turns with it: two storages for good, rather than a new one each time.
  const outputs = graph.roots.map((node, i) => {
    const { donor, alternates } = destinations[i];
    const over = inPlace[i];
    return { node, donor, alternates: alternates || (donor >= 0 && !over), inPlace: over };
  });
  for (const node of handedOut)
    outputs.push({ node, donor: -1, alternates: false, inPlace: false });
  return { plan: makePlan(graph, outputs, order, lowered), handedOut };
}

/** Members that are stored or that a later member of the kernel needs. */
function trim(g: Group, needed: ReadonlySet<CNode>): Member[] {
  const wanted = new Set<CNode>();
  const keep: Member[] = [];
  for (let i = g.members.length - 1; i >= 0; i--) {
    const m = g.members[i];
    if (!needed.has(m.target) && !wanted.has(m.node)) continue;
    keep.unshift(m);
    const stack = [...m.node.inputs];
    if (m.node !== m.target) stack.push(m.node);
    const seen = new Set<CNode>();
    while (stack.length > 0) {
      const n = stack.pop() as CNode;
      if (seen.has(n)) continue;
      seen.add(n);
      wanted.add(n);
      if (!n.unit || g.members.some((x) => x.node === n && x.level !== "reduce"))
        stack.push(...n.inputs);
    }
  }
  return keep;
}

/** Whether a kernel reads `input` only at the place it writes `root`. */
function readsInPlace(lowered: Lowered, input: CNode, root: CNode): boolean {
  const { kernel, bases } = lowered;
  if (kernel.kind !== "loop") return false;
  const store = kernel.stages.find((s) => s.kind === "store" && bases[s.buffer] === root);
  if (store?.kind !== "store" || input.dtype !== root.dtype) return false;
  if (kernel.stages.some((s) => s.kind === "reduce")) return false;
  return kernel.exprs.every(
    (e) => e.op !== "load" || bases[e.buffer] !== input || e.view.key === store.view.key,
  );
}

/** Whether `to` must run before `from`. */
function reaches(
  from: Group,
  to: Group,
  producersOf: (base: CNode) => readonly Group[],
  before: ReadonlyMap<Group, readonly Group[]>,
): boolean {
  const seen = new Set<Group>();
  const stack = [from];
  while (stack.length > 0) {
    const g = stack.pop() as Group;
    if (g === to) return true;
    if (seen.has(g)) continue;
    seen.add(g);
    for (const base of g.loads) stack.push(...producersOf(base));
    stack.push(...(before.get(g) ?? []));
  }
  return false;
}

function makePlan(
  graph: Simplified,
  wanted: readonly (Omit<Output, "slot"> & { readonly node: CNode })[],
  order: readonly Group[],
  lowered: ReadonlyMap<Group, Lowered>,
): Plan {
  const slots: Slot[] = [];
  const slotOf = new Map<CNode, number>();
  const add = (node: CNode, kind: Slot["kind"], index: number): number => {
    slots.push({ kind, index, dtype: node.dtype, length: node.size });
    return slots.length - 1;
  };
  const inputs = graph.inputs.map((n, i) => {
    const slot = add(n, "input", i);
    slotOf.set(n, slot);
    return slot;
  });
  const steps: Step[] = [];
  const outputs = wanted.map(({ node, ...out }, i): Output => {
    const known = slotOf.get(node);
    if (known !== undefined && node.op !== "input" && node.op !== "const")
      return { ...out, slot: known, inPlace: false };
    const slot = add(node, "output", i);
    if (node.op === "input" || node.op === "const")
      steps.push(copyStep(node, slotOf.get(node) ?? -1, slot));
    else slotOf.set(node, slot);
    return { ...out, slot };
  });
  const late = steps.splice(0);
  for (const g of order) {
    const { kernel, bases } = lowered.get(g) as Lowered;
    steps.push({
      kernel,
      slots: bases.map((b) => {
        let slot = slotOf.get(b);
        if (slot === undefined) {
          slot = add(b, "temp", -1);
          slotOf.set(b, slot);
        }
        return slot;
      }),
    });
  }
  return { slots, steps: [...late, ...steps], inputs, outputs };
}

/** A kernel that copies an input, or fills with a constant, where a root is just that. */
function copyStep(root: CNode, from: number, to: number): Step {
  const view = View.contiguous([root.size]);
  const constant = root.op === "const";
  return {
    kernel: {
      kind: "loop",
      outer: [root.size],
      inner: [],
      buffers: constant ? [write(root)] : [read(root), write(root)],
      exprs: [
        constant
          ? { op: "const", dtype: root.dtype, value: root.args[0] }
          : { op: "load", dtype: root.dtype, buffer: 0, view },
      ],
      stages: [{ kind: "store", at: "outer", buffer: constant ? 0 : 1, view, value: 0 }],
    },
    slots: constant ? [to] : [from, to],
  };
}
