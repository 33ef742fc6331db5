/** One image of the clothes, changed by dice: with the learner's own function once it is there. */
import { defineFigure, type Panel } from "@gradus/content";
import { manualSeed, rand } from "gradus";
import { trainingSet } from "../../../02-improving-networks/16-many-classes/images.ts";
import type { Dice } from "../01-augment-images/solution.ts";

type Augmenting = typeof import("../01-augment-images/solution.ts").augmentImages;

const count = 7;

const picture = (title: string, values: readonly number[]): Panel => ({
  title,
  x: { domain: [0, 28], hidden: true },
  y: { domain: [0, 28], hidden: true },
  aspect: 1,
  marks: [{ mark: "heatmap", rows: 28, columns: 28, values, scale: "gray", domain: [0, 1] }],
});

const titleOf = ({ flip, down, right }: Dice): string =>
  `${flip ? "flipped, " : ""}${down} down, ${right} right`;

export default defineFigure({
  title: "More of one",
  alt: "One image of a piece of clothing, and beside it the same image flipped and moved by dice: what leaves the picture is lost, and what comes in is black.",
  assets: ["fashion-ten"],
  reads: ["augment-images"],
  controls: [
    { name: "image", label: "image", min: 0, max: 49, step: 1, value: 5 },
    { name: "most", label: "most pixels moved", min: 0, max: 10, step: 1, value: 4 },
    { name: "dice", label: "dice", min: 1, max: 9, step: 1, value: 1 },
  ],
  async draw({ controls: { image = 5, most = 4, dice = 1 }, assets, learner }) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return { panels: [picture("no images", [])] };
    const X = trainingSet(bytes).X.narrow(0, image, 1).reshape([1, 1, 28, 28]);
    const original = picture("as it is", Array.from(await X.data(), Number));
    const own = learner["augment-images"] as { augmentImages: Augmenting } | undefined;
    if (!own)
      return {
        panels: [original],
        status: "the others come with your augmentImages: pass the exercise below",
      };
    manualSeed(dice);
    const numbers = Array.from(await rand([count, 3]).data(), Number);
    const at = (i: number): number => numbers[i] ?? 0;
    const move = (v: number): number => Math.round((2 * v - 1) * most);
    const rolled: Dice[] = Array.from({ length: count }, (_, i) => ({
      flip: at(3 * i) < 0.5,
      down: move(at(3 * i + 1)),
      right: move(at(3 * i + 2)),
    }));
    const changed = own.augmentImages(X.expand([count, 1, 28, 28]), rolled);
    const values = Array.from(await changed.data(), Number);
    return {
      panels: [
        original,
        ...rolled.map((d, i) => picture(titleOf(d), values.slice(784 * i, 784 * (i + 1)))),
      ],
      status: "made by your augmentImages",
    };
  },
});
