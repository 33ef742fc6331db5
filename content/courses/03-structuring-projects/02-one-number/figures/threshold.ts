/** One neuron says how likely a customer is to leave; above which number does one call? Every measure, and what it costs. */
import { defineFigure, type Scene } from "@gradus/content";
import { countsAt, customers, measuresOf, probabilities } from "../../shared/customers.ts";

const steps = 200;
const seed = 1;
const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** The neuron is the same for every place of the controls, so it is trained once. */
let trained: Promise<{ answers: number[]; truth: number[] }> | undefined;

async function training(bytes: Uint8Array): Promise<{ answers: number[]; truth: number[] }> {
  const table = await customers(bytes, seed);
  const truth = Array.from(await table.devY.data(), Number);
  return { answers: await probabilities(table, [], steps), truth };
}

export default defineFigure({
  title: "Above which number do we call?",
  alt: "Left four curves over the threshold: recall falls to 0 while precision rises, until nobody is called and it is 0 as well; F1 is highest near 0.3, and accuracy near 0.5. Right what the mistakes cost for 100 customers at each threshold: the dearer a miss, the further left the lowest point.",
  assets: ["churn"],
  controls: [
    { name: "place", label: "threshold, in twentieths", min: 1, max: 19, step: 1, value: 10 },
    {
      name: "price",
      label: "a miss costs as much as … calls in vain",
      min: 1,
      max: 10,
      step: 1,
      value: 1,
    },
  ],
  async draw({ controls: { place = 10, price = 1 }, assets }): Promise<Scene> {
    trained ??= training(assets.churn as Uint8Array);
    const { answers, truth } = await trained;
    const counts = thresholds.map((t) => countsAt(answers, truth, t));
    const measures = counts.map(measuresOf);
    const costs = counts.map((c) => (100 * (c.alarms + price * c.misses)) / truth.length);
    const at = place - 1;
    const threshold = thresholds[at] ?? 0.5;
    const here = measures[at];
    const now = counts[at];
    const curve = (key: "accuracy" | "precision" | "recall" | "f1") =>
      measures.map((m) => 100 * m[key]);
    const percent = (share = 0): string => `${(100 * share).toFixed(0)} %`;
    return {
      panels: [
        {
          title: "Four measures",
          x: { domain: [0, 1], label: "threshold" },
          y: { domain: [0, 103], label: "per cent" },
          aspect: 1.3,
          marks: [
            { mark: "line", x: [threshold, threshold], y: [0, 103], color: "muted", dash: true },
            {
              mark: "line",
              x: thresholds,
              y: curve("recall"),
              color: "third",
              width: 2,
              label: "recall",
            },
            {
              mark: "line",
              x: thresholds,
              y: curve("precision"),
              color: "fourth",
              width: 2,
              label: "precision",
            },
            { mark: "line", x: thresholds, y: curve("f1"), color: "accent", width: 3, label: "F1" },
            {
              mark: "line",
              x: thresholds,
              y: curve("accuracy"),
              color: "muted",
              width: 2,
              label: "accuracy",
            },
          ],
        },
        {
          title: "What the mistakes cost",
          x: { domain: [0, 1], label: "threshold" },
          y: { domain: [0, 1.1 * Math.max(...costs)], label: "for 100 customers" },
          aspect: 1.3,
          marks: [
            { mark: "line", x: thresholds, y: costs, color: "negative", width: 2 },
            { mark: "circle", x: threshold, y: costs[at] ?? 0, radius: 6, color: "accent" },
          ],
        },
      ],
      status: `above ${threshold.toFixed(2)}: ${now?.hits} found, ${now?.misses} missed, ${now?.alarms} called in vain; precision ${percent(here?.precision)}, recall ${percent(here?.recall)}, F1 ${percent(here?.f1)}, accuracy ${percent(here?.accuracy)}; cost ${costs[at]?.toFixed(0)}`,
    };
  },
});
