/** A small network of which some hidden units are left out: other ones at every throw of the dice. */
import { defineFigure, type Mark } from "@gradus/content";
import { manualSeed, rand } from "gradus";

const sizes = [2, 5, 4, 1] as const;
const hidden = sizes[1] + sizes[2];

/** Where a unit stands: layers from left to right, units from top to bottom. */
const place = (l: number, i: number): [number, number] => [l, ((sizes[l] as number) - 1) / 2 - i];

export default defineFigure({
  title: "Left out by chance",
  alt: "A network of two inputs, five and four hidden units and one output. Some hidden units are empty circles without any lines: they are left out. At every throw of the dice it is others.",
  controls: [
    { name: "p", label: "share that is dropped, p", min: 0, max: 0.9, step: 0.1, value: 0.5 },
    { name: "dice", label: "dice", min: 1, max: 30, step: 1, value: 1 },
  ],
  async draw({ controls: { p = 0.5, dice = 1 } }) {
    manualSeed(dice);
    const noise = await rand([hidden]).data();
    const stays = (l: number, i: number): boolean => {
      if (l === 0 || l === sizes.length - 1) return true;
      return Number(noise[l === 1 ? i : sizes[1] + i]) >= p;
    };
    const units = sizes.flatMap((n, l) => Array.from({ length: n }, (_, i) => [l, i] as const));
    const lines: Mark[] = units.flatMap(([l, i]) => {
      if (l === 0 || !stays(l, i)) return [];
      const [x, y] = place(l, i);
      const below = Array.from({ length: sizes[l - 1] as number }, (_, j) => j);
      return below
        .filter((j) => stays(l - 1, j))
        .map((j): Mark => {
          const [px, py] = place(l - 1, j);
          return { mark: "line", x: [px, x], y: [py, y], color: "muted", width: 1 };
        });
    });
    const circles = units.map(([l, i]): Mark => {
      const [x, y] = place(l, i);
      return stays(l, i)
        ? { mark: "circle", x, y, radius: 11, color: "accent", fill: true }
        : { mark: "circle", x, y, radius: 11, color: "muted" };
    });
    const left = units.filter(([l, i]) => l > 0 && l < sizes.length - 1 && stays(l, i)).length;
    return {
      panels: [
        {
          x: { domain: [-0.4, sizes.length - 0.6], hidden: true },
          y: { domain: [-2.6, 2.6], hidden: true },
          aspect: 1.5,
          marks: [...lines, ...circles],
        },
      ],
      status: `${left} of ${hidden} hidden units are left; what they hand on is multiplied by ${(1 / (1 - p)).toFixed(2)}`,
    };
  },
});
