/**
 * Sliding windows over planes: the place of each window's maximum (max pooling reads its values
 * through it), and `fold`, which adds windows back to the places they were read from.
 */
import type { Special, SpecialKernel } from "../../compile/kernel.ts";
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { isWord, Phase, parallelFrom } from "./special-phase.ts";

type PoolArgmax = Extract<Special, { op: "poolArgmax" }>;
type Fold = Extract<Special, { op: "fold" }>;

/** Wider windows are looked through one element at a time. */
const widestVector = 16;

/** Pushes `max(0, ⌈(−start) / dilation⌉)`: the first tap inside. */
function firstTap(f: FuncBuilder, start: number, dilation: number, target: number): void {
  f.i32Const(0).set(target);
  f.get(start).i32Const(0).i32("lt_s");
  f.if(() => {
    f.i32Const(dilation - 1)
      .get(start)
      .i32("sub")
      .i32Const(dilation)
      .i32("div_s")
      .set(target);
  });
}

/** Pushes `min(taps, ⌈(size − start) / dilation⌉)`: the tap after the last inside. */
function lastTap(
  f: FuncBuilder,
  start: number,
  size: number,
  dilation: number,
  taps: number,
  target: number,
): void {
  f.i32Const(size + dilation - 1)
    .get(start)
    .i32("sub")
    .i32Const(dilation)
    .i32("div_s")
    .tee(target);
  f.i32Const(taps).get(target).i32Const(taps).i32("lt_s").select().set(target);
}

/**
 * The first maximum of each window, or its first NaN. Four windows side by side are looked through at
 * once where all of their columns are inside the plane; those at the left and right edges one by one.
 */
export function emitPoolArgmax(
  module: ModuleBuilder,
  kernel: SpecialKernel,
  pool: PoolArgmax,
): EmittedKernel | null {
  const dtype = kernel.buffers[0]?.dtype;
  if (dtype === undefined || !isWord(dtype)) return null;
  const { planes, height, width, outHeight, outWidth } = pool;
  const [taps, tapsAcross] = pool.kernel;
  const [stride, strideAcross] = pool.stride;
  const [dilation, dilationAcross] = pool.dilation;
  const [padding, paddingAcross] = pool.padding;
  const isFloat = dtype === "float32";
  const lines = planes * outHeight;
  const parallel = lines > 1 && lines * outWidth * taps * tapsAcross >= parallelFrom;
  const phase = new Phase(module, 2, parallel);
  const { f } = phase;
  const { low: line, high } = phase.range(lines);
  const [from, out] = [phase.pointer(0), phase.pointer(1)];
  const local = (): number => phase.i32();
  const [plane, top, tapLow, tapHigh, lineOut, column] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const [tap, at, place, left, acrossLow, acrossHigh, across] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const best = f.local(isFloat ? "f32" : "i32");
  const value = f.local(isFloat ? "f32" : "i32");
  const bestPlace = local();
  const word = isFloat ? "f32" : "i32";

  /** Sets `at` to the byte address and `place` to the index of tap (tap, 0)'s element in `column`. */
  const startOfTap = (extra: (() => void) | null): void => {
    f.get(tap).i32Const(dilation).i32("mul").get(top).i32("add");
    f.i32Const(width).i32("mul").get(left).i32("add");
    if (extra) {
      extra();
      f.i32("add");
    }
    f.tee(place).i32Const(2).i32("shl").get(plane).i32("add").set(at);
  };

  const setLeft = (): void => {
    f.get(column).i32Const(strideAcross).i32("mul").i32Const(paddingAcross).i32("sub").set(left);
  };

  const oneWindow = (): void => {
    setLeft();
    firstTap(f, left, dilationAcross, acrossLow);
    lastTap(f, left, width, dilationAcross, tapsAcross, acrossHigh);
    f.get(tapLow).set(tap);
    const firstColumn = (): void => {
      f.get(acrossLow).i32Const(dilationAcross).i32("mul");
    };
    startOfTap(firstColumn);
    f.get(at).load(word).set(best).get(place).set(bestPlace);
    f.whileLess(tap, tapHigh, () => {
      startOfTap(firstColumn);
      f.get(acrossLow).set(across);
      f.whileLess(across, acrossHigh, () => {
        f.get(at).load(word).tee(value).get(best);
        if (isFloat) {
          // Greater or unordered, unless the best is NaN already.
          f.f32("le").i32("eqz").get(best).get(best).f32("eq").i32("and");
        } else f.i32("gt_s");
        f.if(() => {
          f.get(value).set(best).get(place).set(bestPlace);
        });
        f.increment(at, dilationAcross * 4).increment(place, dilationAcross);
      });
    });
    phase.address(lineOut, column, 4).get(bestPlace).store("i32");
  };

  // Columns of windows that lie inside from left to right.
  const inside = Math.min(outWidth, Math.ceil(paddingAcross / strideAcross));
  const reach = width - 1 - (tapsAcross - 1) * dilationAcross + paddingAcross;
  const outside = Math.max(inside, Math.min(outWidth, Math.floor(reach / strideAcross) + 1));
  const vectors = tapsAcross <= widestVector && outside - inside >= 4 && strideAcross <= 4;

  const v = (): number => f.local("v128");
  const [bests, places, values, mask, lanes] = [v(), v(), v(), v(), v()];
  const loadFour = (tapAcross: number): void => {
    const offset = tapAcross * dilationAcross * 4;
    f.get(at).load("v128", offset);
    if (strideAcross === 1) return;
    if (strideAcross === 2) {
      f.get(at)
        .load("v128", offset + 16)
        .shuffle32(0, 2, 4, 6);
      return;
    }
    f.set(mask);
    for (const lane of [1, 2, 3]) {
      f.get(at)
        .get(mask)
        .loadLane(32, lane, offset + lane * strideAcross * 4)
        .set(mask);
    }
    f.get(mask);
  };
  const fourWindows = (): void => {
    setLeft();
    f.get(tapLow).set(tap);
    startOfTap(null);
    f.get(place).i32x4("splat").get(lanes).i32x4("add").set(places);
    loadFour(0);
    f.set(bests);
    f.whileLess(tap, tapHigh, () => {
      startOfTap(null);
      for (let t = 0; t < tapsAcross; t++) {
        loadFour(t);
        f.tee(values).get(bests);
        if (isFloat) {
          f.f32x4("le").set(mask).get(bests).get(bests).f32x4("eq").get(mask).v128("andnot");
        } else f.i32x4("gt_s");
        f.set(mask);
        f.get(values).get(bests).get(mask).v128("bitselect").set(bests);
        f.get(place)
          .i32Const(t * dilationAcross)
          .i32("add");
        f.i32x4("splat").get(lanes).i32x4("add").get(places).get(mask);
        f.v128("bitselect").set(places);
      }
    });
    phase.address(lineOut, column, 4).get(places).store("v128");
  };

  if (vectors) {
    f.i32x4Const(0, strideAcross, 2 * strideAcross, 3 * strideAcross).set(lanes);
  }
  const limit = local();
  f.whileLess(line, high, () => {
    f.get(line).i32Const(outHeight).i32("rem_u").i32Const(stride).i32("mul");
    f.i32Const(padding).i32("sub").set(top);
    firstTap(f, top, dilation, tapLow);
    lastTap(f, top, height, dilation, taps, tapHigh);
    f.get(line).i32Const(outHeight).i32("div_u");
    f.i32Const(height * width * 4)
      .i32("mul")
      .get(from)
      .i32("add")
      .set(plane);
    phase.address(out, line, outWidth * 4).set(lineOut);
    f.i32Const(0).set(column);
    if (!vectors) {
      f.i32Const(outWidth).set(limit);
      f.whileLess(column, limit, oneWindow);
      return;
    }
    const edges = outside < outWidth || inside > 0;
    if (inside > 0) {
      f.i32Const(inside).set(limit);
      f.whileLess(column, limit, oneWindow);
    }
    f.i32Const(outside - 3).set(limit);
    f.whileLess(column, limit, fourWindows, 4);
    if ((outside - inside) % 4 !== 0) {
      // The last four again, over windows that are done already.
      f.i32Const(outside - 4).set(column);
      fourWindows();
    }
    if (edges && outside < outWidth) {
      f.i32Const(outside).set(column).i32Const(outWidth).set(limit);
      f.whileLess(column, limit, oneWindow);
    }
  });
  return { phases: [f.index], tables: new Int32Array(0), scratchBytes: () => 0, parallel };
}

/** Adds each window's elements to its places, plane by plane, in the order they are stored. */
export function emitFold(
  module: ModuleBuilder,
  kernel: SpecialKernel,
  fold: Fold,
): EmittedKernel | null {
  const dtype = kernel.buffers[0]?.dtype;
  if (dtype === undefined || !isWord(dtype)) return null;
  const { planes, height, width, outHeight, outWidth } = fold;
  const [taps, tapsAcross] = fold.kernel;
  const [stride, strideAcross] = fold.stride;
  const [dilation, dilationAcross] = fold.dilation;
  const planeIn = outHeight * outWidth * taps * tapsAcross * 4;
  const planeOut = height * width * 4;
  const parallel = planes > 1 && planes * (planeIn + planeOut) >= parallelFrom * 4;
  const phase = new Phase(module, 2, parallel);
  const { f } = phase;
  const { low: plane, high } = phase.range(planes);
  const local = (): number => phase.i32();
  const [from, to, at, row, column, tap, across] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const word = dtype === "float32" ? "f32" : "i32";
  f.whileLess(plane, high, () => {
    phase.address(phase.pointer(0), plane, planeIn).set(from);
    phase.address(phase.pointer(1), plane, planeOut).tee(to);
    f.i32Const(0).i32Const(planeOut).memoryFill();
    if (planeIn === 0) return;
    f.loopTimes(row, outHeight, () => {
      f.loopTimes(column, outWidth, () => {
        f.loopTimes(tap, taps, () => {
          f.get(row).i32Const(stride).i32("mul");
          f.get(tap).i32Const(dilation).i32("mul").i32("add");
          f.i32Const(width).i32("mul");
          f.get(column).i32Const(strideAcross).i32("mul").i32("add");
          f.i32Const(2).i32("shl").get(to).i32("add").set(at);
          f.loopTimes(across, tapsAcross, () => {
            f.get(at).get(at).load(word).get(from).load(word);
            if (word === "f32") f.f32("add");
            else f.i32("add");
            f.store(word);
            f.increment(at, dilationAcross * 4).increment(from, 4);
          });
        });
      });
    });
  });
  return { phases: [f.index], tables: new Int32Array(0), scratchBytes: () => 0, parallel };
}
