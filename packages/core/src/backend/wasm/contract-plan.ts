/**
 * Decisions about one contraction, made from shapes and strides alone: which batch axes join the rows or
 * the columns, which operand plays the rows, the tile, the blocks, how k is split and how threads divide
 * the work; all of it written into the tables the driver reads. The cost estimates are in cycles of a
 * machine with two 128-bit multiply-adds a cycle; only their ratios matter.
 */
import type { ContractKernel } from "../../compile/kernel.ts";
import { contiguousStrides, sizeOf } from "../../shape.ts";
import { type DescriptorWord, descriptor, groupWords, maxParts } from "./contract-driver.ts";
import { quadKind } from "./contract-pack.ts";
import type { TileShape } from "./contract-tile.ts";

/** One axis with its byte strides in the three arrays. */
interface Axis {
  readonly size: number;
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** The contraction as four lists of axes: groups have an own matrix in both operands. */
interface Form {
  groups: Axis[];
  rows: Axis[];
  columns: Axis[];
  steps: Axis[];
}

/** Joining images into the columns stops helping, and its tables grow, past this many. */
const wideEnough = 2048;

const size = (axes: readonly Axis[]): number => sizeOf(axes.map((axis) => axis.size));

/** Batch axes an operand does not have are rows or columns of the other, so they are joined to it. */
function formOf(kernel: ContractKernel): Form {
  const { batch, m, n, k } = kernel;
  const outStrides = contiguousStrides([...batch, ...m, ...n]);
  const axes = (sizes: readonly number[], a: number, b: number, out: number): Axis[] =>
    sizes.flatMap((axisSize, i) => ({
      size: axisSize,
      a: a < 0 ? 0 : 4 * kernel.a.strides[a + i],
      b: b < 0 ? 0 : 4 * kernel.b.strides[b + i],
      out: out < 0 ? 0 : 4 * outStrides[out + i],
    }));
  const g = batch.length;
  const form: Form = {
    groups: [],
    rows: axes(m, g, -1, g),
    columns: axes(n, -1, g, g + m.length),
    steps: axes(k, g + m.length, g + n.length, -1),
  };
  for (const axis of axes(batch, 0, 0, 0).reverse()) {
    if (axis.size === 1) continue;
    if (axis.a === 0 && size(form.columns) < wideEnough) form.columns.unshift(axis);
    else if (axis.b === 0 && size(form.rows) < wideEnough) form.rows.unshift(axis);
    else form.groups.unshift(axis);
  }
  return form;
}

/** Byte offsets of all indices of `axes`, row-major, the last one repeated up to a multiple of `pad`. */
export function offsets(
  axes: readonly Axis[],
  strideOf: (axis: Axis) => number,
  pad: number,
): Int32Array {
  const count = size(axes);
  const out = new Int32Array(Math.ceil(count / pad) * pad);
  if (count === 0) return out;
  let filled = 1;
  // Each axis repeats what the axes after it gave.
  for (let i = axes.length - 1; i >= 0; i--) {
    const axis = axes[i];
    const stride = strideOf(axis);
    for (let index = 1; index < axis.size; index++) {
      const base = index * filled;
      const shift = index * stride;
      for (let j = 0; j < filled; j++) out[base + j] = out[j] + shift;
    }
    filled *= axis.size;
  }
  out.fill(out[count - 1], count);
  return out;
}

/** A word for every four entries: 1 where they are neighbours in memory. */
function runsOfFour(table: Int32Array, count: number): Int32Array {
  const runs = new Int32Array(Math.ceil(table.length / 4));
  for (let q = 0; q * 4 + 3 < count; q++) {
    const first = table[q * 4];
    if (
      table[q * 4 + 1] === first + 4 &&
      table[q * 4 + 2] === first + 8 &&
      table[q * 4 + 3] === first + 12
    )
      runs[q] = 1;
  }
  return runs;
}

const share = (flags: Int32Array, count: number): number => {
  let ones = 0;
  for (const flag of flags) ones += flag;
  return count < 4 ? 0 : ones / Math.ceil(count / 4);
};

/** One operand: where its own index and k lead, and what packing it costs. */
interface Side {
  readonly count: number;
  readonly offsets: Int32Array;
  readonly kinds: Int32Array;
  readonly steps: Int32Array;
  readonly stepRuns: Int32Array;
  /** Cycles to pack four columns at one step of k, on average. */
  readonly packCost: number;
}

/** Every table of rows or columns is padded to a multiple of all tile sizes. */
const padding = 96;

function sideOf(own: readonly Axis[], steps: readonly Axis[], operand: "a" | "b"): Side {
  const count = size(own);
  const k = size(steps);
  const table = offsets(own, (axis) => axis[operand], padding);
  const kTable = offsets(steps, (axis) => axis[operand], 4);
  const ownRuns = runsOfFour(table, count);
  const stepRuns = runsOfFour(kTable, k);
  const stepShare = share(stepRuns, k);
  const otherwise = stepShare > 0.25 ? quadKind.steps : quadKind.scattered;
  const ownShare = share(ownRuns, count);
  const stepsCost = 2.5 * stepShare + 6 * (1 - stepShare);
  return {
    count,
    offsets: table,
    kinds: ownRuns.map((run) => (run === 1 ? quadKind.columns : otherwise)),
    steps: kTable,
    stepRuns,
    packCost: 1.4 * ownShare + (1 - ownShare) * (otherwise === quadKind.steps ? stepsCost : 6),
  };
}

/** Tiles and the cycles of one step of k, with and without fused multiply-add. */
const tiles: readonly (TileShape & { readonly fused: number; readonly plain: number })[] = [
  { rows: 4, vectors: 2, fused: 4, plain: 5.5 },
  { rows: 2, vectors: 4, fused: 4.1, plain: 5 },
  { rows: 3, vectors: 3, fused: 4.7, plain: 9 },
  { rows: 1, vectors: 4, fused: 2.6, plain: 3 },
];

/** Those there are in addition where pairs of vectors are packed. */
const wideTiles: typeof tiles = [
  { rows: 4, vectors: 4, wide: true, fused: 4.1, plain: 6 },
  { rows: 2, vectors: 8, wide: true, fused: 4.1, plain: 6 },
  { rows: 1, vectors: 8, wide: true, fused: 3.6, plain: 4 },
];

/** Cycles a step of packing one narrow (1 to 3 row) panel's row costs. */
const narrowCost = 1.6;

interface Choice {
  readonly tile: TileShape;
  readonly swapped: boolean;
  readonly stepCost: number;
  /** Cycles a row and a column to pack, and a tile to store. */
  readonly rowCost: number;
  readonly columnCost: number;
}

/** What the engine offers. */
export interface ContractEngine {
  readonly fused: boolean;
  /** Whether it packs pairs of vectors. */
  readonly wide: boolean;
}

function choose(a: Side, b: Side, k: number, wholeOut: boolean, engine: ContractEngine): Choice {
  const offered = engine.wide ? [...wideTiles, ...tiles] : tiles;
  let best: Choice | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const swapped of [false, true]) {
    const [rows, columns] = swapped ? [b, a] : [a, b];
    for (const tile of offered) {
      const width = tile.vectors * 4;
      const rowPanels = Math.ceil(rows.count / tile.rows);
      const columnPanels = Math.ceil(columns.count / width);
      const stepCost = engine.fused ? tile.fused : tile.plain;
      const rowCost = tile.rows === 4 ? rows.packCost / 4 : narrowCost;
      const columnCost = columns.packCost / 4;
      const blocks = Math.ceil(k / 300);
      const storeCost = (wholeOut && !swapped ? 1 : 4) * tile.rows * width * 0.7;
      const cost =
        rowPanels * columnPanels * (k * stepCost + blocks * (storeCost + 15)) +
        k * (rowPanels * tile.rows * rowCost + columnPanels * width * columnCost);
      if (cost < bestCost * 0.97) {
        best = { tile, swapped, stepCost, rowCost, columnCost };
        bestCost = cost;
      }
    }
  }
  return best as Choice;
}

/** How many parts of groups, row panels and column panels are fastest with each number of threads. */
function divide(
  groups: number,
  rowPanels: number,
  columnPanels: number,
  choice: Choice,
  parallel: boolean,
): Int32Array {
  const parts = new Int32Array((maxParts + 1) * 3).fill(1);
  if (!parallel) return parts;
  const { tile, stepCost, rowCost, columnCost } = choice;
  for (let threads = 2; threads <= maxParts; threads++) {
    let bestCost = Number.POSITIVE_INFINITY;
    for (let g = 1; g <= Math.min(threads, groups); g++) {
      for (let r = 1; r * g <= threads && r <= rowPanels; r++) {
        const c = Math.min(Math.floor(threads / (g * r)), columnPanels);
        const rows = Math.ceil(rowPanels / r);
        const columns = Math.ceil(columnPanels / c);
        const cost =
          Math.ceil(groups / g) *
          (rows * columns * stepCost +
            rows * tile.rows * rowCost +
            columns * tile.vectors * 4 * columnCost);
        if (cost < bestCost) {
          bestCost = cost;
          parts.set([g, r, c], threads * 3);
        }
      }
    }
  }
  return parts;
}

/** A tiny output with a long k is split along k, into chunks whose sums are added afterwards. */
function chunkCount(outLength: number, k: number, groups: number): number {
  if (groups > 1 || k < 4096 || outLength > 16384) return 1;
  return Math.min(16, Math.floor(k / 1024));
}

export interface ContractPlan {
  readonly tile: TileShape;
  readonly tables: Int32Array;
  readonly chunks: number;
  readonly scratchBytes: (threads: number) => number;
}

/** Below this many multiply-adds waking other threads costs more than they save. */
const parallelFrom = 50_000;

export const isParallel = (kernel: ContractKernel): boolean =>
  sizeOf(kernel.batch) * sizeOf(kernel.m) * sizeOf(kernel.n) * sizeOf(kernel.k) >= parallelFrom;

const ceilTo = (value: number, step: number): number => Math.ceil(value / step) * step;

export function planContract(kernel: ContractKernel, engine: ContractEngine): ContractPlan {
  const form = formOf(kernel);
  const k = size(form.steps);
  const groups = size(form.groups);
  const aSide = sideOf(form.rows, form.steps, "a");
  const bSide = sideOf(form.columns, form.steps, "b");
  const outColumns = offsets(form.columns, (axis) => axis.out, padding);
  const wholeShare = share(runsOfFour(outColumns, bSide.count), bSide.count);
  const choice = choose(aSide, bSide, k, wholeShare > 0.5, engine);
  const { tile, swapped } = choice;
  const [rows, columns] = swapped ? [bSide, aSide] : [aSide, bSide];
  const outRows = offsets(form.rows, (axis) => axis.out, padding);
  const [rowTable, columnTable] = swapped ? [outColumns, outRows] : [outRows, outColumns];
  const width = tile.vectors * 4;
  const rowPanels = Math.ceil(rows.count / tile.rows);
  const columnPanels = Math.ceil(columns.count / width);
  const outLength = groups * rows.count * columns.count;

  const chunks = chunkCount(outLength, k, groups);
  const kBlock = ceilTo(Math.ceil(k / Math.max(1, Math.round(k / 288))), 4);
  const rowBlock = Math.ceil(128 / tile.rows);
  const columnBlock = Math.ceil(384 / width);
  const chunkBytes = ceilTo(outLength, 4) * 4;
  const chunkSteps = ceilTo(Math.ceil(k / chunks), kBlock);
  const usedChunks = Math.ceil(k / chunkSteps);
  const groupTable = new Int32Array(groups * usedChunks * groupWords);
  const starts = (["a", "b", "out"] as const).map((array) =>
    offsets(form.groups, (axis) => axis[array], 1),
  );
  const viewBytes = [kernel.a.offset * 4, kernel.b.offset * 4, 0];
  for (let g = 0; g < groups * usedChunks; g++) {
    const chunk = usedChunks > 1 ? g : 0;
    const group = usedChunks > 1 ? 0 : g;
    const [a, b, out] = starts.map((table, i) => table[group] + viewBytes[i]);
    groupTable.set(
      [
        (swapped ? b : a) as number,
        (swapped ? a : b) as number,
        (out as number) + chunk * chunkBytes,
        chunk * chunkSteps,
        Math.min(k, (chunk + 1) * chunkSteps),
      ],
      g * groupWords,
    );
  }

  const whole = new Int32Array(columnPanels);
  const columnRuns = runsOfFour(columnTable, columns.count);
  for (let p = 0; p < columnPanels; p++) {
    const panel = columnRuns.subarray(p * tile.vectors, (p + 1) * tile.vectors);
    whole[p] = panel.every((run) => run === 1) ? 1 : 0;
  }

  const packedABytes = Math.min(rowBlock, rowPanels) * tile.rows * kBlock * 4;
  const packedBBytes = Math.min(columnBlock, columnPanels) * width * kBlock * 4;
  const privateBytes = ceilTo(packedABytes, 64) + ceilTo(packedBBytes, 64) + 256;
  const sharedBytes = usedChunks > 1 ? ceilTo(usedChunks * chunkBytes, 64) : 0;
  const parts = divide(groups * usedChunks, rowPanels, columnPanels, choice, isParallel(kernel));
  const tables = layOut({
    parts,
    groupTable,
    groups: groups * usedChunks,
    rowPanels,
    columnPanels,
    rows: rows.count,
    columns: columns.count,
    kBlock,
    rowBlock,
    columnBlock,
    aRows: rows.offsets,
    aKinds: rows.kinds,
    aSteps: rows.steps,
    aRuns: rows.stepRuns,
    bColumns: columns.offsets,
    bKinds: columns.kinds,
    bSteps: columns.steps,
    bRuns: columns.stepRuns,
    outRows: rowTable,
    outColumns: columnTable,
    outWhole: whole,
    sharedBytes,
    privateBytes,
    packedABytes: ceilTo(packedABytes, 64),
    packedBBytes: ceilTo(packedBBytes, 64),
    swapped: swapped ? 1 : 0,
    chunks: usedChunks,
    outLength,
  });
  return {
    tile,
    tables,
    chunks: usedChunks,
    scratchBytes: (threads) => sharedBytes + threads * privateBytes,
  };
}

/** The descriptor, then the tables it names by byte offset. */
export function layOut(fields: Readonly<Record<DescriptorWord, number | Int32Array>>): Int32Array {
  let length = descriptor.length;
  for (const name of descriptor) {
    const field = fields[name];
    if (typeof field !== "number") length += field.length;
  }
  const tables = new Int32Array(length + 1);
  let at = descriptor.length;
  descriptor.forEach((name, i) => {
    const field = fields[name];
    if (typeof field === "number") tables[i] = field;
    else {
      tables[i] = at * 4;
      tables.set(field, at);
      at += field.length;
    }
  });
  return tables;
}
