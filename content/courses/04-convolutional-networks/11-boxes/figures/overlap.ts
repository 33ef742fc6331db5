/** Two boxes that can be moved: what they share, what they cover together, and the IoU. */
import { defineFigure, type Mark } from "@gradus/content";

type Box = readonly [number, number, number, number];

/** The IoU in steps, so that what is shared can be shown as well. */
function parts(a: Box, b: Box): { shared: Box | undefined; area: number; union: number } {
  const shared: Box = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  const size = (c: Box): number => Math.max(0, c[2] - c[0]) * Math.max(0, c[3] - c[1]);
  const area = size(shared);
  return { shared: area > 0 ? shared : undefined, area, union: size(a) + size(b) - area };
}

const [across, down] = [24, 14];

export default defineFigure({
  title: "What two boxes share",
  alt: "Two rectangles on squared paper, a blue one that stays and an orange one that moves. The rectangle they share is filled. Below stand the shared area, the area of both together, and the IoU, their quotient.",
  reads: ["iou"],
  controls: [
    { name: "x", label: "left side", min: 0, max: 14, step: 1, value: 8 },
    { name: "y", label: "upper side", min: 0, max: 8, step: 1, value: 5 },
    { name: "w", label: "width", min: 1, max: 10, step: 1, value: 8 },
    { name: "h", label: "height", min: 1, max: 6, step: 1, value: 6 },
  ],
  draw({ controls: { x = 8, y = 5, w = 8, h = 6 }, learner }) {
    const [a, b]: [Box, Box] = [
      [5, 3, 13, 9],
      [x, y, x + w, y + h],
    ];
    const { shared, area, union } = parts(a, b);
    const drawn = ([x1, y1, x2, y2]: Box, rest: Partial<Extract<Mark, { mark: "box" }>>): Mark => ({
      mark: "box",
      x: x1,
      y: down - y2,
      width: x2 - x1,
      height: y2 - y1,
      ...rest,
    });
    const { iou } = (learner.iou ?? {}) as { iou?: (a: Box, b: Box) => number };
    const own = iou?.(a, b);
    const said = own === undefined ? "" : ` Your iou says ${own.toFixed(3)}.`;
    return {
      panels: [
        {
          x: { domain: [0, across], hidden: true },
          y: { domain: [0, down], hidden: true },
          aspect: across / down,
          marks: [
            ...(shared ? [drawn(shared, { color: "third", fill: true })] : []),
            drawn(a, { color: "accent" }),
            drawn(b, { color: "negative" }),
          ],
        },
      ],
      status: `shared ${area}, together ${union}: IoU ${area} / ${union} = ${(area / union).toFixed(3)}.${said}`,
    };
  },
});
