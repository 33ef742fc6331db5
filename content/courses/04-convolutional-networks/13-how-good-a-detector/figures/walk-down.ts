/** Average precision by hand: a list of boxes, the largest score first, and how each moves the curve. */
import { defineFigure, type Mark } from "@gradus/content";

/** Hits and false alarms in the order of their scores. */
const lists: readonly (readonly number[])[] = [
  [1, 1, 0, 1, 0, 1, 1, 0, 0, 1],
  [1, 1, 1, 1, 1, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
];

export default defineFigure({
  title: "Down the list, box by box",
  alt: "Above ten boxes in a row, green for hits and orange for false alarms. Below precision over recall: each hit moves the line to the right, each false alarm down; the stairs above it show the best precision at this recall or more, and the filled area is the average precision.",
  controls: [
    { name: "boxes", label: "boxes so far", min: 1, max: 10, step: 1, value: 5 },
    { name: "list", label: "detector", min: 1, max: 3, step: 1, value: 1 },
    { name: "things", label: "things there are", min: 6, max: 10, step: 1, value: 8 },
  ],
  draw({ controls: { boxes = 5, list = 1, things = 8 } }) {
    const hits = (lists[list - 1] ?? []).slice(0, boxes);
    let right = 0;
    const points = hits.map((hit, i) => {
      right += hit;
      return { recall: right / things, precision: right / (i + 1), hit };
    });
    const best = points.map((_, i) => Math.max(...points.slice(i).map((p) => p.precision)));
    const steps = points.flatMap((p, i) =>
      p.hit === 1 ? [{ ...p, best: best[i] as number }] : [],
    );
    const area = steps.reduce((sum, s) => sum + s.best / things, 0);
    const all = lists[list - 1] ?? [];
    const row = all.map(
      (hit, i): Mark => ({
        mark: "box",
        x: i + 0.1,
        y: 0.15,
        width: 0.8,
        height: 0.7,
        color: i >= boxes ? "muted" : hit === 1 ? "positive" : "negative",
        fill: i < boxes,
      }),
    );
    return {
      panels: [
        {
          title: "boxes, the surest first",
          x: { domain: [0, all.length], hidden: true },
          y: { domain: [0, 1], hidden: true },
          aspect: 8,
          marks: row,
        },
        {
          x: { domain: [0, 1], label: "recall" },
          y: { domain: [0, 1.05], label: "precision" },
          aspect: 1.5,
          marks: [
            ...steps.map(
              (s): Mark => ({
                mark: "box",
                x: s.recall - 1 / things,
                y: 0,
                width: 1 / things,
                height: s.best,
                color: "accent",
                fill: true,
              }),
            ),
            {
              mark: "line",
              x: points.map((p) => p.recall),
              y: points.map((p) => p.precision),
              color: "ink",
            },
            {
              mark: "points",
              x: points.map((p) => p.recall),
              y: points.map((p) => p.precision),
              color: points.map((p) => (p.hit === 1 ? "positive" : "negative")),
              size: 4,
            },
          ],
        },
      ],
      status: `${right} hits among ${boxes} boxes, ${things} things: precision ${(right / boxes).toFixed(2)}, recall ${(right / things).toFixed(2)}; area so far ${area.toFixed(3)}`,
    };
  },
});
