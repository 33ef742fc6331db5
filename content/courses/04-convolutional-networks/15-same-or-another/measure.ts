/**
 * The numbers of the lesson: how often a symbol is found among 60 it never learned from, by pixels and by networks that
 * were trained with three ways to choose negatives, five starts each; and what a threshold lets in and keeps out.
 */
import { manualSeed, type Tensor } from "gradus";
import { emojiSet } from "./emoji.ts";
import { distancesOf, embeddings, found, learning, likenessNetwork, uniform } from "./likeness.ts";

const starts = [1, 2, 3, 4, 5];
const steps = 500;

const range = (values: readonly number[], digits = 0): string =>
  `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** The distances of the same symbols, and those of all others, by two hands. */
async function pairs(first: Tensor, second: Tensor): Promise<{ same: number[]; other: number[] }> {
  const m = first.size(0);
  const all = Array.from(await distancesOf(first, second).sqrt().data(), Number);
  return {
    same: all.filter((_, i) => i % (m + 1) === 0),
    other: all.filter((_, i) => i % (m + 1) !== 0),
  };
}

const below = (values: readonly number[], threshold: number): number =>
  values.filter((d) => d < threshold).length / values.length;

/** The threshold at which as large a share of the same is kept out as of the others is let in. */
function fairThreshold({ same, other }: { same: number[]; other: number[] }): number {
  const sorted = other.toSorted((a, b) => a - b);
  return sorted.find((t) => below(other, t) >= 1 - below(same, t)) ?? 0;
}

export default async function* (bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const all = bytes("emoji-styles");
  const [training, dev, test] = [
    emojiSet(all, "training"),
    emojiSet(all, "dev"),
    emojiSet(all, "test"),
  ];
  const flat = ([a, b]: readonly [Tensor, Tensor]) => [a.flatten(1), b.flatten(1)] as const;
  yield `${likenessNetwork()
    .parameters()
    .reduce((n, p) => n + p.numel(), 0)} parameters`;
  for (const [name, set] of [
    ["dev", dev],
    ["test", test],
  ] as const)
    yield `pixels: ${(100 * (await found(...flat(set.hands)))).toFixed(0)} % of ${name} found`;
  const p = fairThreshold(await pairs(...flat(dev.hands)));
  const seen = await pairs(...flat(test.hands));
  yield `pixels: lets in ${(100 * below(seen.other, p)).toFixed(0)} %, keeps out ${(100 - 100 * below(seen.same, p)).toFixed(0)} %`;
  for (const [negatives, margin] of [
    ["nearest", 0.6],
    ["random", 0.6],
    ["all", 0.2],
    ["all", 0.6],
  ] as const) {
    const rows: Record<string, number[]> = {};
    const add = (name: string, value: number): void => {
      rows[name] = [...(rows[name] ?? []), value];
    };
    for (const start of starts) {
      manualSeed(start);
      const network = likenessNetwork();
      let last = 0;
      const how = { negatives, margin, steps, batchSize: 60, random: uniform(start) };
      for await (const cost of learning(network, training.hands, how)) last = cost;
      network.eval();
      const [onTraining, onDev, onTest] = [training, dev, test].map(
        ({ hands }) => hands.map((h) => embeddings(network, h)) as [Tensor, Tensor],
      ) as [[Tensor, Tensor], [Tensor, Tensor], [Tensor, Tensor]];
      add("last cost", last);
      add("training %", 100 * (await found(...onTraining)));
      add("dev %", 100 * (await found(...onDev)));
      add("test %", 100 * (await found(...onTest)));
      const threshold = fairThreshold(await pairs(...onDev));
      const { same, other } = await pairs(...onTest);
      add("threshold", threshold);
      add("lets in %", 100 * below(other, threshold));
      add("keeps out %", 100 - 100 * below(same, threshold));
      add("spread", await onTest[0].std(0).mean().item());
    }
    const said = Object.entries(rows).map(([name, values]) => `${name} ${range(values, 2)}`);
    yield `${negatives}, margin ${margin}: ${said.join(", ")}`;
  }
}
