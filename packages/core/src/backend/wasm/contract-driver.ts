/**
 * The driver of a contraction: the loops around the tile kernel. One thread takes a part of (groups ×
 * row panels × column panels); inside, k goes in blocks of fixed length, for each of which the columns
 * and rows are packed into the thread's own scratch. All sizes come from a descriptor in the kernel's
 * tables, so every contraction of a module that uses one tile shape runs the same code: it is compiled
 * once and is warm early.
 *
 * An output element is summed by one thread, in blocks of k that do not depend on the number of threads, so
 * neither do its bits.
 */
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";
import { emitPackNarrow, emitPackPanels } from "./contract-pack.ts";
import { emitBlockKernel, emitScatterTile, type TileShape } from "./contract-tile.ts";

/** Words of the descriptor, at the start of a contraction's tables. Tables are named by byte offset. */
export const descriptor = [
  "parts",
  "groupTable",
  "groups",
  "rowPanels",
  "columnPanels",
  "rows",
  "columns",
  "kBlock",
  "rowBlock",
  "columnBlock",
  "aRows",
  "aKinds",
  "aSteps",
  "aRuns",
  "bColumns",
  "bKinds",
  "bSteps",
  "bRuns",
  "outRows",
  "outColumns",
  "outWhole",
  "sharedBytes",
  "privateBytes",
  "packedABytes",
  "packedBBytes",
  "swapped",
  "chunks",
  "outLength",
] as const;

export type DescriptorWord = (typeof descriptor)[number];

/** The most threads that share one contraction; more would find too little to do. */
export const maxParts = 32;

/** Words a group: byte offsets into a, b and out, and the range of k. */
export const groupWords = 5;

/** The packing and storing functions all contractions of a module share. */
export class ContractLibrary {
  private readonly module: ModuleBuilder;
  private readonly packPanels: FuncBuilder;
  private readonly packNarrow: FuncBuilder;
  private readonly scatter: FuncBuilder;
  private readonly drivers: Map<string, number> = new Map();
  private sumIndex: number | null = null;
  private zeroIndex: number | null = null;

  constructor(module: ModuleBuilder) {
    this.module = module;
    this.packPanels = emitPackPanels(module);
    this.packNarrow = emitPackNarrow(module);
    this.scatter = emitScatterTile(module);
  }

  /** The driver for a tile shape; with `partial` its output is the scratch all threads share. */
  driver(shape: TileShape, partial: boolean): number {
    const key = `${shape.rows}x${shape.vectors}${shape.wide ?? false}${partial}`;
    let index = this.drivers.get(key);
    if (index === undefined) {
      index = this.emitDriver(shape, partial);
      this.drivers.set(key, index);
    }
    return index;
  }

  /** `out = Σ chunks` of the partial sums a split k left in scratch. */
  get sum(): number {
    this.sumIndex ??= emitSumChunks(this.module);
    return this.sumIndex;
  }

  /** Fills the output with zeros: an empty sum. */
  get zero(): number {
    if (this.zeroIndex === null) {
      const f = this.module.func(null, phaseParams);
      f.get(0).if(() => f.return());
      f.get(6).i32Const(0);
      word(f, "outLength").i32Const(2).i32("shl").memoryFill();
      this.zeroIndex = f.index;
    }
    return this.zeroIndex;
  }

  private emitDriver(shape: TileShape, partial: boolean): number {
    const block = emitBlockKernel(this.module, shape, this.scatter);
    const { rows, vectors } = shape;
    const columns = vectors * 4;
    const f = this.module.func(null, phaseParams);
    const i32 = (): number => f.local("i32");
    const [a, b, out] = [i32(), i32(), i32()];
    const [group, groupEnd, rowLow, rowHigh, columnLow, columnHigh] = [
      i32(),
      i32(),
      i32(),
      i32(),
      i32(),
      i32(),
    ];
    const [packedA, packedB, tile] = [i32(), i32(), i32()];
    const [groupAt, aBase, bBase, outBase, kEnd] = [i32(), i32(), i32(), i32(), i32()];
    const [j, jCount, k, kCount, i, iCount] = [i32(), i32(), i32(), i32(), i32(), i32()];

    splitWork(f, group, groupEnd, rowLow, rowHigh, columnLow, columnHigh);
    // Where the roles were swapped, `a` of the driver is the kernel's second operand.
    f.get(5).get(4);
    word(f, "swapped").select().set(a);
    f.get(4).get(5);
    word(f, "swapped").select().set(b);
    f.get(partial ? 3 : 6).set(out);
    f.get(3);
    word(f, "sharedBytes").i32("add").get(0);
    word(f, "privateBytes").i32("mul").i32("add").tee(packedA);
    word(f, "packedABytes").i32("add").tee(packedB);
    word(f, "packedBBytes").i32("add").set(tile);

    const entry = (n: number): FuncBuilder => f.get(groupAt).load("i32", n * 4);
    const lesser = (x: number, y: number): FuncBuilder =>
      f.get(x).get(y).get(x).get(y).i32("lt_s").select();
    const rest = i32();
    const count = (target: number, end: number, at: number, limit: DescriptorWord): void => {
      f.get(end).get(at).i32("sub").set(target);
      word(f, limit).set(rest);
      lesser(target, rest).set(target);
    };
    /** Pushes the address of entry `at · width` words of a table. */
    const tableAt = (name: DescriptorWord, at: number, width: number): FuncBuilder => {
      table(f, name);
      return f
        .get(at)
        .i32Const(width * 4)
        .i32("mul")
        .i32("add");
    };
    /** Pushes k's offsets and the flags of its quads. */
    const stepsAt = (steps: DescriptorWord, runs: DescriptorWord | null): void => {
      tableAt(steps, k, 1);
      if (runs !== null) tableAt(runs, k, 0.25);
    };

    f.whileLess(group, groupEnd, () => {
      tableAt("groupTable", group, groupWords).set(groupAt);
      f.get(a);
      entry(0).i32("add").set(aBase).get(b);
      entry(1).i32("add").set(bBase).get(out);
      entry(2).i32("add").set(outBase);
      entry(4).set(kEnd);
      f.get(columnLow).set(j);
      f.whileLess(
        j,
        columnHigh,
        () => {
          count(jCount, columnHigh, j, "columnBlock");
          entry(3).set(k);
          f.whileLess(
            k,
            kEnd,
            () => {
              count(kCount, kEnd, k, "kBlock");
              f.get(packedB).get(bBase);
              tableAt("bColumns", j, columns);
              tableAt("bKinds", j, vectors);
              f.get(jCount).i32Const(vectors);
              stepsAt("bSteps", "bRuns");
              f.get(kCount).call(this.packPanels);
              f.get(rowLow).set(i);
              f.whileLess(
                i,
                rowHigh,
                () => {
                  count(iCount, rowHigh, i, "rowBlock");
                  f.get(packedA).get(aBase);
                  tableAt("aRows", i, rows);
                  if (rows === 4) {
                    tableAt("aKinds", i, 1);
                    f.get(iCount).i32Const(1);
                    stepsAt("aSteps", "aRuns");
                    f.get(kCount).call(this.packPanels);
                  } else {
                    f.get(iCount).i32Const(rows);
                    stepsAt("aSteps", null);
                    f.get(kCount).call(this.packNarrow);
                  }
                  f.get(packedA).get(packedB).get(iCount).get(jCount).get(kCount).get(outBase);
                  tableAt("outRows", i, rows);
                  tableAt("outColumns", j, columns);
                  tableAt("outWhole", j, 1);
                  word(f, "rows").get(i).i32Const(rows).i32("mul").i32("sub");
                  word(f, "columns").get(j).i32Const(columns).i32("mul").i32("sub");
                  f.get(k);
                  entry(3).i32("ne").get(tile).call(block);
                  f.get(i).get(iCount).i32("add").set(i);
                },
                0,
              );
              f.get(k).get(kCount).i32("add").set(k);
            },
            0,
          );
          f.get(j).get(jCount).i32("add").set(j);
        },
        0,
      );
    });
    return f.index;
  }
}

/** `(tid, threads, tables, scratch, a, b, out)`. */
const phaseParams = Array<"i32">(7).fill("i32");

function word(f: FuncBuilder, name: DescriptorWord): FuncBuilder {
  return f.get(2).load("i32", descriptor.indexOf(name) * 4);
}

function table(f: FuncBuilder, name: DescriptorWord): FuncBuilder {
  return word(f, name).get(2).i32("add");
}

/**
 * Sets the six range locals to this thread's part. The table of parts has three words for each number of
 * threads: into how many the groups, the row panels and the column panels are divided.
 */
function splitWork(f: FuncBuilder, ...ranges: readonly number[]): void {
  const threads = f.local("i32");
  const at = f.local("i32");
  const index = f.local("i32");
  const parts = f.local("i32");
  f.get(1).i32Const(maxParts).get(1).i32Const(maxParts).i32("lt_s").select().set(threads);
  table(f, "parts").get(threads).i32Const(12).i32("mul").i32("add").set(at);
  f.get(0).set(index);
  const sizes: readonly DescriptorWord[] = ["groups", "rowPanels", "columnPanels"];
  for (const n of [2, 1, 0]) {
    f.get(at)
      .load("i32", n * 4)
      .set(parts);
    const [low, high] = [ranges[n * 2], ranges[n * 2 + 1]];
    // The last division leaves a number past the parts for a thread without work.
    const mine = (extra: number): void => {
      f.get(index);
      if (n > 0) f.get(parts).i32("rem_u");
      f.i32Const(extra).i32("add");
      word(f, sizes[n]).i32("mul").get(parts).i32("div_u");
    };
    mine(0);
    f.set(low);
    mine(1);
    f.set(high);
    if (n > 0) f.get(index).get(parts).i32("div_u").set(index);
    else
      f.get(index)
        .get(parts)
        .i32("ge_u")
        .if(() => f.return());
  }
}

/** The second phase of a split k: adds the chunks in order, each thread a range of the output. */
function emitSumChunks(module: ModuleBuilder): number {
  const f = module.func(null, phaseParams);
  const [tid, threads, scratch, out] = [0, 1, 3, 6];
  const [at, end, chunk, from, length, quads] = [
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
  ];
  const v = f.local("v128");
  const s = f.local("f32");
  word(f, "outLength").tee(length).i32Const(2).i32("shr_u").set(quads);
  const share = (extra: number): FuncBuilder =>
    f
      .get(tid)
      .i32Const(extra)
      .i32("add")
      .get(quads)
      .i32("mul")
      .get(threads)
      .i32("div_u")
      .i32Const(4)
      .i32("shl");
  const chunks = (first: () => void, each: () => void): void => {
    f.get(scratch).get(at).i32("add").set(from);
    word(f, "chunks").set(chunk);
    first();
    f.loop((again) => {
      each();
      f.get(length).i32Const(3).i32("add").i32Const(-4).i32("and");
      f.i32Const(2).i32("shl").get(from).i32("add").set(from);
      f.get(chunk).i32Const(1).i32("sub").tee(chunk).brIf(again);
    });
    f.get(out).get(at).i32("add");
  };
  share(0).set(at);
  share(1).set(end);
  f.whileLess(
    at,
    end,
    () => {
      chunks(
        () => f.f32x4Const(0).set(v),
        () => f.get(v).get(from).load("v128").f32x4("add").set(v),
      );
      f.get(v).store("v128");
    },
    16,
  );
  f.get(tid).if(() => f.return());
  f.get(quads).i32Const(4).i32("shl").set(at);
  f.get(length).i32Const(2).i32("shl").set(end);
  f.whileLess(
    at,
    end,
    () => {
      chunks(
        () => f.f32Const(0).set(s),
        () => f.get(s).get(from).load("f32").f32("add").set(s),
      );
      f.get(s).store("f32");
    },
    4,
  );
  return f.index;
}
