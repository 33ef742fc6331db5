/**
 * Views: tensors that look at part of another's memory, or at all of it in another order. A write through one reaches
 * the tensor it looks at and every other view of it. Nodes never change, so memory is the node of the whole tensor
 * with a count of its replacements: a write makes a new whole with the written part in it, and whoever looks at the
 * memory derives its own node again when it is next asked. Without writes a view costs a record.
 */
import { enableGrad, isGradEnabled, noGrad, wrap } from "../autograd/tape.ts";
import { type Memory, type Tensor, type View, writeMemory } from "../autograd/tensor.ts";
import { overlapError } from "../errors.ts";
import { Buffer } from "../graph/buffer.ts";
import { constant, isMovement, leaf, type Node } from "../graph/node.ts";
import { inLibrary, within } from "../runtime/held.ts";
import { type Shape, View as Strides, sameShape } from "../shape.ts";
import { where } from "./compare.ts";
import { expandTo, flipAxes, padZeros, permuteTo, reshapeTo, shrinkTo } from "./movement.ts";

type Look = (whole: Tensor) => Tensor;

class MemoryView implements View {
  readonly base: Tensor | null;
  readonly look: Look;
  readonly #memory: Memory;

  constructor(memory: Memory, base: Tensor | null, look: Look) {
    this.#memory = memory;
    this.base = base;
    this.look = look;
  }

  derive(): Tensor {
    const { base, look } = this;
    return within("library", () =>
      base ? enableGrad(() => look(base)) : noGrad(() => look(wrap(this.#memory.node))),
    );
  }

  write(op: string, part: Tensor, history: boolean): void {
    const { base, look } = this;
    const put = (whole: Tensor): Tensor => within("library", () => withPart(op, whole, part, look));
    if (!base) writeMemory(this.#memory, noGrad(() => put(wrap(this.#memory.node))).node);
    else if (history) base.assign(put(base.asItIs()), op);
    else base.node = noGrad(() => put(base)).node;
  }
}

/** Makes `y`, which is `look(x)`, a view of x; without history it shares the value alone. */
export function follow(
  y: Tensor,
  x: Tensor,
  look: Look,
  history: boolean = isGradEnabled(),
): Tensor {
  // Inside of layers nobody writes into views.
  if (inLibrary()) return y;
  const memory = x.memory();
  const parent = x.sharing;
  const from: Look = parent ? (whole) => look(parent.look(whole)) : look;
  y.lookAt(memory, new MemoryView(memory, history ? (parent ? parent.base : x) : null, from));
  // Parameters are there anyway.
  if (memory.node.isState) y.node.wanted = false;
  return y;
}

/** What `look` sees of x, as a view. */
export function viewOf(x: Tensor, look: Look): Tensor {
  const y = look(x);
  return y === x ? x : follow(y, x, look);
}

/** The same value in the same memory, without history. @shape x: [...] -> [...] @example detach(tensor([1])) // [1] */
export function detach(x: Tensor): Tensor {
  return follow(wrap(x.node), x, (whole) => whole, false);
}

/** The movements between a whole tensor and what is seen of it; null if there is more than movement. */
function movements(whole: { shape: Shape; dtype: Tensor["dtype"] }, look: Look): Node[] | null {
  const probe = leaf(new Buffer(whole.dtype, 0, null), whole.shape);
  const found: Node[] = [];
  let node = within("library", () => noGrad(() => look(wrap(probe)))).node;
  while (node !== probe) {
    if (!isMovement(node.op)) return null;
    found.unshift(node);
    node = node.inputs[0] as Node;
  }
  return found;
}

const pairs = (args: readonly number[]): [number, number][] =>
  Array.from({ length: args.length / 2 }, (_, i) => [args[2 * i], args[2 * i + 1]]) as [
    number,
    number,
  ][];

/** Whether x under another shape can still be a view, as PyTorch decides it: by the strides it would have. */
export function canView(x: Tensor, shape: Shape): boolean {
  const view = x.sharing;
  if (!view) return true;
  const moves = movements(x.memory().node, view.look);
  let strides: Strides | null = moves ? Strides.contiguous(x.memory().node.shape) : null;
  for (const { op, shape: to, args } of moves ?? []) {
    if (op === "reshape") strides = strides?.reshape(to) ?? null;
    else if (op === "permute") strides = strides?.permute(args) ?? null;
    else if (op === "expand") strides = strides?.expand(to) ?? null;
    else if (op === "shrink") strides = strides?.shrink(pairs(args)) ?? null;
    else if (op === "pad") strides = strides?.pad(pairs(args)) ?? null;
    else strides = null;
  }
  return strides?.reshape(shape) != null;
}

function moved(x: Tensor, { op, shape, args }: Node): Tensor {
  if (op === "reshape") return reshapeTo(x, shape);
  if (op === "permute") return permuteTo(x, args);
  if (op === "pad") return padZeros(x, args);
  if (op === "shrink") return shrinkTo(x, args);
  return op === "flip" ? flipAxes(x, args) : expandTo(x, shape);
}

/** x with `part` in the place that a movement shows. */
function movedBack(name: string, x: Tensor, { op, shape, args }: Node, part: Tensor): Tensor {
  if (op === "reshape") return reshapeTo(part, x.shape);
  if (op === "permute")
    return permuteTo(
      part,
      args.map((_, i) => args.indexOf(i)),
    );
  if (op === "flip") return flipAxes(part, args);
  if (op === "pad")
    return shrinkTo(
      part,
      x.shape.flatMap((n, i) => [args[2 * i] as number, (args[2 * i] as number) + n]),
    );
  if (op === "shrink") {
    const around = x.shape.flatMap((n, i) => [
      args[2 * i] as number,
      n - (args[2 * i + 1] as number),
    ]);
    const inside = padZeros(expandTo(wrap(constant(1, "bool")), part.shape), around);
    return where(inside, padZeros(part, around), x);
  }
  if (!sameShape(shape, x.shape)) throw overlapError(name, shape, x.shape);
  return part;
}

/** The whole with another part in the place that `look` shows: the view's movements backwards. */
function withPart(op: string, whole: Tensor, part: Tensor, look: Look): Tensor {
  const moves = movements(whole, look);
  if (!moves || moves.some((m) => m.op === "windows"))
    throw overlapError(op, part.shape, whole.shape);
  const steps = moves.slice(0, -1);
  const seen = [whole];
  for (const m of steps) seen.push(moved(seen.at(-1) as Tensor, m));
  return moves.reduceRight((y, m, i) => movedBack(op, seen[i] as Tensor, m, y), part);
}
