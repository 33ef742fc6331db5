/** A made-up year of temperatures, its moving average, and how much each day of the past counts. */
import { defineFigure, type Mark } from "@gradus/content";
import { uniform } from "../../shared/moons-training.ts";

const days = 365;
const random = uniform(3);
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const day = Array.from({ length: days }, (_, i) => i + 1);
/** About 25 degrees in the middle of July, 11 in January, and normal noise of 2.5 degrees. */
const degrees = day.map((d) => 18 - 7 * Math.cos((2 * Math.PI * (d - 15)) / days) + 2.5 * normal());

const back = 60;
const ago = Array.from({ length: back + 1 }, (_, k) => k);

export default defineFigure({
  title: "A year of days",
  alt: "Left daily temperatures as points and their moving average as a line: with a large beta it is smooth, late, and begins far too low unless it is corrected. Right how much a day counts by how long ago it was: a curve that falls by the same factor each day.",
  controls: [
    { name: "beta", label: "β", min: 0, max: 0.99, step: 0.01, value: 0.9 },
    { name: "corrected", label: "corrected: 0 no, 1 yes", min: 0, max: 1, step: 1, value: 0 },
  ],
  draw({ controls: { beta = 0.9, corrected = 0 } }) {
    let v = 0;
    const average = degrees.map((x, i) => {
      v = beta * v + (1 - beta) * x;
      return corrected === 1 ? v / (1 - beta ** (i + 1)) : v;
    });
    const reach = 1 / (1 - beta);
    const weights = ago.map((k) => 100 * (1 - beta) * beta ** k);
    const marks: Mark[] = [
      { mark: "line", x: ago, y: weights, color: "accent", width: 2 },
      { mark: "points", x: ago, y: weights, color: "accent", size: 2 },
    ];
    if (reach <= back)
      marks.push({
        mark: "line",
        x: [reach, reach],
        y: [0, weights[0] as number],
        color: "muted",
        dash: true,
        label: "1/(1 − β)",
      });
    return {
      panels: [
        {
          x: { domain: [0, days], label: "day" },
          y: { domain: [0, 35], label: "degrees" },
          aspect: 1.3,
          marks: [
            { mark: "points", x: day, y: degrees, color: "muted", size: 2, label: "each day" },
            { mark: "line", x: day, y: average, color: "accent", width: 2.5, label: "average" },
          ],
        },
        {
          x: { domain: [0, back], label: "days ago" },
          y: {
            label: "weight in per cent",
            domain: [0, Math.max(1, 1.1 * (weights[0] as number))],
          },
          aspect: 1.3,
          marks,
        },
      ],
      status: `reaches back about ${reach < 10 ? reach.toFixed(1) : reach.toFixed(0)} days; average after day 1: ${average[0]?.toFixed(1)}, day 10: ${average[9]?.toFixed(1)}, day 50: ${average[49]?.toFixed(1)}`,
    };
  },
});
