/** The lesson's tables: what the best rule, a rule of thumb and networks reach on the beach, five beaches, in per cent. */
import { manualSeed } from "gradus";
import { beach, errorOn, expectedErrors, learning } from "../shared/shore.ts";

const seeds = [1, 2, 3, 4, 5];
const text = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(1)} (${Math.min(...v).toFixed(1)} to ${Math.max(...v).toFixed(1)})`;

export default async function* measure(): AsyncGenerator<string> {
  for (const flukes of [0, 0.05, 0.15, 0.25])
    for (const [count, last] of [
      [100, 600],
      [400, 600],
      [2000, 100],
      [2000, 600],
    ] as const) {
      const found: Record<string, number[]> = { best: [], thumb: [], training: [], dev: [] };
      for (const seed of seeds) {
        manualSeed(1000 + seed);
        const dev = await beach(2000, flukes);
        const train = await beach(count, flukes);
        const { best, thumb } = expectedErrors(dev.places, flukes);
        let model: Awaited<Parameters<typeof errorOn>[0]> | undefined;
        for (const now of learning(train, seed, last)) model = now;
        if (!model) continue;
        found.best?.push(best);
        found.thumb?.push(thumb);
        found.training?.push(await errorOn(model, train));
        found.dev?.push(await errorOn(model, dev));
      }
      const said = Object.entries(found).map(([name, v]) => `${name} ${text(v)}`);
      yield `flukes ${flukes}, ${count} places, ${last} steps: ${said.join(", ")}`;
    }
}
