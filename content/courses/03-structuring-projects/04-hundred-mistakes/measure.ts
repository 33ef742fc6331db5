/**
 * The lesson's numbers, on ten kinds of clothes, five starts: what the mistakes of a network are, how many wrong labels
 * stand among the labels it believes least, and what wrong labels do to both sets.
 */

import { manualSeed } from "gradus";
import { clothes, spoiled, suspects, takenFor, training } from "./wrong-labels.ts";

const seeds = [1, 2, 3, 4, 5];
const epochs = [3, 10, 30];
const last = 30;
/** Kinds that are mixed up among themselves. */
const groups = {
  "a shirt, T-shirt, pullover or coat for another of these": [0, 2, 4, 6],
  "a sandal, sneaker or boot for another": [5, 7, 9],
  "a dress for another kind, or another for a dress": [3],
};

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
const text = (v: readonly number[]): string =>
  `${mean(v).toFixed(1)} (${Math.min(...v).toFixed(1)} to ${Math.max(...v).toFixed(1)})`;
const rightOf = (taken: readonly number[], truth: readonly number[]): number =>
  (100 * taken.filter((t, i) => t === truth[i]).length) / truth.length;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const { X, truth, devX, devTruth } = clothes(bytes("fashion-ten"));
  for (const share of [0, 0.1, 0.3]) {
    const found: Record<string, number[]> = {};
    const add = (name: string, value: number): void => {
      found[name] ??= [];
      found[name].push(value);
    };
    for (const seed of seeds) {
      manualSeed(seed);
      const labels = await spoiled(truth, share);
      const devLabels = await spoiled(devTruth, share);
      const wrong = labels.filter((l, i) => l !== truth[i]).length;
      add("wrong labels", wrong);
      let epoch = 0;
      for await (const model of training(X, labels, last, seed)) {
        epoch++;
        if (!epochs.includes(epoch)) continue;
        const taken = await takenFor(model, devX);
        add(`epoch ${epoch}: % right on dev, true labels`, rightOf(taken, devTruth));
        add(`epoch ${epoch}: % right on dev, its labels`, rightOf(taken, devLabels));
        if (share > 0) {
          const order = await suspects(model, X, labels);
          for (const looked of [100, wrong, 2 * wrong]) {
            const hits = order.slice(0, looked).filter((i) => labels[i] !== truth[i]).length;
            const what = looked === 100 ? "100" : looked === wrong ? "as many" : "twice as many";
            add(`epoch ${epoch}: looked at ${what}, wrong among them`, hits);
            add(`epoch ${epoch}: looked at ${what}, % of all wrong ones`, (100 * hits) / wrong);
          }
        } else if (epoch === 10) {
          const missed = devTruth.flatMap((t, i) => (taken[i] === t ? [] : [[t, taken[i]]]));
          add("mistakes on dev", missed.length);
          for (const [name, group] of Object.entries(groups))
            add(
              `% of the mistakes: ${name}`,
              (100 *
                missed.filter((pair) =>
                  group.length === 1
                    ? pair.includes(group[0])
                    : pair.every((k) => group.includes(k as number)),
                ).length) /
                missed.length,
            );
          add(
            "% of the mistakes: a shirt in it",
            (100 * missed.filter((p) => p.includes(6)).length) / missed.length,
          );
        }
      }
    }
    for (const [name, values] of Object.entries(found))
      yield `${100 * share} % wrong; ${name}: ${text(values)}`;
  }
}
