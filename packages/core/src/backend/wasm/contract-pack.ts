/**
 * Packing: copying a block of an operand into panels the tile kernel reads front to back. A panel is
 * `[k][columns]`; a quad is four neighbouring columns of it, one vector a step of k. The operand is an
 * affine view given by byte offsets of its columns and of k, so one packer serves every layout:
 * where the four columns are neighbours in memory a quad is one load; where four steps of k are, it is
 * a 4×4 transpose in registers; otherwise four single loads.
 */
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";

/** How a quad lies in memory. */
export const quadKind = { columns: 0, steps: 1, scattered: 2 } as const;

/** `(dst, step, p, kTable, kCount)`: one quad whose columns are neighbours. */
function emitPackColumns(module: ModuleBuilder): FuncBuilder {
  const f = module.func(null, ["i32", "i32", "i32", "i32", "i32"]);
  const [dst, step, p, table, count] = [0, 1, 2, 3, 4];
  f.loop((again) => {
    f.get(dst).get(p).get(table).load("i32").i32("add").load("v128").store("v128");
    f.increment(table, 4).get(dst).get(step).i32("add").set(dst);
    f.get(count).i32Const(1).i32("sub").tee(count).brIf(again);
  });
  return f;
}

/** The same for two quads side by side: `(dst, step, p, q, kTable, kCount)`. */
function emitPackColumnPairs(module: ModuleBuilder): FuncBuilder {
  const f = module.func(null, ["i32", "i32", "i32", "i32", "i32", "i32"]);
  const [dst, step, p, q, table, count] = [0, 1, 2, 3, 4, 5];
  const at = f.local("i32");
  f.loop((again) => {
    f.get(table).load("i32").set(at);
    f.get(dst).get(p).get(at).i32("add").load("v128").store("v128");
    f.get(dst).get(q).get(at).i32("add").load("v128").store("v128", 16);
    f.increment(table, 4).get(dst).get(step).i32("add").set(dst);
    f.get(count).i32Const(1).i32("sub").tee(count).brIf(again);
  });
  return f;
}

/** `(dst, step, p0, p1, p2, p3, kTable, kCount)`: any four columns. */
function emitPackScattered(module: ModuleBuilder): FuncBuilder {
  const f = module.func(null, Array<"i32">(8).fill("i32"));
  const [dst, step, table, count] = [0, 1, 6, 7];
  const at = f.local("i32");
  const v = f.local("v128");
  f.loop((again) => {
    f.get(table).load("i32").set(at);
    f.get(2).get(at).i32("add").load("v128_32_zero").set(v);
    for (const lane of [1, 2, 3]) {
      f.get(2 + lane)
        .get(at)
        .i32("add")
        .get(v)
        .loadLane(32, lane)
        .set(v);
    }
    f.get(dst).get(v).store("v128").get(dst).get(step).i32("add").set(dst);
    f.increment(table, 4);
    f.get(count).i32Const(1).i32("sub").tee(count).brIf(again);
  });
  return f;
}

/**
 * `(dst, step, p0, p1, p2, p3, kTable, kRuns, kCount)`: columns along which k runs in memory. `kRuns`
 * has a word for every four steps: 1 where they are neighbours.
 */
function emitPackSteps(module: ModuleBuilder, scattered: FuncBuilder): FuncBuilder {
  const f = module.func(null, Array<"i32">(9).fill("i32"));
  const [dst, step, table, runs, count] = [0, 1, 6, 7, 8];
  const columns = [2, 3, 4, 5];
  const at = f.local("i32");
  const rows = columns.map(() => f.local("v128"));
  const halves = columns.map(() => f.local("v128"));
  const [r0, r1, r2, r3] = rows as [number, number, number, number];
  const [h0, h1, h2, h3] = halves as [number, number, number, number];
  const call = (steps: () => void): void => {
    f.get(dst).get(step);
    for (const p of columns) f.get(p);
    f.get(table);
    steps();
    f.call(scattered);
  };
  f.block((exit) => {
    f.get(count).i32Const(4).i32("lt_s").brIf(exit);
    f.loop((again) => {
      f.get(runs).load("i32");
      f.if(
        () => {
          f.get(table).load("i32").set(at);
          columns.forEach((p, i) => {
            f.get(p).get(at).i32("add").load("v128").set(rows[i]);
          });
          f.get(r0).get(r1).shuffle32(0, 4, 1, 5).set(h0);
          f.get(r2).get(r3).shuffle32(0, 4, 1, 5).set(h1);
          f.get(r0).get(r1).shuffle32(2, 6, 3, 7).set(h2);
          f.get(r2).get(r3).shuffle32(2, 6, 3, 7).set(h3);
          const put = (low: number, high: number, upper: boolean): void => {
            f.get(dst).get(low).get(high);
            if (upper) f.shuffle32(2, 3, 6, 7);
            else f.shuffle32(0, 1, 4, 5);
            f.store("v128").get(dst).get(step).i32("add").set(dst);
          };
          put(h0, h1, false);
          put(h0, h1, true);
          put(h2, h3, false);
          put(h2, h3, true);
        },
        () => {
          call(() => f.i32Const(4));
          f.get(step).i32Const(2).i32("shl").get(dst).i32("add").set(dst);
        },
      );
      f.increment(table, 16).increment(runs, 4).increment(count, -4);
      f.get(count).i32Const(4).i32("ge_s").brIf(again);
    });
  });
  f.get(count);
  f.if(() => call(() => f.get(count)));
  return f;
}

/**
 * `(dst, base, columns, kinds, panels, quads, kTable, kRuns, kCount)`: packs `panels` panels of `quads`
 * quads. `columns` points at the byte offsets of the columns and `kinds` at a word a quad.
 */
export function emitPackPanels(module: ModuleBuilder): FuncBuilder {
  const single = emitPackColumns(module);
  const pair = emitPackColumnPairs(module);
  const scattered = emitPackScattered(module);
  const steps = emitPackSteps(module, scattered);
  const f = module.func(null, Array<"i32">(9).fill("i32"));
  const [dst, base, columns, kinds, panels, quads, table, runs, count] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ];
  const step = f.local("i32");
  const at = f.local("i32");
  const left = f.local("i32");
  const kind = f.local("i32");
  const start = (): FuncBuilder => f.get(at).get(step);
  const column = (i: number): FuncBuilder =>
    f
      .get(base)
      .get(columns)
      .load("i32", i * 4)
      .i32("add");
  const steppedBy = (quads: number): void => {
    f.increment(at, quads * 16).increment(left, -quads);
    f.increment(columns, quads * 16).increment(kinds, quads * 4);
  };
  f.get(quads).i32Const(4).i32("shl").set(step);
  f.loop((nextPanel) => {
    f.get(dst).set(at).get(quads).set(left);
    f.loop((nextQuad) => {
      f.block((done) => {
        f.get(kinds).load("i32").tee(kind);
        f.if(() => {
          f.get(kind).i32Const(quadKind.steps).i32("eq");
          f.if(
            () => {
              start();
              for (let i = 0; i < 4; i++) column(i);
              f.get(table).get(runs).get(count).call(steps);
            },
            () => {
              start();
              for (let i = 0; i < 4; i++) column(i);
              f.get(table).get(count).call(scattered);
            },
          );
          steppedBy(1);
          f.br(done);
        });
        f.get(left).i32Const(1).i32("gt_s").get(kinds).load("i32", 4).i32("eqz").i32("and");
        f.if(() => {
          start();
          column(0);
          column(4);
          f.get(table).get(count).call(pair);
          steppedBy(2);
          f.br(done);
        });
        start();
        column(0);
        f.get(table).get(count).call(single);
        steppedBy(1);
      });
      f.get(left).brIf(nextQuad);
    });
    f.get(step).get(count).i32("mul").get(dst).i32("add").set(dst);
    f.get(panels).i32Const(1).i32("sub").tee(panels).brIf(nextPanel);
  });
  return f;
}

/**
 * `(dst, base, rows, panels, width, kTable, kCount)`: panels of 1 to 3 columns, one element at a time.
 * They are chosen only where there are few columns.
 */
export function emitPackNarrow(module: ModuleBuilder): FuncBuilder {
  const f = module.func(null, Array<"i32">(7).fill("i32"));
  const [dst, base, rows, panels, width, table, count] = [0, 1, 2, 3, 4, 5, 6];
  const [row, p, to, at, k, step] = [
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
    f.local("i32"),
  ];
  f.get(width).i32Const(2).i32("shl").set(step);
  f.loop((nextPanel) => {
    f.i32Const(0).set(row);
    f.loop((nextRow) => {
      f.get(base).get(rows).load("i32").i32("add").set(p);
      f.get(row).i32Const(2).i32("shl").get(dst).i32("add").set(to);
      f.get(table).set(at).get(count).set(k);
      f.loop((nextStep) => {
        f.get(to).get(p).get(at).load("i32").i32("add").load("f32").store("f32");
        f.increment(at, 4).get(to).get(step).i32("add").set(to);
        f.get(k).i32Const(1).i32("sub").tee(k).brIf(nextStep);
      });
      f.increment(rows, 4).increment(row, 1);
      f.get(row).get(width).i32("lt_s").brIf(nextRow);
    });
    f.get(step).get(count).i32("mul").get(dst).i32("add").set(dst);
    f.get(panels).i32Const(1).i32("sub").tee(panels).brIf(nextPanel);
  });
  return f;
}
