/** A dense layer for trousers, slid over a scene as a convolution: the map of its answers, and where it is surest. */
import { defineFigure } from "@gradus/content";
import { conv2d, tensor } from "gradus";
import { scenes, side } from "../../11-boxes/scenes.ts";

const f = 21;
const trouser = 1;
const places = side - f + 1;

/** The mean window around trousers minus the mean window around other things, in 150 scenes. */
async function weightsOf(bytes: Uint8Array): Promise<number[]> {
  const seen = scenes(bytes, 150, { part: "train", seed: 5 });
  const pixels = Array.from(await seen.images.data(), Number);
  const [sums, counts] = [[true, false].map(() => new Array<number>(f * f).fill(0)), [0, 0]];
  seen.things.forEach((things, n) => {
    for (const { kind, box } of things) {
      const left = Math.round((box[0] + box[2] - f) / 2);
      const top = Math.round((box[1] + box[3] - f) / 2);
      if (left < 0 || top < 0 || left + f > side || top + f > side) continue;
      const which = kind === trouser ? 0 : 1;
      counts[which] = (counts[which] as number) + 1;
      const sum = sums[which] as number[];
      for (let i = 0; i < f * f; i++) {
        const at = n * side * side + (top + Math.floor(i / f)) * side + left + (i % f);
        sum[i] = (sum[i] as number) + (pixels[at] as number);
      }
    }
  });
  const [trousers = [], others = []] = sums;
  return trousers.map(
    (v, i) => v / (counts[0] as number) - (others[i] as number) / (counts[1] as number),
  );
}

export default defineFigure({
  title: "One dense layer, at every place",
  alt: "On the left a scene with one to three pieces of clothing and a square frame; on the right a map of 36 by 36 answers. In this scene the map is highest where the trousers stand in the middle of the window, and the frame lies there; in others it is highest elsewhere.",
  assets: ["fashion-ten"],
  controls: [{ name: "scene", label: "scene", min: 1, max: 30, step: 1, value: 23 }],
  async draw({ controls: { scene = 10 }, assets }) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    const weights = await weightsOf(bytes);
    const made = scenes(bytes, 1, { part: "dev", seed: scene });
    const pixels = Array.from(await made.images.data(), Number);
    const filter = tensor(weights).reshape([1, 1, f, f]);
    const answers = Array.from(await conv2d(made.images, filter).data(), Number);
    const best = answers.indexOf(Math.max(...answers));
    const [row, column] = [Math.floor(best / places), best % places];
    const hidden = { hidden: true } as const;
    const inside = (made.things[0] ?? []).some(({ kind, box }) => {
      const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      return kind === trouser && x > column && x < column + f && y > row && y < row + f;
    });
    const there = (made.things[0] ?? []).some(({ kind }) => kind === trouser);
    return {
      panels: [
        {
          title: "scene, 56 × 56",
          x: { domain: [0, side], ...hidden },
          y: { domain: [0, side], ...hidden },
          aspect: 1,
          marks: [
            {
              mark: "heatmap",
              rows: side,
              columns: side,
              values: pixels,
              x: [0, side],
              y: [0, side],
              scale: "gray",
              domain: [0, 1],
            },
            {
              mark: "box",
              x: column,
              y: side - row - f,
              width: f,
              height: f,
              color: "negative",
            },
          ],
        },
        {
          title: "answers, 36 × 36",
          x: { domain: [0, places], ...hidden },
          y: { domain: [0, places], ...hidden },
          aspect: 1,
          marks: [
            {
              mark: "heatmap",
              rows: places,
              columns: places,
              values: answers,
              x: [0, places],
              y: [0, places],
              scale: "diverging",
              domain: [-10, 10],
            },
          ],
        },
      ],
      status: `surest at row ${row}, column ${column}, with ${(answers[best] as number).toFixed(1)}: ${there ? (inside ? "there are trousers" : "wrong, the trousers are elsewhere") : "there are no trousers in this scene"}`,
    };
  },
});
