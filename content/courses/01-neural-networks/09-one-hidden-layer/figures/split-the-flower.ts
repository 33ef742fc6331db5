/** The flower and a line to turn and push: how many points can be split? */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";
import { flower } from "../../11-planar-flower/flower.ts";

const { x, y, labels } = flower();
const reach = 4.6;

export default defineFigure({
  title: "No line splits the flower",
  alt: "Points of two colours on eight petals, and a straight line through them. The two petals at the top have the same colour, and so have the two at the bottom; between them the colours take turns. Wherever the line lies, many points are on the wrong side.",
  controls: [
    {
      name: "angle",
      label: "direction of the line, degrees",
      min: 0,
      max: 180,
      step: 1,
      value: 90,
    },
    { name: "offset", label: "distance from the middle", min: -4, max: 4, step: 0.1, value: 0 },
  ],
  draw({ controls: { angle = 90, offset = 0 } }) {
    const turn = (angle * Math.PI) / 180;
    const [across, along] = [-Math.sin(turn), Math.cos(turn)];
    const above = x.filter(
      (v, i) => v * across + (y[i] as number) * along > offset === (labels[i] === 1),
    ).length;
    const right = Math.max(above, x.length - above) / x.length;
    // The part of the line inside the picture.
    const inside = Array.from({ length: 241 }, (_, i) => (i - 120) / 17)
      .map((t) => [offset * across + t * along, offset * along - t * across] as const)
      .filter((p) => Math.abs(p[0]) <= reach && Math.abs(p[1]) <= reach);
    const color: FigureColor[] = labels.map((label) => (label === 1 ? "one" : "zero"));
    const marks: Mark[] = [
      { mark: "points", x, y, color, size: 3 },
      {
        mark: "line",
        x: inside.map((p) => p[0]),
        y: inside.map((p) => p[1]),
        color: "ink",
        width: 2,
      },
    ];
    return {
      panels: [
        {
          x: { label: "first number", domain: [-reach, reach] },
          y: { label: "second number", domain: [-reach, reach] },
          aspect: 1.15,
          marks,
        },
      ],
      status: `${(100 * right).toFixed(1)} % of the points are on the right side`,
    };
  },
});
