/** The sum of three hidden units of one input, with more or less of a bend. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

const middles = [-2.2, 0, 2.2];
const colors: FigureColor[] = ["third", "fourth", "negative"];
const limit = 3.4;

export default defineFigure({
  title: "Without a bend, layers add up to a line",
  alt: "Three thin curves shaped like a stretched letter S and a thick one, their sum, which goes up and down. Without the bend all four are straight lines.",
  controls: [
    { name: "bend", label: "bend: 0 is none, 1 is tanh", min: 0, max: 1, step: 0.05, value: 1 },
    { name: "first", label: "output weight of unit 1", min: -1.5, max: 1.5, step: 0.1, value: 1 },
    {
      name: "second",
      label: "output weight of unit 2",
      min: -1.5,
      max: 1.5,
      step: 0.1,
      value: -1.3,
    },
    { name: "third", label: "output weight of unit 3", min: -1.5, max: 1.5, step: 0.1, value: 1 },
  ],
  draw({ controls: { bend = 1, first = 1, second = -1.3, third = 1 } }) {
    const weights = [first, second, third];
    const at = Array.from({ length: 121 }, (_, i) => -4 + i / 15);
    const unit = (i: number, x: number): number => {
      const z = 2 * (x - (middles[i] as number));
      // Straight units are drawn flatter, so that they fit into the picture.
      return (weights[i] as number) * ((1 - bend) * z * 0.25 + bend * Math.tanh(z));
    };
    const curve = (f: (x: number) => number): { x: number[]; y: number[] } => {
      const seen = at.filter((x) => Math.abs(f(x)) <= limit);
      return { x: seen, y: seen.map(f) };
    };
    const marks: Mark[] = middles.map((_, i) => ({
      mark: "line",
      ...curve((x) => unit(i, x)),
      color: colors[i] as FigureColor,
      dash: true,
      width: 1.5,
    }));
    const sum = curve((x) => unit(0, x) + unit(1, x) + unit(2, x));
    marks.push({ mark: "line", ...sum, color: "accent", width: 3 });
    return {
      panels: [
        {
          x: { label: "input", domain: [-4, 4] },
          y: { label: "weighted sum of the units", domain: [-limit, limit] },
          aspect: 1.8,
          marks,
        },
      ],
      status:
        bend === 0
          ? "no bend: the sum of straight lines is a straight line"
          : "each bent unit adds a step up or down; the thick line is the sum of the steps",
    };
  },
});
