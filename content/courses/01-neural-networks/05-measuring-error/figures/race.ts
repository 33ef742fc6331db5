/** A matrix product by three loops and by one call, timed on this machine. */
import { defineFigure } from "@gradus/content";
import { rand, type Tensor, tensor } from "gradus";

function loops(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      let total = 0;
      for (let k = 0; k < n; k++)
        total += (a[row * n + k] as number) * (b[k * n + column] as number);
      c[row * n + column] = total;
    }
  return c;
}

/** The shortest of a few runs in milliseconds. */
async function shortest(run: () => Promise<unknown> | unknown): Promise<number> {
  await run();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

export default defineFigure({
  title: "Three loops against one call",
  alt: "Two bars: the time of three nested loops and the time of one call of matmul for the same product. The second bar is much shorter.",
  controls: [
    { name: "side", label: "side of the tables", min: 32, max: 256, step: 32, value: 128 },
  ],
  async draw({ controls: { side = 128 } }) {
    const [a, b] = [rand([side, side]), rand([side, side])];
    const [left, right] = [
      Float64Array.from(await a.data(), Number),
      Float64Array.from(await b.data(), Number),
    ];
    const slow = await shortest(() => loops(left, right, side));
    const product = (): Tensor => a.matmul(b);
    const quick = await shortest(() => product().data());
    const same = await product()
      .sub(tensor(Array.from(loops(left, right, side))).reshape([side, side]))
      .abs()
      .amax()
      .item();
    return {
      panels: [
        {
          x: { domain: [0, Math.max(slow, quick) * 1.05], label: "milliseconds" },
          y: { domain: [0, 6], hidden: true },
          aspect: 2.2,
          // Labels stand above the bars: however long these turn out, there is room.
          marks: [
            {
              mark: "text",
              x: 0,
              y: 5.4,
              text: `three loops: ${slow.toFixed(2)} ms`,
              anchor: "start",
            },
            { mark: "box", x: 0, y: 3.6, width: slow, height: 1.1, color: "muted", fill: true },
            {
              mark: "text",
              x: 0,
              y: 2.4,
              text: `a.matmul(b): ${quick.toFixed(2)} ms`,
              anchor: "start",
            },
            { mark: "box", x: 0, y: 0.6, width: quick, height: 1.1, color: "accent", fill: true },
          ],
        },
      ],
      status: `${(side ** 3).toLocaleString("en")} products; the call is ${(slow / quick).toFixed(1)} times as fast, and the answers differ by at most ${same.toExponential(0)}`,
    };
  },
});
