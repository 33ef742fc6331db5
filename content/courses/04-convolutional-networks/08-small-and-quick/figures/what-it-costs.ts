/** Multiply-adds of three layers that can stand in one place: an ordinary convolution, a bottleneck, a separable one. */
import { defineFigure, type Mark } from "@gradus/content";

const short = (n: number): string => {
  if (n >= 1e9) return `${(n / 1e9).toFixed(2)} G`;
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)} M`;
  return n >= 1e3 ? `${(n / 1e3).toFixed(1)} k` : String(n);
};

export default defineFigure({
  title: "What a layer costs",
  alt: "Three bars: the multiply-adds of an ordinary convolution, of one with a 1×1 convolution to a quarter of the channels before and one behind, and of a depthwise and a pointwise one. With 3×3 filters and many channels the separable one costs about a ninth; with 1×1 filters it costs more than the ordinary one.",
  controls: [
    { name: "channels", label: "channels in and out", min: 4, max: 256, step: 4, value: 64 },
    { name: "size", label: "side of the filter", min: 1, max: 7, step: 2, value: 3 },
    { name: "side", label: "side of the picture", min: 7, max: 56, step: 7, value: 28 },
  ],
  draw({ width, controls: { channels = 64, size = 3, side = 28 } }) {
    const places = side * side;
    const window = size * size;
    const middle = channels / 4;
    const layers = [
      { name: "ordinary", parts: [places * channels * channels * window], color: "muted" },
      {
        name: "bottleneck",
        parts: [
          places * channels * middle,
          places * middle * middle * window,
          places * middle * channels,
        ],
        color: "third",
      },
      {
        name: "separable",
        parts: [places * channels * window, places * channels * channels],
        color: "accent",
      },
    ] as const;
    const sums = layers.map(({ parts }) => parts.reduce((a, b) => a + b, 0));
    const most = Math.max(...sums);
    const marks = layers.flatMap(({ name, parts, color }, i): Mark[] => {
      let from = 0;
      const top = layers.length - i;
      const boxes = parts.map((part): Mark => {
        const box: Mark = {
          mark: "box",
          x: from / most,
          y: top - 0.9,
          width: Math.max(part / most, 0.001),
          height: 0.4,
          color,
          fill: true,
        };
        from += part;
        return box;
      });
      const sum = sums[i] ?? 0;
      return [
        ...boxes,
        { mark: "text", x: 0, y: top - 0.25, text: `${name}: ${short(sum)}`, anchor: "start" },
      ];
    });
    const share = (100 * (sums[2] ?? 0)) / (sums[0] ?? 1);
    return {
      panels: [
        {
          title: "multiply-adds for one image",
          x: { domain: [0, 1.02], hidden: true },
          y: { domain: [0, 3.1], hidden: true },
          aspect: width < 440 ? 1.7 : 2.6,
          marks,
        },
      ],
      status: `separable: ${share.toFixed(1)} % of the ordinary one, which is 1/${channels} + 1/${window}`,
    };
  },
});
