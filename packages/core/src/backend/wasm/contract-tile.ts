/**
 * The tile kernel: `rows × 4·vectors` outputs held in registers while k runs over two packed panels.
 * A baseline compiler of a browser has 16 vector registers, and V8 spills when a loop wants more, so the
 * tiles keep `rows·vectors + vectors + 1` (and one for the product without fused multiply-add) below that.
 *
 * A `wide` tile counts on an engine that packs two neighbouring vectors into one register (`wide.ts`). It does so
 * from stores to neighbouring places backwards, so that all accumulators have to leave through such stores and no other.
 */
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";

export interface TileShape {
  readonly rows: number;
  /** Of four columns each. */
  readonly vectors: number;
  /** For an engine that packs pairs of vectors into one register (`wide.ts`). */
  readonly wide?: true;
}

/**
 * `(tile, out, rowTable, columnTable, rows, columns, tileStep, add)`: moves the valid corner of a tile from
 * scratch to places given by the tables, one element at a time.
 */
export function emitScatterTile(module: ModuleBuilder): FuncBuilder {
  const f = module.func(null, Array<"i32">(8).fill("i32"));
  const [tile, out, rowTable, columnTable, rows, columns, step, add] = [0, 1, 2, 3, 4, 5, 6, 7];
  const row = f.local("i32");
  const from = f.local("i32");
  const to = f.local("i32");
  const column = f.local("i32");
  const left = f.local("i32");
  const value = f.local("f32");
  f.loop((nextRow) => {
    f.get(out).get(rowTable).load("i32").i32("add").set(row);
    f.get(tile).set(from).get(columnTable).set(column).get(columns).set(left);
    f.loop((nextColumn) => {
      f.get(row).get(column).load("i32").i32("add").set(to);
      f.get(from).load("f32").set(value);
      f.get(add).if(() => f.get(to).load("f32").get(value).f32("add").set(value));
      f.get(to).get(value).store("f32");
      f.increment(from, 4).increment(column, 4);
      f.get(left).i32Const(1).i32("sub").tee(left).brIf(nextColumn);
    });
    f.increment(rowTable, 4).get(tile).get(step).i32("add").set(tile);
    f.get(rows).i32Const(1).i32("sub").tee(rows).brIf(nextRow);
  });
  return f;
}

/** Parameters of the block kernel, in order. */
export const blockParams = [
  "a",
  "b",
  "rowPanels",
  "columnPanels",
  "steps",
  "out",
  "rowTable",
  "columnTable",
  "wholeTable",
  "rowsLeft",
  "columnsLeft",
  "add",
  "tile",
] as const;

/**
 * One block: every pair of a packed `a` panel and a packed `b` panel. `wholeTable` has a word for each
 * `b` panel: 1 where its columns exist and each quad of them is contiguous in the output. `add` is 0 for
 * the first block of k, which overwrites.
 */
export function emitBlockKernel(
  module: ModuleBuilder,
  shape: TileShape,
  scatter: FuncBuilder,
): FuncBuilder {
  const { rows, vectors } = shape;
  const columns = vectors * 4;
  const f = module.func(null, Array<"i32">(blockParams.length).fill("i32"));
  const param = (name: (typeof blockParams)[number]): number => blockParams.indexOf(name);
  const [out, b, steps, add, tile] = [
    param("out"),
    param("b"),
    param("steps"),
    param("add"),
    param("tile"),
  ];
  const at = f.local("i32");
  const bAt = f.local("i32");
  const k = f.local("i32");
  const rowAt = f.local("i32");
  const row = f.local("i32");
  const rowsHere = f.local("i32");
  const panels = f.local("i32");
  const accs = Array.from({ length: rows }, () =>
    Array.from({ length: vectors }, () => f.local("v128")),
  );
  const bs = Array.from({ length: vectors }, () => f.local("v128"));
  const av = f.local("v128");

  const multiply = (): void => {
    for (const acc of accs.flat()) f.f32x4Const(0).set(acc);
    f.get(b).set(bAt).get(steps).set(k);
    f.loop((again) => {
      bs.forEach((v, i) => {
        f.get(bAt)
          .load("v128", i * 16)
          .set(v);
      });
      accs.forEach((accRow, r) => {
        f.get(at)
          .load("v128_32_splat", r * 4)
          .set(av);
        accRow.forEach((acc, i) => {
          f.get(av).get(bs[i]).get(acc).madd().set(acc);
        });
      });
      f.increment(at, rows * 4).increment(bAt, columns * 4);
      f.get(k).i32Const(1).i32("sub").tee(k).brIf(again);
    });
  };

  /** A wide tile's accumulators leave through the scratch alone, and are taken from there again. */
  const storeWhole = (): void => {
    accs.forEach((accRow, r) => {
      const values = shape.wide ? bs : accRow;
      if (shape.wide)
        bs.forEach((v, i) => {
          f.get(tile)
            .load("v128", (r * vectors + i) * 16)
            .set(v);
        });
      f.get(out)
        .get(rowAt)
        .load("i32", r * 4)
        .i32("add")
        .set(row);
      const place = (i: number): FuncBuilder =>
        f
          .get(row)
          .get(param("columnTable"))
          .load("i32", i * 16)
          .i32("add");
      f.get(add);
      f.if(() => {
        values.forEach((value, i) => {
          place(i).load("v128").get(value).f32x4("add").set(value);
        });
      });
      values.forEach((value, i) => {
        place(i).get(value).store("v128");
      });
    });
  };

  /** The lesser of a local and a constant. */
  const atMost = (local: number, limit: number): void => {
    f.get(local).i32Const(limit).get(local).i32Const(limit).i32("lt_s").select();
  };

  const storeToTile = (): void => {
    accs.forEach((accRow, r) => {
      accRow.forEach((acc, i) => {
        f.get(tile)
          .get(acc)
          .store("v128", (r * vectors + i) * 16);
      });
    });
  };

  const storePart = (): void => {
    if (!shape.wide) storeToTile();
    f.get(tile).get(out).get(rowAt).get(param("columnTable"));
    atMost(rowsHere, rows);
    atMost(param("columnsLeft"), columns);
    f.i32Const(columns * 4)
      .get(add)
      .call(scatter);
  };

  f.loop((nextColumns) => {
    f.get(param("a")).set(at).get(param("rowTable")).set(rowAt);
    f.get(param("rowsLeft")).set(rowsHere).get(param("rowPanels")).set(panels);
    f.loop((nextRows) => {
      multiply();
      if (shape.wide) storeToTile();
      f.get(param("wholeTable")).load("i32");
      f.get(rowsHere).i32Const(rows).i32("ge_s").i32("and");
      f.if(storeWhole, storePart);
      f.increment(rowAt, rows * 4).increment(rowsHere, -rows);
      f.get(panels).i32Const(1).i32("sub").tee(panels).brIf(nextRows);
    });
    f.get(bAt).set(b);
    f.increment(param("columnTable"), columns * 4).increment(param("wholeTable"), 4);
    f.increment(param("columnsLeft"), -columns);
    f.get(param("columnPanels")).i32Const(1).i32("sub").tee(param("columnPanels"));
    f.brIf(nextColumns);
  });
  return f;
}
