/**
 * The lesson's numbers: mean average precision on 300 scenes of the test items, for a wide network and the small one
 * of the exercise, with another seed for weights, scenes and order each time.
 */
import { manualSeed } from "gradus";
import { scenes } from "../11-boxes/scenes.ts";
import { find, network, precisionsOf, training } from "./detector.ts";

const seeds = [1, 2, 3];
const setups = [
  { width: 8, count: 400, epochs: 10, batchSize: 16, maxLr: 0.005 },
  { width: 16, count: 1000, epochs: 15, batchSize: 32, maxLr: 0.003 },
];

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const clothes = bytes("fashion-ten");
  const test = scenes(clothes, 300, { part: "test", seed: 99 });
  for (const { width, count, ...how } of setups)
    for (const seed of seeds) {
      manualSeed(seed);
      const scenesSeen = scenes(clothes, count, { part: "train", seed });
      const model = network(width);
      const begun = process.cpuUsage();
      let loss = 0;
      for await (const one of training(model, scenesSeen, how)) loss = one;
      const { user } = process.cpuUsage(begun);
      const found = await find(model, test.images, 0.05);
      const lines = [0.5, 0.75].map((least) => {
        const own = precisionsOf(found, test.things, least);
        const mean = own.reduce((a, b) => a + b) / own.length;
        return `mAP@${least} ${mean.toFixed(3)} (${own.map((v) => v.toFixed(2)).join(", ")})`;
      });
      yield `width ${width}, ${count} scenes, ${how.epochs} epochs, seed ${seed}: loss ${loss.toFixed(2)}, ${lines.join(", ")}; ${(user / 1e6).toFixed(0)} s of computing`;
    }
}
