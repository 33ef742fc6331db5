/** The lesson's table: one neuron learns who leaves, on columns as they are and on normalised ones, five shuffles each. */
import {
  data as files,
  manualSeed,
  nn,
  noGrad,
  optim,
  randperm,
  type Tensor,
  tensor,
} from "gradus";

const numbers = ["tenure", "monthly_charges", "total_charges"];
const flags = ["senior_citizen", "partner", "dependents", "paperless_billing"];
const steps = 300;
const shuffles = [1, 2, 3, 4, 5];
const rates = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 3];

/** The mean of the numbers there are in each column, and the table with holes filled by it. */
async function filled(rows: readonly number[][], known: readonly number[][]): Promise<Tensor> {
  const means = numbers.concat(flags).map((_, c) => {
    const there = known.map((r) => r[c] as number).filter((v) => !Number.isNaN(v));
    return there.reduce((a, b) => a + b, 0) / there.length;
  });
  return tensor(rows.map((r) => r.map((v, c) => (Number.isNaN(v) ? (means[c] as number) : v))));
}

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const table = await files.decodeCsv(bytes("churn"));
  const { data, shape } = table.matrix([...numbers, ...flags], "float64");
  const width = shape[1] as number;
  const rows = Array.from({ length: table.length }, (_, i) =>
    Array.from(data.subarray(i * width, (i + 1) * width), Number),
  );
  const left = table.column("churn").data.map((v) => (v === "Yes" ? 1 : 0));
  for (const normalised of [false, true])
    for (const lr of rates) {
      const [costs, right]: [number[], number[]] = [[], []];
      for (const seed of shuffles) {
        manualSeed(seed);
        const order = Array.from(await randperm(rows.length).data(), Number);
        const pick = (from: number, to: number) => order.slice(from, to);
        const [trainAt, devAt] = [pick(0, 4225), pick(4225, 5634)];
        const of = (at: readonly number[]) => at.map((i) => rows[i] as number[]);
        let [X, D] = [await filled(of(trainAt), of(trainAt)), await filled(of(devAt), of(trainAt))];
        if (normalised) {
          const [mean, spread] = [X.mean(0), X.std(0, { correction: 0 })];
          [X, D] = [X.sub(mean).div(spread), D.sub(mean).div(spread)];
        }
        const y = (at: readonly number[]) => tensor(at.map((i) => [left[i] as number]));
        const [Y, T] = [y(trainAt), y(devAt)];
        const model = new nn.Linear(width, 1);
        nn.init.zeros_(model.weight);
        if (model.bias) nn.init.zeros_(model.bias);
        const optimizer = new optim.SGD(model.parameters(), { lr });
        const lossOf = new nn.BCEWithLogitsLoss();
        for (let step = 0; step < steps; step++) {
          optimizer.zeroGrad();
          lossOf.call(model.call(X), Y).backward();
          optimizer.step();
        }
        const scores = noGrad(() => model.call(D));
        costs.push(await lossOf.call(scores, T).item());
        right.push(100 * (await scores.gt(0).float().eq(T).float().mean().item()));
      }
      const text = (v: readonly number[], digits: number): string =>
        `${Math.min(...v).toFixed(digits)} to ${Math.max(...v).toFixed(digits)}`;
      yield `${normalised ? "normalised" : "as it is"} lr ${lr}: dev cost ${text(costs, 3)}, right ${text(right, 1)} %`;
    }
}
