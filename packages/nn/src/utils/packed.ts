/**
 * Sequences of different lengths in one batch. Padded, they are a tensor [L, N, …] and their lengths; packed, they are
 * the steps one after the other without the padding, the longest sequence first, so that at each step those that are
 * not over yet stand in front.
 */
import {
  cat,
  full,
  needList,
  needOptions,
  needTensor,
  needTensors,
  operate,
  pad,
  stack,
  type Tensor,
  tensor,
  wholeNumbers,
} from "@gradus/core";
import { layerOptionError, sequenceRankError } from "../errors.ts";

const whole = (values: readonly number[]): Tensor => tensor(values, { dtype: "int32" });

/**
 * Sequences of different lengths without padding, made by `packSequence` or `packPaddedSequence`. RNN, LSTM and GRU
 * take it as their input and give one as their output.
 *
 * @shape data: [Σ lengths, …], batchSizes: int [L], sortedIndices, unsortedIndices: int [N] or null
 * @throws UsageError `nn/option` for batch sizes that grow or do not add up to the data's rows
 * @example
 * const packed = utils.rnn.packSequence([tensor([1, 2, 3]), tensor([4, 5])]);
 * packed.data // [1, 4, 2, 5, 3]
 */
export class PackedSequence {
  /** The rows of step 0, then those of step 1, … */
  readonly data: Tensor;
  /** How many sequences are not over at each step. */
  readonly batchSizes: Tensor;
  /** Which sequence of the batch stands at each place; null where they came sorted. */
  readonly sortedIndices: Tensor | null;
  /** At which place each sequence of the batch stands. */
  readonly unsortedIndices: Tensor | null;
  /** The batch sizes as numbers. */
  readonly counts: readonly number[];

  constructor(
    data: Tensor,
    batchSizes: Tensor | readonly number[],
    sortedIndices: Tensor | readonly number[] | null = null,
    unsortedIndices: Tensor | readonly number[] | null = null,
  ) {
    needTensor("PackedSequence", "data", data);
    this.data = data;
    this.counts = wholeNumbers("PackedSequence", "batchSizes", batchSizes, 1);
    const total = this.counts.reduce((a, b) => a + b, 0);
    const grows = this.counts.some((n, t) => t > 0 && n > (this.counts[t - 1] as number));
    if (grows || total === 0 || data.ndim === 0 || data.shape[0] !== total)
      throw layerOptionError(
        "PackedSequence",
        "batchSizes",
        this.counts,
        `descending with the sum of the data's rows, ${data.shape[0] ?? 0}`,
      );
    this.batchSizes = whole(this.counts);
    const { sorted, unsorted } = orders(this.counts[0] as number, sortedIndices, unsortedIndices);
    this.sortedIndices = sorted;
    this.unsortedIndices = unsorted;
  }

  /** The same steps of the same sequences with other data. */
  withData(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.counts, this.sortedIndices, this.unsortedIndices);
  }

  /** What the engine takes for held where a module gives this back. */
  get heldTensors(): readonly Tensor[] {
    return [this.data];
  }
}

/** The order of the sequences and its inverse. */
function orders(
  n: number,
  sortedIndices: Tensor | readonly number[] | null,
  unsortedIndices: Tensor | readonly number[] | null,
): { sorted: Tensor | null; unsorted: Tensor | null } {
  const inverse = (of: readonly number[]): number[] => {
    const out = new Array<number>(n).fill(-1);
    of.forEach((from, to) => {
      out[from] = to;
    });
    if (of.length !== n || out.includes(-1) || out.length !== n)
      throw layerOptionError("PackedSequence", "the indices", of, `each of 0 to ${n - 1} once`);
    return out;
  };
  const read = (name: string, x: Tensor | readonly number[] | null): number[] | null =>
    x && wholeNumbers("PackedSequence", name, x, 0);
  const given = read("sortedIndices", sortedIndices);
  const back = read("unsortedIndices", unsortedIndices);
  if (!given && !back) return { sorted: null, unsorted: null };
  const sorted = given ?? inverse(back as number[]);
  return { sorted: whole(sorted), unsorted: whole(inverse(sorted)) };
}

/** How long each sequence is, in the order of the packed ones. */
const lengthsOf = (counts: readonly number[]): number[] =>
  Array.from({ length: counts[0] as number }, (_, b) => counts.filter((n) => n > b).length);

/** The packed steps as [L, N, …] in the order in which they are packed; missing steps hold `value`. */
export function spread(packed: PackedSequence, steps: number, value: number): Tensor {
  const { data, counts } = packed;
  const [n, total] = [counts[0] as number, data.shape[0] as number];
  const rest = data.shape.slice(1);
  let from = 0;
  const places = Array.from({ length: steps }, (_, t) => {
    const here = counts[t] ?? 0;
    const row = Array.from({ length: n }, (__, b) => (b < here ? from + b : total));
    from += here;
    return row;
  }).flat();
  // What is missing is taken from a row of its own.
  const none = full([1, ...rest], value, { dtype: data.dtype });
  return cat([data, none])
    .indexSelect(0, whole(places))
    .reshape([steps, n, ...rest]);
}

/** The steps of [L, N, …] that `counts` says are there, one after the other. */
export function gathered(sequence: Tensor, counts: readonly number[]): Tensor {
  const [steps, n] = sequence.shape as [number, number];
  const places = counts.flatMap((here, t) => Array.from({ length: here }, (_, b) => t * n + b));
  return sequence.reshape([steps * n, ...sequence.shape.slice(2)]).indexSelect(0, whole(places));
}

/** The lengths of packed sequences in their packed order, as a tensor. */
export const packedLengths = (packed: PackedSequence): Tensor => whole(lengthsOf(packed.counts));

export interface PadSequenceOptions {
  /** [N, L, …] instead of [L, N, …]; default false. */
  readonly batchFirst?: boolean;
  /** What stands where a sequence has no element; default 0. */
  readonly paddingValue?: number;
  /** Which end of a short sequence is padded; default "right". */
  readonly paddingSide?: "left" | "right";
}

function sequencesOf(op: string, sequences: Iterable<Tensor>): Tensor[] {
  needList(op, "sequences", sequences);
  const list = [...sequences];
  needTensors(op, "sequences", list);
  if (list.length === 0) throw layerOptionError(op, "sequences", "empty", "at least one tensor");
  for (const x of list) if (x.ndim === 0) throw sequenceRankError(op, "at least one axis", x.shape);
  const rest = (list[0] as Tensor).shape.slice(1).join();
  const odd = list.find((x) => x.shape.slice(1).join() !== rest);
  if (odd)
    throw sequenceRankError(
      op,
      `[length, ${rest.replaceAll(",", ", ")}] like the first`,
      odd.shape,
    );
  return list;
}

/**
 * Sequences of different lengths in one tensor, the short ones padded.
 *
 * @shape sequences: [lengthᵢ, …] -> [L, N, …], or [N, L, …] with batchFirst; L is the longest length
 * @throws UsageError `nn/option` without sequences; ShapeError `nn/input-rank` where further axes differ
 * @example utils.rnn.padSequence([tensor([1, 2]), tensor([3])], { batchFirst: true }) // [[1, 2], [3, 0]]
 */
export function padSequence(sequences: Iterable<Tensor>, options: PadSequenceOptions = {}): Tensor {
  needOptions("padSequence", options, ["batchFirst", "paddingValue", "paddingSide"]);
  const { batchFirst = false, paddingValue = 0, paddingSide = "right" } = options;
  if (paddingSide !== "left" && paddingSide !== "right")
    throw layerOptionError("padSequence", "paddingSide", paddingSide, '"left" or "right"');
  const list = sequencesOf("padSequence", sequences);
  const longest = Math.max(...list.map((x) => x.shape[0] as number));
  return operate(() =>
    stack(
      list.map((x) => {
        const missing = longest - (x.shape[0] as number);
        if (missing === 0) return x;
        const around = paddingSide === "left" ? [missing, 0] : [0, missing];
        const amounts = [...new Array<number>(2 * (x.ndim - 1)).fill(0), ...around];
        return pad(x, amounts, { value: paddingValue });
      }),
      batchFirst ? 0 : 1,
    ),
  );
}

/**
 * The sequences of a padded tensor, without the padding at their ends.
 *
 * @shape padded: [L, N, …], or [N, L, …] with batchFirst -> N tensors [lengthᵢ, …]
 * @example utils.rnn.unpadSequence(tensor([[1, 3], [2, 0]]), [2, 1])[1] // [3]
 */
export function unpadSequence(
  padded: Tensor,
  lengths: Tensor | readonly number[],
  options: { readonly batchFirst?: boolean } = {},
): Tensor[] {
  needOptions("unpadSequence", options, ["batchFirst"]);
  const { list, n } = batchOf("unpadSequence", padded, lengths, options.batchFirst ?? false, 0);
  const axis = options.batchFirst ? 0 : 1;
  return Array.from({ length: n }, (_, i) =>
    padded.select(axis, i).narrow(0, 0, list[i] as number),
  );
}

/** The lengths of a padded batch as numbers, checked against it. */
function batchOf(
  op: string,
  padded: Tensor,
  lengths: Tensor | readonly number[],
  batchFirst: boolean,
  least: number,
): { list: number[]; n: number } {
  needTensor(op, "the padded sequences", padded);
  if (padded.ndim < 2) throw sequenceRankError(op, "at least two axes", padded.shape);
  const list = wholeNumbers(op, "lengths", lengths, least);
  const [n, most] = (batchFirst ? padded.shape : [padded.shape[1], padded.shape[0]]) as [
    number,
    number,
  ];
  if (list.length !== n)
    throw layerOptionError(op, "lengths", list, `${n} numbers, one a sequence`);
  const over = list.find((x) => x > most);
  if (over !== undefined) throw layerOptionError(op, "a length", over, `at most ${most}`);
  return { list, n };
}

export interface PackOptions {
  /** The longest sequence comes first, and the batch is refused if it does not; default true. */
  readonly enforceSorted?: boolean;
}

/**
 * Packs sequences of one padded tensor.
 *
 * @param lengths of the sequences, from 1
 * @param options.batchFirst the input is [N, L, …] rather than [L, N, …]; default false
 * @param options.enforceSorted refuse sequences that do not come longest first; with false they are sorted; default true
 * @shape input: [L, N, …], lengths: [N] -> data: [Σ lengths, …]
 * @throws UsageError `nn/option` for lengths that do not fit the input, or are not sorted
 * @example utils.rnn.packPaddedSequence(tensor([[1, 3], [2, 0]]), [2, 1]).data // [1, 3, 2]
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: Tensor | readonly number[],
  options: PackOptions & { readonly batchFirst?: boolean } = {},
): PackedSequence {
  const op = "packPaddedSequence";
  needOptions(op, options, ["batchFirst", "enforceSorted"]);
  const { batchFirst = false, enforceSorted = true } = options;
  const { list, n } = batchOf(op, input, lengths, batchFirst, 1);
  if (n === 0) throw layerOptionError(op, "the batch", "empty", "at least one sequence");
  const order = Array.from(list.keys());
  if (!enforceSorted) order.sort((a, b) => (list[b] as number) - (list[a] as number));
  const sorted = order.map((i) => list[i] as number);
  if (sorted.some((x, i) => i > 0 && x > (sorted[i - 1] as number)))
    throw layerOptionError(
      op,
      "lengths",
      list,
      "descending; or pass { enforceSorted: false } to have them sorted",
    );
  const counts = Array.from(
    { length: sorted[0] as number },
    (_, t) => sorted.filter((x) => x > t).length,
  );
  const data = operate(() => {
    const sequence = batchFirst ? input.transpose(0, 1) : input;
    return gathered(enforceSorted ? sequence : sequence.indexSelect(1, whole(order)), counts);
  });
  return new PackedSequence(data, counts, enforceSorted ? null : order);
}

/**
 * Packs sequences of different lengths.
 *
 * @param options.enforceSorted as in `packPaddedSequence`
 * @shape sequences: [lengthᵢ, …] -> data: [Σ lengths, …]
 * @throws UsageError `nn/option` for an empty sequence, or sequences that are not sorted
 * @example utils.rnn.packSequence([tensor([1, 2]), tensor([3])]).data // [1, 3, 2]
 */
export function packSequence(
  sequences: Iterable<Tensor>,
  options: PackOptions = {},
): PackedSequence {
  needOptions("packSequence", options, ["enforceSorted"]);
  const list = sequencesOf("packSequence", sequences);
  const lengths = list.map((x) => x.shape[0] as number);
  return packPaddedSequence(padSequence(list), lengths, options);
}

function needPacked(op: string, packed: unknown): asserts packed is PackedSequence {
  if (!(packed instanceof PackedSequence))
    throw layerOptionError(op, "the packed sequence", packed, "a PackedSequence");
}

/**
 * Pads packed sequences, in the order the batch had before it was packed: the inverse of `packPaddedSequence`.
 *
 * @param options.batchFirst give [N, L, …] rather than [L, N, …]; default false
 * @param options.paddingValue what stands where a sequence has no element; default 0
 * @param options.totalLength pad to this length, at least the longest; default null
 * @shape data: [Σ lengths, …] -> [padded, lengths], padded: [L, N, …], lengths: int [N]
 * @throws UsageError `nn/option` for a total length below the longest sequence
 * @example
 * const packed = utils.rnn.packSequence([tensor([1, 2]), tensor([3])]);
 * utils.rnn.padPackedSequence(packed, { batchFirst: true })[0] // [[1, 2], [3, 0]]
 */
export function padPackedSequence(
  packed: PackedSequence,
  options: {
    readonly batchFirst?: boolean;
    readonly paddingValue?: number;
    readonly totalLength?: number | null;
  } = {},
): [Tensor, Tensor] {
  const op = "padPackedSequence";
  needOptions(op, options, ["batchFirst", "paddingValue", "totalLength"]);
  needPacked(op, packed);
  const { batchFirst = false, paddingValue = 0, totalLength = null } = options;
  const longest = packed.counts.length;
  const steps = totalLength ?? longest;
  if (!Number.isInteger(steps) || steps < longest)
    throw layerOptionError(op, "totalLength", totalLength, `at least ${longest}`);
  const { unsortedIndices } = packed;
  const lengths = packedLengths(packed);
  const padded = operate(() => {
    const sorted = spread(packed, steps, paddingValue);
    const sequence = unsortedIndices ? sorted.indexSelect(1, unsortedIndices) : sorted;
    return batchFirst ? sequence.transpose(0, 1) : sequence;
  });
  return [padded, unsortedIndices ? lengths.indexSelect(0, unsortedIndices) : lengths];
}

/**
 * The sequences of a packed one, in the order the batch had before it was packed.
 *
 * @shape data: [Σ lengths, …] -> N tensors [lengthᵢ, …]
 * @example utils.rnn.unpackSequence(utils.rnn.packSequence([tensor([1, 2]), tensor([3])]))[0] // [1, 2]
 */
export function unpackSequence(packed: PackedSequence): Tensor[] {
  needPacked("unpackSequence", packed);
  const [padded, lengths] = padPackedSequence(packed);
  return unpadSequence(padded, lengths);
}
