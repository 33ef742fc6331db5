/**
 * Random numbers for shuffles and augmentation. The generator is counter-based (Philox 4x32-10): a number
 * depends only on the seed, on what it is for (an epoch, a sample) and on its place in that stream. So the
 * augmentation of sample 7 in epoch 3 is the same whichever batch was loaded first, and a resumed run needs
 * no state but the epoch.
 */
import { defaultGenerator } from "@gradus/core";
import { argumentError } from "./errors.ts";

/** Where a generator is; plain data, fit for a checkpoint. */
export interface RandomState {
  readonly seed: number;
  readonly stream: readonly [purpose: number, epoch: number, index: number];
  readonly drawn: number;
}

/** The high 32 bits of a 64-bit product, by 16-bit halves so that every step is exact. */
function mulHigh(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const low = al * bh + (middle & 0xffff);
  return (ah * bh + (middle >>> 16) + (low >>> 16)) >>> 0;
}

type Words4 = readonly [number, number, number, number];

/**
 * One block of Philox 4x32-10: four random words from a counter and a key.
 *
 * @source Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3
 */
export function philox(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [h0, h2] = [mulHigh(0xd2511f53, c0), mulHigh(0xcd9e8d57, c2)];
    const [l0, l2] = [Math.imul(0xd2511f53, c0) >>> 0, Math.imul(0xcd9e8d57, c2) >>> 0];
    [c0, c1, c2, c3] = [(h2 ^ c1 ^ k0) >>> 0, l2, (h0 ^ c3 ^ k1) >>> 0, l0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** What streams of one seed are for, so that none repeats another. */
export const purpose = { user: 0, sampler: 1, split: 2, transform: 3 } as const;

/**
 * A seed where none is given: the next of the default generator, as in PyTorch. So `manualSeed` decides it, two
 * loaders have different orders, and a program without any seed still does the same in every run.
 *
 * @example new SeededRandom(drawSeed()).uniform() < 1 // true
 */
export function drawSeed(): number {
  const { seed, offset } = defaultGenerator.getState();
  defaultGenerator.setState({ seed, offset: offset + 1 });
  const high = (n: number): number => Math.floor(n / 2 ** 32) >>> 0;
  const [a, b] = philox([offset >>> 0, high(offset), 0x5eed, 0], [seed >>> 0, high(seed)]);
  return a + (b >>> 11) * 2 ** 32;
}

/**
 * A stream of random numbers. The same seed and stream give the same numbers on every machine.
 *
 * @param seed an integer from 0 to 2⁵³ - 1
 * @param stream purpose (0 to 255), epoch and index; streams never overlap
 * @throws DataError `data/argument` for a seed out of range
 * @example new SeededRandom(7).integer(10) === new SeededRandom(7).integer(10) // true
 */
export class SeededRandom {
  readonly seed: number;
  readonly stream: readonly [purpose: number, epoch: number, index: number];
  #drawn = 0;
  #block: Words4 = [0, 0, 0, 0];

  constructor(seed: number, stream: RandomState["stream"] = [purpose.user, 0, 0]) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw argumentError("SeededRandom", "seed", seed, "an integer from 0 to 2^53 - 1");
    this.seed = seed;
    this.stream = stream;
  }

  /** A whole number from 0 to 2³² - 1. */
  uint32(): number {
    const word = this.#drawn % 4;
    if (word === 0) this.#fill();
    this.#drawn += 1;
    return this.#block[word] as number;
  }

  #fill(): void {
    const [what, epoch, index] = this.stream;
    const block = Math.floor(this.#drawn / 4);
    this.#block = philox(
      [block >>> 0, Math.floor(block / 2 ** 32) >>> 0, epoch >>> 0, index >>> 0],
      [this.seed >>> 0, (Math.floor(this.seed / 2 ** 32) | (what << 24)) >>> 0],
    );
  }

  /** Uniform in [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const unit = ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) * 2 ** -53;
    return low + unit * (high - low);
  }

  /** A whole number from 0 to `n - 1`, every one equally likely; `n` up to 2³². */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw argumentError("SeededRandom.integer", "n", n, "an integer from 1 to 2^32");
    const limit = 2 ** 32 - (2 ** 32 % n); // numbers above would favour the small remainders
    for (;;) {
      const word = this.uint32();
      if (word < limit) return word % n;
    }
  }

  /** Standard normal, by Box and Muller's method. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The numbers 0 to `n - 1` in random order. */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
    return order;
  }

  state(): RandomState {
    return { seed: this.seed, stream: this.stream, drawn: this.#drawn };
  }

  /** A generator that goes on where `state` was taken. */
  static from(state: RandomState): SeededRandom {
    const random = new SeededRandom(state.seed, state.stream);
    random.#drawn = state.drawn;
    if (state.drawn % 4 !== 0) random.#fill();
    return random;
  }
}
