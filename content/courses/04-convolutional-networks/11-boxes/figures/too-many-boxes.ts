/** A scene with the boxes a careless detector would give, and which of them are left after both thresholds. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";
import { scenePanel } from "../../shared/scene-panel.ts";
import { type Box, kinds, scenes, side, uniform } from "../scenes.ts";

interface Found {
  readonly kind: number;
  readonly score: number;
  readonly box: Box;
}

const colors: readonly FigureColor[] = ["negative", "positive", "accent", "fourth"];

function iou(a: Box, b: Box): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (c: Box): number => (c[2] - c[0]) * (c[3] - c[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Each thing several times, a little beside it and with a score that says how well it fits; some on the background. */
function found(things: readonly { kind: number; box: Box }[], random: () => number): Found[] {
  const near = things.flatMap(({ kind, box }) =>
    Array.from({ length: 7 }, () => {
      const off = (): number => 10 * (random() - 0.5);
      const [x1, y1, x2, y2] = [box[0] + off(), box[1] + off(), box[2] + off(), box[3] + off()];
      const moved: Box = [x1, y1, Math.max(x1 + 3, x2), Math.max(y1 + 3, y2)];
      return { kind, box: moved, score: Math.min(0.99, iou(box, moved) + 0.1 * random()) };
    }),
  );
  const stray = Array.from({ length: 8 }, (): Found => {
    const [x, y] = [random() * 40, random() * 40];
    const box: Box = [x, y, x + 6 + 10 * random(), y + 6 + 10 * random()];
    return { kind: Math.floor(random() * kinds.length), box, score: 0.3 * random() };
  });
  return [...near, ...stray];
}

export default defineFigure({
  title: "Many boxes become one",
  alt: "A picture with one to three pieces of clothing under two dozen boxes or so. With a score threshold the weak ones go, and with a smaller threshold of overlap most of the rest, until one box is left on each piece.",
  assets: ["fashion-ten"],
  controls: [
    { name: "least", label: "least score", min: 0, max: 0.9, step: 0.05, value: 0 },
    { name: "overlap", label: "largest overlap", min: 0.1, max: 1, step: 0.05, value: 1 },
    { name: "scene", label: "scene", min: 1, max: 20, step: 1, value: 10 },
  ],
  async draw({ controls: { least = 0, overlap = 1, scene = 10 }, assets }) {
    const made = scenes(assets["fashion-ten"] as Uint8Array, 1, { part: "dev", seed: scene });
    const things = made.things[0] ?? [];
    const pixels = Array.from(await made.images.data(), Number);
    const all = found(things, uniform(100 + scene));
    const believed = all.filter((f) => f.score >= least).toSorted((a, b) => b.score - a.score);
    const kept: Found[] = [];
    for (const one of believed)
      if (!kept.some((k) => k.kind === one.kind && iou(k.box, one.box) > overlap)) kept.push(one);
    const boxes = kept.map(({ kind, box: [x1, y1, x2, y2] }): Mark => {
      const [left, right] = [Math.max(0, x1), Math.min(side, x2)];
      const [top, bottom] = [Math.max(0, y1), Math.min(side, y2)];
      return {
        mark: "box",
        x: left,
        y: side - bottom,
        width: right - left,
        height: bottom - top,
        color: colors[kind] ?? "ink",
      };
    });
    return {
      panels: [scenePanel(pixels, side, boxes)],
      status: `${things.length} things, ${all.length} boxes: ${believed.length} reach the least score, and ${kept.length} are left of these`,
    };
  },
});
