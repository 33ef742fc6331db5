/** The lesson's table: both errors on the pitch for shares of dropped units, five starts each. */
import { manualSeed, zerosLike } from "gradus";
import { pointsOf } from "../shared/points.ts";
import { answers, drawOne, errorOf, learning, network } from "./pitch-with-dropout.ts";

const steps = 3000;
const starts = [1, 2, 3, 4, 5];
const drawn = 50;
const percent = (values: readonly number[]): string =>
  values.map((v) => (100 * v).toFixed(1)).join(" ");

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const data = bytes("pitch");
  const [train, dev] = [pointsOf(data, 0, 100), pointsOf(data, 100, 400)];
  for (const p of [0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]) {
    const [onTrain, onDev, single, averaged]: number[][] = [[], [], [], []];
    for (const start of starts) {
      manualSeed(start);
      const model = network(p);
      for (const _ of learning(model, train, steps));
      onTrain?.push(await errorOf(answers(model, train.X), train));
      onDev?.push(await errorOf(answers(model, dev.X), dev));
      let sum = zerosLike(dev.Y);
      let wrong = 0;
      for (let i = 0; i < drawn; i++) {
        const one = drawOne(model)(dev.X);
        wrong += await errorOf(one, dev);
        sum = sum.add(one);
      }
      single?.push(wrong / drawn);
      averaged?.push(await errorOf(sum.div(drawn), dev));
    }
    yield `p ${p}: training ${percent(onTrain ?? [])} | dev ${percent(onDev ?? [])} | one of ${drawn} drawn ${percent(single ?? [])} | their average ${percent(averaged ?? [])}`;
  }
}
