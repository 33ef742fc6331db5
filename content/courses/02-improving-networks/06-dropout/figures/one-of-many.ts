/** A network learns the pitch with dropout; then some of the networks that are in it answer, and their mean. */
import { defineFigure, type Scene } from "@gradus/content";
import { manualSeed, type Tensor, zeros } from "gradus";
import { pitchScene, reach, side } from "../../shared/pitch-scene.ts";
import { planeOf, pointsOf } from "../../shared/points.ts";
import { answers, drawOne, errorOf, learning, network } from "../pitch-with-dropout.ts";

const steps = 3000;
const every = 100;
const drawn = 50;
const axes = { steps, top: 55 };
const empty = Array.from({ length: side * side }, () => 0);
const percent = (error: number | undefined): string => `${((error ?? 0) * 100).toFixed(1)} %`;

export default defineFigure({
  title: "One network, or the mean of many",
  alt: "Left the pitch as the network colours it, in the middle as one network with dropped units does, whose border jumps from one to the next. Right the errors in training. At the end left is the mean of many such networks: nearly what the whole network says.",
  assets: ["pitch"],
  controls: [
    { name: "p", label: "share that is dropped, p", min: 0, max: 0.9, step: 0.1, value: 0.5 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { p = 0.5 }, assets }) {
    const train = pointsOf(assets.pitch as Uint8Array, 0, 100);
    const status = `p = ${p}; press “Run live” to train`;
    return pitchScene(axes, train, empty, [], [[], []], status);
  },
  async *run({ controls: { p = 0.5, start = 1 }, assets }, signal) {
    const bytes = assets.pitch;
    if (!bytes) return;
    const [train, dev] = [pointsOf(bytes, 0, 100), pointsOf(bytes, 100, 400)];
    const places = planeOf(reach, reach, side);
    manualSeed(start);
    const model = network(p);
    const [x, onTrain, onDev]: [number[], number[], number[]] = [[], [], []];
    const planes = { left: empty, middle: empty };
    const shown = (left: string, status: string): Scene => {
      const errors = [[...onTrain], [...onDev]] as const;
      const scene = pitchScene(axes, train, planes.left, [...x], errors, status);
      const one = pitchScene(axes, train, planes.middle, [], [[], []], "");
      const [whole, curves] = scene.panels;
      const [middle] = one.panels;
      if (!whole || !curves || !middle) return scene;
      const title = "one of its networks";
      return { panels: [{ ...whole, title: left }, { ...middle, title }, curves], status };
    };
    const coloured = async (found: Tensor): Promise<number[]> =>
      Array.from(await found.sub(0.5).data(), Number);
    for (const step of learning(model, train, steps)) {
      if (signal.aborted) return;
      if (step % every !== 0) continue;
      x.push(step);
      onTrain.push(100 * (await errorOf(answers(model, train.X), train)));
      onDev.push(100 * (await errorOf(answers(model, dev.X), dev)));
      planes.left = await coloured(answers(model, places));
      planes.middle = await coloured(drawOne(model)(places));
      yield shown(
        "the whole network",
        `step ${step}: error ${onTrain.at(-1)?.toFixed(0)} % and ${onDev.at(-1)?.toFixed(0)} %`,
      );
    }
    const whole = await errorOf(answers(model, dev.X), dev);
    let [sum, onPlane] = [zeros([dev.X.size(0), 1]), zeros([side * side, 1])];
    for (let count = 1; count <= drawn && !signal.aborted; count++) {
      const answer = drawOne(model);
      const [one, plane] = [answer(dev.X), answer(places)];
      sum = sum.add(one);
      onPlane = onPlane.add(plane);
      planes.left = await coloured(onPlane.div(count));
      planes.middle = await coloured(plane);
      const [single, mean] = [await errorOf(one, dev), await errorOf(sum.div(count), dev)];
      yield shown(
        `mean of ${count}`,
        `dev error: this one ${percent(single)}, the mean of ${count} ${percent(mean)}, the whole network ${percent(whole)}`,
      );
    }
  },
});
