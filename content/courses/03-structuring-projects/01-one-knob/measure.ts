/** The lesson's table: each knob turned alone, five starts: training error, and the gap to the dev error, in per cent. */
import { errorsAt, knobs, middle } from "./knobs.ts";

const seeds = [1, 2, 3, 4, 5];
const text = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(1)} (${Math.min(...v).toFixed(1)} to ${Math.max(...v).toFixed(1)})`;

export default async function* measure(): AsyncGenerator<string> {
  for (const { name, places } of knobs)
    for (const place of places) {
      const found: { training: number; dev: number }[] = [];
      for (const seed of seeds) found.push(await errorsAt({ ...middle, ...place.set }, seed));
      yield `${name}, ${place.name}: training ${text(found.map((f) => f.training))}, dev ${text(found.map((f) => f.dev))}, gap ${text(found.map((f) => f.dev - f.training))}`;
    }
}
