/**
 * The lesson's numbers: pixel accuracy and IoU of a U-Net on 200 scenes of the test items, with another seed for
 * weights, scenes and order each time.
 */
import { manualSeed } from "gradus";
import { scenes } from "../11-boxes/scenes.ts";
import { answersOf, measuresOf, training, UNet } from "./unet.ts";

const seeds = [1, 2, 3];
const how = { epochs: 9, batchSize: 16, maxLr: 0.005 };

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const clothes = bytes("fashion-ten");
  const test = scenes(clothes, 200, { part: "test", seed: 99 });
  const truth = Array.from(await test.masks.data(), Number);
  for (const seed of seeds) {
    manualSeed(seed);
    const seen = scenes(clothes, 2000, { part: "train", seed });
    const model = new UNet(8);
    const begun = process.cpuUsage();
    for await (const _ of training(model, seen, how));
    const { user } = process.cpuUsage(begun);
    const { accuracy, ious } = measuresOf(await answersOf(model, test.images), truth);
    const mean = ious.reduce((a, b) => a + b) / ious.length;
    yield `seed ${seed}: pixel accuracy ${(100 * accuracy).toFixed(1)} %, mean IoU ${mean.toFixed(3)} (${ious.map((v) => v.toFixed(2)).join(", ")}); ${(user / 1e6).toFixed(0)} s of computing`;
  }
}
