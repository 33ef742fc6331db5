/**
 * The numbers of the lesson: how many of 200 test images a network still gets right when ten of their 49 squares are
 * black, chosen by each kind of map, by brightness or by chance; five starts.
 */
import { avgPool2d, manualSeed, noGrad, rand, stack, type Tensor } from "gradus";
import { testSet, trainingSet } from "../../02-improving-networks/16-many-classes/images.ts";
import {
  classMaps,
  learning,
  occlusionOf,
  placeMaps,
  places,
  scoresOf,
  seeingNetwork,
  side,
  without,
} from "./seeing.ts";

const starts = [1, 2, 3, 4, 5];
const [epochs, count, shown] = [4, 10, 200];

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;

export default async function* (bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const file = bytes("fashion-ten");
  const training = trainingSet(file);
  const whole = testSet(file);
  const images = whole.X.narrow(0, 0, shown).reshape([shown, 1, side, side]);
  const labels = whole.labels.narrow(0, 0, shown);
  const truths = Array.from(await labels.data(), Number);
  const rows: Record<string, number[]> = {};
  for (const start of starts) {
    manualSeed(start);
    const network = seeingNetwork();
    const untrained = seeingNetwork();
    const X = training.X.reshape([-1, 1, side, side]);
    for await (const _ of learning(network, X, training.labels, epochs));
    const right = async (x: Tensor): Promise<number> =>
      100 * (await noGrad(() => scoresOf(network, x).argmax(1).eq(labels).float().mean()).item());
    const occlusion = stack(
      truths.map((label, i) => occlusionOf(network, images.select(0, i), label)),
    );
    const maps = {
      "Grad-CAM": classMaps(network, images, labels),
      "maps times gradients, place by place": placeMaps(network, images, labels),
      occlusion,
      "the brightest squares": avgPool2d(images, side / places),
      "squares by chance": rand([shown, places, places]),
      "Grad-CAM of an untrained network": classMaps(untrained, images, labels),
    };
    const empty = maps["Grad-CAM"].amax([1, 2]).eq(0).float().mean();
    rows["(maps of Grad-CAM that are 0 everywhere)"] = [
      ...(rows["(maps of Grad-CAM that are 0 everywhere)"] ?? []),
      100 * (await empty.item()),
    ];
    rows.nothing = [...(rows.nothing ?? []), await right(images)];
    for (const [name, map] of Object.entries(maps)) {
      const covered = await without(images, map.reshape([shown, places * places]), count);
      rows[name] = [...(rows[name] ?? []), await right(covered)];
    }
  }
  for (const [name, values] of Object.entries(rows)) yield `${name}: ${range(values)} %`;
}
