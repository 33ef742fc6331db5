/** One image of clothes, and what small changes make of it: the same thing every time. */
import { defineFigure, type Mark } from "@gradus/content";
import { type Change, changed, side } from "../clothes.ts";

const columns = 3;
const rows = 2;
const most = 3;
const gap = 2;

/** Uniform numbers in 0..1 (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export default defineFigure({
  title: "Six images from one",
  alt: "Six times the same piece of clothing: as it is, and then flipped or moved by a few pixels, other ones at every throw of the dice.",
  assets: ["fashion-ten"],
  controls: [
    { name: "image", label: "image", min: 1, max: 40, step: 1, value: 10 },
    { name: "dice", label: "dice", min: 1, max: 20, step: 1, value: 1 },
  ],
  draw({ controls: { image = 10, dice = 1 }, assets }) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    const random = uniform(dice);
    const by = (): number => Math.floor((2 * most + 1) * random()) - most;
    const changes = Array.from(
      { length: rows * columns },
      (_, i): Change =>
        i === 0
          ? { flip: false, right: 0, down: 0 }
          : { flip: random() < 0.5, right: by(), down: by() },
    );
    const marks = changes.map((change, i): Mark => {
      const x = (i % columns) * (side + gap);
      const y = (rows - 1 - Math.floor(i / columns)) * (side + gap);
      return {
        mark: "heatmap",
        rows: side,
        columns: side,
        values: changed(bytes, image - 1, change),
        x: [x, x + side],
        y: [y, y + side],
        scale: "gray",
        domain: [0, 255],
      };
    });
    const flipped = changes.filter((c) => c.flip).length;
    return {
      panels: [
        {
          x: { domain: [0, columns * (side + gap) - gap], hidden: true },
          y: { domain: [0, rows * (side + gap) - gap], hidden: true },
          aspect: columns / rows,
          marks,
        },
      ],
      status: `top left as it is; the other five moved by up to ${most} pixels, ${flipped} of them flipped`,
    };
  },
});
