/**
 * The lesson's numbers, on who leaves a phone company, five shuffles: one neuron at several thresholds, and models of
 * several sizes, each at the threshold that gives it the highest F1.
 */
import { countsAt, customers, measuresOf, probabilities } from "../shared/customers.ts";

const seeds = [1, 2, 3, 4, 5];
const steps = 200;
const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
const models: readonly (readonly number[])[] = [[], [2], [4], [16], [64], [64, 64]];

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;

/** Mean, lowest and highest, in per cent. */
const text = (v: readonly number[]): string => {
  const percent = (x: number): string => (100 * x).toFixed(1);
  return `${percent(mean(v))} (${percent(Math.min(...v))} to ${percent(Math.max(...v))})`;
};

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const runs: { truth: number[]; answers: number[][] }[] = [];
  for (const seed of seeds) {
    const table = await customers(bytes("churn"), seed);
    const truth = Array.from(await table.devY.data(), Number);
    const answers: number[][] = [];
    for (const hidden of models) answers.push(await probabilities(table, hidden, steps));
    runs.push({ truth, answers });
  }
  for (const threshold of thresholds) {
    const found = runs.map(({ truth, answers }) =>
      measuresOf(countsAt(answers[0] as number[], truth, threshold)),
    );
    const of = (key: "accuracy" | "precision" | "recall" | "f1") => text(found.map((f) => f[key]));
    yield `above ${threshold}: accuracy ${of("accuracy")}, precision ${of("precision")}, recall ${of("recall")}, F1 ${of("f1")}`;
  }
  for (const price of [1, 3, 5, 10]) {
    const cheapest = thresholds.map((threshold) => {
      const costs = runs.map(({ truth, answers }) => {
        const { alarms, misses } = countsAt(answers[0] as number[], truth, threshold);
        return (100 * (alarms + price * misses)) / truth.length;
      });
      return { threshold, cost: mean(costs) };
    });
    const said = cheapest.map(({ threshold, cost }) => `${threshold}: ${cost.toFixed(1)}`);
    yield `a miss costs ${price}, for 100 customers, above ${said.join(", ")}`;
  }
  for (const [m, hidden] of models.entries()) {
    const best = runs.map(({ truth, answers }) =>
      Math.max(
        ...Array.from(
          { length: 19 },
          (_, i) => measuresOf(countsAt(answers[m] as number[], truth, (i + 1) / 20)).f1,
        ),
      ),
    );
    const widths = [13, ...hidden, 1];
    const weights = widths
      .slice(1)
      .reduce((sum, out, i) => sum + out * ((widths[i] as number) + 1), 0);
    yield `${hidden.length === 0 ? "one neuron" : `hidden ${hidden.join(", ")}`}: ${weights} parameters, best F1 ${text(best)}`;
  }
}
