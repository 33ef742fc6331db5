/** The customers of the phone company, as this course uses them: a shuffled table, normalised by its training rows. */
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
const words = ["contract", "internet_service"];
const trainRows = 4225;
const devRows = 1409;

export interface Customers {
  /** Normalised columns, [4225, 13], and whether they left, [4225, 1]. */
  readonly X: Tensor;
  readonly Y: Tensor;
  /** The same of 1,409 others: the dev set. */
  readonly devX: Tensor;
  readonly devY: Tensor;
}

/** The table of `churn`, shuffled by `seed`: numbers, and a column for each word that a column of words holds. */
export async function customers(bytes: Uint8Array, seed: number): Promise<Customers> {
  const table = await files.decodeCsv(bytes);
  const names = [...numbers, ...flags];
  const { data, shape } = table.matrix(names, "float64");
  const width = shape[1] as number;
  const kinds = words.map((name) => {
    const column = Array.from<string | number | null>(table.column(name).data).map(String);
    return { column, values: [...new Set(column)].sort() };
  });
  const rows = Array.from({ length: table.length }, (_, i) => [
    // A total is missing where nothing was paid yet.
    ...Array.from(data.subarray(i * width, (i + 1) * width), (v) =>
      Number.isNaN(Number(v)) ? 0 : Number(v),
    ),
    ...kinds.flatMap(({ column, values }) => values.map((v) => Number(column[i] === v))),
  ]);
  const left = table.column("churn").data.map((v) => Number(v === "Yes"));
  manualSeed(seed);
  const order = Array.from(await randperm(rows.length).data(), Number);
  const pick = (at: readonly number[]) => ({
    X: tensor(at.map((i) => rows[i] as number[])),
    Y: tensor(at.map((i) => [left[i] as number])),
  });
  const train = pick(order.slice(0, trainRows));
  const dev = pick(order.slice(trainRows, trainRows + devRows));
  const [mean, spread] = [train.X.mean(0), train.X.std(0, { correction: 0 })];
  return {
    X: train.X.sub(mean).div(spread),
    Y: train.Y,
    devX: dev.X.sub(mean).div(spread),
    devY: dev.Y,
  };
}

/** Trains a network with these hidden layers for `steps` steps of Adam; its probabilities for the dev rows. */
export async function probabilities(
  { X, Y, devX }: Customers,
  hidden: readonly number[],
  steps: number,
): Promise<number[]> {
  const widths = [X.size(1), ...hidden, 1];
  const layers = widths.slice(1).flatMap((out, i) => {
    const layer = new nn.Linear(widths[i] as number, out);
    return i === hidden.length ? [layer] : [layer, new nn.ReLU()];
  });
  const model = new nn.Sequential(...layers);
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.03 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
  }
  return Array.from(await noGrad(() => model.call(devX).sigmoid()).data(), Number);
}

/** How many predictions at a threshold are of each kind. */
export interface Counts {
  /** Predicted 1, and it is 1. */
  readonly hits: number;
  /** Predicted 1, and it is 0. */
  readonly alarms: number;
  /** Predicted 0, and it is 1. */
  readonly misses: number;
  /** Predicted 0, and it is 0. */
  readonly quiet: number;
}

export function countsAt(
  answers: readonly number[],
  truth: readonly number[],
  threshold: number,
): Counts {
  const count = (said: boolean, is: number): number =>
    answers.filter((a, i) => a > threshold === said && truth[i] === is).length;
  return {
    hits: count(true, 1),
    alarms: count(true, 0),
    misses: count(false, 1),
    quiet: count(false, 0),
  };
}

/** A share, and 0 of nothing. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** What the counts say, each between 0 and 1. */
export function measuresOf({ hits, alarms, misses, quiet }: Counts): {
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
} {
  return {
    accuracy: share(hits + quiet, hits + alarms + misses + quiet),
    precision: share(hits, hits + alarms),
    recall: share(hits, hits + misses),
    f1: share(2 * hits, 2 * hits + alarms + misses),
  };
}
