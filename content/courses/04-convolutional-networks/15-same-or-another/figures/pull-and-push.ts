/** One triplet on a plane: what it costs, and how a step would move its three points. */
import { defineFigure, type Mark } from "@gradus/content";

/** Where the positive and the negative stand, seen from the anchor. */
const angles = { positive: 0.5, negative: 2.4 };
const reach = 0.35;

/** A circle around the anchor, as a line. */
function around(radius: number, dash: boolean): Mark {
  const turns = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
  return {
    mark: "line",
    x: turns.map((t) => radius * Math.cos(t)),
    y: turns.map((t) => radius * Math.sin(t)),
    color: "muted",
    dash,
    width: 1.5,
  };
}

export default defineFigure({
  title: "One triplet",
  alt: "An anchor in the middle, a positive and a negative at some distance. A circle goes through the positive, a dashed one shows where the negative has to be outside. While it is inside, the triplet costs something, and arrows pull the positive in and push the negative out; outside of it there are no arrows.",
  controls: [
    { name: "near", label: "distance of the positive", min: 0, max: 1.8, step: 0.05, value: 0.7 },
    { name: "far", label: "distance of the negative", min: 0, max: 1.8, step: 0.05, value: 0.8 },
    { name: "margin", label: "margin", min: 0, max: 1, step: 0.05, value: 0.4 },
  ],
  draw({ controls: { near = 0.7, far = 0.8, margin = 0.4 } }) {
    const missing = near ** 2 - far ** 2 + margin;
    const cost = Math.max(0, missing);
    const at = (radius: number, angle: number): [number, number] => [
      radius * Math.cos(angle),
      radius * Math.sin(angle),
    ];
    const positive = at(near, angles.positive);
    const negative = at(far, angles.negative);
    const arrows: Mark[] =
      cost === 0
        ? []
        : [
            {
              mark: "arrow",
              from: positive,
              to: at(near * (1 - reach), angles.positive),
              color: "one",
            },
            {
              mark: "arrow",
              from: negative,
              to: at(far * (1 + reach), angles.negative),
              color: "zero",
            },
          ];
    return {
      panels: [
        {
          x: { domain: [-2.3, 2.3], hidden: true },
          y: { domain: [-2.1, 2.1], hidden: true },
          aspect: 1.1,
          marks: [
            around(near, false),
            around(Math.sqrt(near ** 2 + margin), true),
            ...arrows,
            { mark: "points", x: [0], y: [0], color: "ink", size: 6 },
            { mark: "points", x: [positive[0]], y: [positive[1]], color: "one", size: 6 },
            { mark: "points", x: [negative[0]], y: [negative[1]], color: "zero", size: 6 },
            { mark: "text", x: 0, y: -0.22, text: "anchor", size: 12 },
            {
              mark: "text",
              x: positive[0] + 0.12,
              y: positive[1] + 0.08,
              text: "positive",
              anchor: "start",
              size: 12,
            },
            {
              mark: "text",
              x: negative[0] - 0.12,
              y: negative[1] + 0.08,
              text: "negative",
              anchor: "end",
              size: 12,
            },
          ],
        },
      ],
      status: `${near.toFixed(2)}² − ${far.toFixed(2)}² + ${margin.toFixed(2)} = ${missing.toFixed(2)}: ${cost === 0 ? "it costs nothing, and nothing moves" : `it costs ${cost.toFixed(2)}`}`,
    };
  },
});
