/** One image, and three maps of where a network sees its class, before and while the network learns. */
import { defineFigure, type Panel, type Scene } from "@gradus/content";
import { manualSeed, noGrad } from "gradus";
import {
  classNames,
  testSet,
  trainingSet,
} from "../../../02-improving-networks/16-many-classes/images.ts";
import { planePanel } from "../../shared/planes.ts";
import {
  classMaps,
  learning,
  occlusionOf,
  placeMaps,
  places,
  type Seeing,
  scoresOf,
  seeingNetwork,
  side,
} from "../seeing.ts";

const [epochs, every] = [2, 8];

async function scene(
  network: Seeing,
  bytes: Uint8Array,
  image: number,
  steps: number,
): Promise<Scene> {
  const { X, labels } = testSet(bytes);
  const pixels = X.narrow(0, image, 1).reshape([1, 1, side, side]);
  const label = await labels.select(0, image).item();
  const shares = await noGrad(() => scoresOf(network, pixels).softmax(1)).data();
  const taken = shares.indexOf(Math.max(...Array.from(shares, Number)) as never);
  const fall = Array.from(await occlusionOf(network, pixels.select(0, 0), label).data(), Number);
  const cam = Array.from(
    await classMaps(network, pixels, labels.narrow(0, image, 1)).data(),
    Number,
  );
  const byPlace = Array.from(
    await placeMaps(network, pixels, labels.narrow(0, image, 1)).data(),
    Number,
  );
  const most = Math.max(1e-6, ...fall.map(Math.abs));
  const map = (
    title: string,
    values: readonly number[],
    scale: "sequential" | "diverging",
    top: number,
  ): Panel =>
    planePanel({
      title,
      rows: places,
      columns: places,
      values,
      scale,
      domain: [scale === "diverging" ? -top : 0, top],
    });
  return {
    panels: [
      planePanel({
        title: "the picture",
        rows: side,
        columns: side,
        values: Array.from(await pixels.data(), Number),
        domain: [0, 1],
      }),
      map("occlusion", fall, "diverging", most),
      map("Grad-CAM", cam, "sequential", Math.max(1e-6, ...cam)),
      map("a weight for each place", byPlace, "sequential", Math.max(1e-6, ...byPlace)),
    ],
    status: `${steps === 0 ? "nothing learned yet" : `after ${steps} steps`}: it is a ${classNames[label]}, taken for a ${classNames[taken]}; share of the truth ${(100 * Number(shares[label])).toFixed(0)} %${Math.max(...cam) > 0 ? "" : "; Grad-CAM is 0 everywhere"}`,
  };
}

export default defineFigure({
  title: "Where it looks",
  alt: "A piece of clothing, and beside it three maps of seven by seven places: how much the score falls when a square is covered, Grad-CAM, and the same with a weight for each place. Before learning they are patches without sense. Later the first and the last find the same parts, and Grad-CAM is 0 everywhere for many kinds of clothes.",
  assets: ["fashion-ten"],
  controls: [
    { name: "image", label: "image", min: 1, max: 40, step: 1, value: 9 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { image = 9, start = 1 }, assets }) {
    manualSeed(start);
    return scene(seeingNetwork(), assets["fashion-ten"] as Uint8Array, image - 1, 0);
  },
  async *run({ controls: { image = 9, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    const { X, labels } = trainingSet(bytes);
    manualSeed(start);
    const network = seeingNetwork();
    for await (const step of learning(network, X.reshape([-1, 1, side, side]), labels, epochs)) {
      if (signal.aborted) return;
      if (step % every === 0) yield await scene(network, bytes, image - 1, step);
    }
  },
});
