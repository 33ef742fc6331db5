/**
 * Sliding windows over planes: the place of each window's maximum (max pooling reads its values
 * through it), and `fold`, which adds windows back to the places they were read from.
 */
import type { Special, SpecialKernel } from "../../compile/kernel.ts";
import type { ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { isWord, Phase, parallelFrom } from "./special-phase.ts";

type PoolArgmax = Extract<Special, { op: "poolArgmax" }>;
type Fold = Extract<Special, { op: "fold" }>;

/** Larger windows are looked through in a loop, not in a row of instructions. */
const longestRow = 64;

/** The key of what lies outside the plane: below all others. */
const outsideKey = -(2 ** 31);

/**
 * The first maximum of each window, or its first NaN. A plane is first rewritten, with its border, as int32
 * keys that order like the numbers, NaN on top and the zeros equal; then four windows side by side are
 * looked through at once, with one comparison a tap and no edge to mind.
 */
export function emitPoolArgmax(
  module: ModuleBuilder,
  kernel: SpecialKernel,
  pool: PoolArgmax,
): EmittedKernel | null {
  if (kernel.buffers[0]?.dtype !== "float32") return null;
  const { planes, height, width, outHeight, outWidth } = pool;
  const [taps, tapsAcross] = pool.kernel;
  const [stride, strideAcross] = pool.stride;
  const [dilation, dilationAcross] = pool.dilation;
  const [padding, paddingAcross] = pool.padding;
  const reach = (count: number, step: number, size: number, dilate: number): number =>
    (count - 1) * step + (size - 1) * dilate + 1;
  const keyWidth = Math.max(
    paddingAcross + width,
    reach(outWidth, strideAcross, tapsAcross, dilationAcross),
  );
  const keyHeight = Math.max(padding + height, reach(outHeight, stride, taps, dilation));
  // Lanes past the last window read on a little.
  const keyBytes = Math.ceil((keyWidth * keyHeight + 4 * strideAcross + 4) / 4) * 16;
  const parallel = planes > 1 && planes * outHeight * outWidth * taps * tapsAcross >= parallelFrom;
  const phase = new Phase(module, 2, parallel);
  const { f } = phase;
  const { low: plane, high } = phase.range(planes);
  const local = (): number => phase.i32();
  const vector = (): number => f.local("v128");
  const [keys, from, to, at, end, row, line, column, place] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const [value, best, places, better, lanes] = [vector(), vector(), vector(), vector(), vector()];

  /** Sets `value` to the keys of the four numbers at `from + at`. */
  const makeKeys = (): void => {
    // Adding zero makes −0 a 0; the sign bit's copies turn the order of negative numbers around.
    f.get(from).get(at).i32("add").load("v128").f32x4Const(0).f32x4("add").set(value);
    f.get(value).get(value).i32Const(31).i32x4("shr_s").i32Const(1).i32x4("shr_u").v128("xor");
    f.i32x4Const(2 ** 31 - 1)
      .get(value)
      .get(value)
      .f32x4("eq")
      .v128("bitselect")
      .set(value);
  };
  /** Keys of `length` numbers from `from` to `to`, nothing written past them. */
  const keysOf = (length: number): void => {
    f.i32Const(0).set(at);
    const whole = (): void => {
      makeKeys();
      f.get(to).get(at).i32("add").get(value).store("v128");
    };
    if (length < 4) {
      makeKeys();
      for (let lane = 0; lane < length; lane++) {
        f.get(to)
          .get(value)
          .storeLane(32, lane, lane * 4);
      }
      return;
    }
    f.i32Const((length - 3) * 4).set(end);
    f.whileLess(at, end, whole, 16);
    if (length % 4 !== 0) {
      f.i32Const((length - 4) * 4).set(at);
      whole();
    }
  };
  const planeKeys = (): void => {
    phase.address(phase.pointer(0), plane, height * width * 4).set(from);
    f.get(keys)
      .i32Const((padding * keyWidth + paddingAcross) * 4)
      .i32("add")
      .set(to);
    if (keyWidth === width) {
      keysOf(height * width);
      return;
    }
    f.loopTimes(row, height, () => {
      keysOf(width);
      f.increment(from, width * 4).increment(to, keyWidth * 4);
    });
  };

  const loadFour = (offset: number): void => {
    f.get(at).load("v128", offset);
    if (strideAcross === 1) return;
    if (strideAcross === 2) {
      f.get(at)
        .load("v128", offset + 16)
        .shuffle32(0, 2, 4, 6);
      return;
    }
    f.set(value);
    for (const lane of [1, 2, 3]) {
      f.get(at)
        .get(value)
        .loadLane(32, lane, offset + lane * strideAcross * 4)
        .set(value);
    }
    f.get(value);
  };
  /** One tap: keys at `at + offset`, whose place relative to the window is pushed by `where`. */
  const lookAt = (offset: number, where: () => void): void => {
    loadFour(offset);
    f.tee(value).get(best).i32x4("gt_s").set(better);
    where();
    f.get(places).get(better).v128("bitselect").set(places);
    f.get(best).get(value).i32x4("max_s").set(best);
  };
  const fourWindows = (): void => {
    f.get(line)
      .i32Const(stride * keyWidth)
      .i32("mul");
    f.get(column).i32Const(strideAcross).i32("mul").i32("add");
    f.i32Const(2).i32("shl").get(keys).i32("add").set(at);
    f.i32x4Const(outsideKey).set(best).i32x4Const(0).set(places);
    if (taps * tapsAcross <= longestRow) {
      for (let s = 0; s < taps; s++) {
        for (let t = 0; t < tapsAcross; t++) {
          const offset = (s * dilation * keyWidth + t * dilationAcross) * 4;
          lookAt(offset, () => f.i32x4Const(s * dilation * width + t * dilationAcross));
        }
      }
    } else {
      const [tap, across] = [local(), local()];
      f.i32Const(0).set(place);
      f.loopTimes(tap, taps, () => {
        f.loopTimes(across, tapsAcross, () => {
          lookAt(0, () => f.get(place).i32x4("splat"));
          f.increment(at, dilationAcross * 4).increment(place, dilationAcross);
        });
        f.increment(at, (dilation * keyWidth - tapsAcross * dilationAcross) * 4);
        f.increment(place, dilation * width - tapsAcross * dilationAcross);
      });
    }
    f.get(line)
      .i32Const(stride * width)
      .i32("mul");
    f.get(column).i32Const(strideAcross).i32("mul").i32("add");
    f.i32Const(padding * width + paddingAcross).i32("sub");
    f.i32x4("splat").get(lanes).i32x4("add").get(places).i32x4("add").set(places);
    phase.address(to, column, 4);
    if (outWidth >= 4) f.get(places).store("v128");
    else {
      f.set(at);
      for (let lane = 0; lane < outWidth; lane++) {
        f.get(at)
          .get(places)
          .storeLane(32, lane, lane * 4);
      }
    }
  };

  f.get(phase.scratch).set(keys);
  if (parallel) f.get(0).i32Const(keyBytes).i32("mul").get(keys).i32("add").set(keys);
  f.i32x4Const(0, strideAcross, 2 * strideAcross, 3 * strideAcross).set(lanes);
  // The border is written once; planes only replace what is inside.
  f.i32Const(keyBytes).set(end).i32Const(0).set(at);
  const clear = () => f.get(keys).get(at).i32("add").i32x4Const(outsideKey).store("v128");
  f.whileLess(at, end, clear, 16);
  f.whileLess(plane, high, () => {
    planeKeys();
    phase.address(phase.pointer(1), plane, outHeight * outWidth * 4).set(to);
    f.loopTimes(line, outHeight, () => {
      f.i32Const(0).set(column);
      const last = local();
      f.i32Const(Math.max(1, outWidth - 3)).set(last);
      f.whileLess(column, last, fourWindows, 4);
      if (outWidth > 4 && outWidth % 4 !== 0) {
        // The last four again, over windows that are done already.
        f.i32Const(outWidth - 4).set(column);
        fourWindows();
      }
      f.increment(to, outWidth * 4);
    });
  });
  return {
    phases: [f.index],
    tables: new Int32Array(0),
    scratchBytes: (threads) => threads * keyBytes,
    parallel,
  };
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
