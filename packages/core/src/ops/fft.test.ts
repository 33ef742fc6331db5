/** Fourier transforms: against the sum they stand for, and what they refuse. */
import { describe, expect, test } from "vitest";
import { fft, gradgradcheck, ones, type Tensor, tensor } from "../index.ts";
import { transform } from "./fft-host.ts";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

/** The sum itself, term by term. */
function slow(x: Float64Array, n: number, sign: number): number[] {
  return Array.from({ length: 2 * n }, (_, place) => {
    const k = place >> 1;
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const angle = (sign * 2 * Math.PI * ((j * k) % n)) / n;
      const [re, im] = [x[2 * j] as number, x[2 * j + 1] as number];
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      sum += place % 2 === 0 ? re * c - im * s : re * s + im * c;
    }
    return sum;
  });
}

describe("the Fourier transform", () => {
  test.each([1, 2, 3, 8, 17, 30, 64, 97, 100])("of %i numbers is the sum, both ways", (n) => {
    const x = Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(3.1 * i * i) + 0.2);
    for (const sign of [1, -1] as const) {
      const want = slow(x, n, sign);
      transform(x, n, sign).forEach((v, i) => {
        expect(v).toBeCloseTo(want[i] as number, 9);
      });
    }
  });

  test("comes back, for any length", async () => {
    for (const n of [1, 5, 12]) {
      const x = tensor(Float64Array.from({ length: n }, (_, i) => Math.cos(i * i)));
      const back = await fft.irfft(fft.rfft(x), { n }).data();
      (await x.data()).forEach((v, i) => {
        expect(back[i]).toBeCloseTo(v, 12);
      });
    }
  });

  test("keeps the sum of squares with the norm ortho, and has gradients of gradients", async () => {
    const x = tensor([0.3, -1.2, 2, 0.7, 0.1], { dtype: "float64", requiresGrad: true });
    const power = fft.rfft(x, { norm: "ortho", n: 6 }).square().sum();
    expect(power.requiresGrad).toBe(true);
    expect(await gradgradcheck((v: Tensor) => fft.rfft(v).square().mul(v.sum()), [x])).toBe(true);
  });

  test("says what does not fit", () => {
    expect(() => fft.fft(ones([4]))).toThrow(code("shape/rank"));
    expect(() => fft.fft(ones([4, 3]))).toThrow(code("shape/size"));
    expect(() => fft.rfft(ones([4]), { n: 0 })).toThrow(code("usage/option"));
    expect(() => fft.ifft(ones([4, 2]), { norm: "half" as never })).toThrow(code("usage/option"));
    expect(() => fft.fftn(ones([4, 2, 2]), { dim: [0, 0] })).toThrow(code("usage/option"));
    expect(() => fft.fftfreq(0)).toThrow(code("usage/option"));
  });
});
