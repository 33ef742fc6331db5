/**
 * The lesson's numbers: precision and recall of the small detector of the lesson before on 300 scenes of the test
 * items, at several thresholds, all kinds together; means of three seeds.
 */
import { manualSeed } from "gradus";
import { scenes } from "../11-boxes/scenes.ts";
import { find, hitsOf, network, precisionsOf, training } from "../12-a-detector/detector.ts";

const seeds = [1, 2, 3];
const thresholds = [0.1, 0.3, 0.5, 0.7, 0.9];
const how = { epochs: 10, batchSize: 16, maxLr: 0.005 };

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const clothes = bytes("fashion-ten");
  const test = scenes(clothes, 300, { part: "test", seed: 99 });
  const things = test.things.flat().length;
  const sums = thresholds.map(() => [0, 0]);
  for (const seed of seeds) {
    manualSeed(seed);
    const seen = scenes(clothes, 400, { part: "train", seed });
    const model = network(8);
    for await (const _ of training(model, seen, how));
    const found = await find(model, test.images, 0.05);
    const judged = [0, 1, 2, 3].flatMap((kind) => hitsOf(found, test.things, kind, 0.5));
    for (const [i, threshold] of thresholds.entries()) {
      const kept = judged.filter(({ score }) => score >= threshold);
      const hits = kept.filter(({ hit }) => hit).length;
      const sum = sums[i] as number[];
      sum[0] = (sum[0] as number) + hits / kept.length / seeds.length;
      sum[1] = (sum[1] as number) + hits / things / seeds.length;
    }
    const own = precisionsOf(found, test.things);
    yield `seed ${seed}: mAP@0.5 ${(own.reduce((a, b) => a + b) / own.length).toFixed(3)}`;
  }
  for (const [i, threshold] of thresholds.entries()) {
    const [precision = 0, recall = 0] = sums[i] ?? [];
    yield `score at least ${threshold}: precision ${(100 * precision).toFixed(0)} %, recall ${(100 * recall).toFixed(0)} %`;
  }
}
