/**
 * A phone company that wants to know who will leave, and a table put together from its systems. All that a decision can
 * change is in `Plan`. Two things about the table are not said in its heading, and both are made here, in the open: when
 * the column of support calls is written, and that some customers stand in it twice.
 */
import { data as files, manualSeed, nn, noGrad, optim, rand, randperm, tensor } from "gradus";

/** Rows of one customer at a time of which it is known whether they left. */
export interface Row {
  readonly customer: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly left: boolean;
}

/** What has been decided. */
export interface Plan {
  readonly customers: number;
  /** Whether the columns about contract details are there. */
  readonly details: boolean;
  /** Columns that are not learned from. */
  readonly without: readonly string[];
  /** Whether all rows of a customer stand on one side. */
  readonly byCustomer: boolean;
  readonly hidden: number;
  readonly steps: number;
  readonly decay: number;
  /** Whether customers are called from the probability on that does best on the dev set, not from 0.5 on. */
  readonly threshold: boolean;
  /** Whether there is a dev set of customers as they are when one has to decide. */
  readonly later: boolean;
  readonly looking: boolean;
  readonly columns: boolean;
}

const base = ["tenure", "monthly_charges", "senior_citizen", "partner", "dependents"];
const baseWords = ["internet_service"];
const details = ["contract", "payment_method", "online_security", "tech_support"];
export const calls = "support_calls";
const [laterCustomers, userCustomers] = [700, 1500];
/** The share of the table's customers who stand in it twice. */
const twice = 0.5;
const batch = 64;
const atOnce = 25;
const devShare = 0.2;
export const starts = 2;

/**
 * Support calls as they stand in the table today: whoever cancels is called, often twice, and the call is written down.
 * `at` is the time of the question: while nobody has left yet, those calls have not been made.
 */
export function supportCalls(left: boolean, die: number, at: "today" | "when asked"): number {
  const ordinary = die < 0.1 ? 1 : 0;
  if (!left || at === "when asked") return ordinary;
  return die < 0.9 ? 1 + Math.floor(2.2 * die) : 0;
}

interface World {
  /** The customers of the table, those of last month's dev set, and those who will be asked about. */
  readonly table: readonly Row[];
  readonly later: readonly Row[];
  readonly users: readonly Row[];
}

async function makeWorld(bytes: Uint8Array): Promise<World> {
  const read = await files.decodeCsv(bytes);
  const names = [...base, ...baseWords, ...details, "churn"];
  const columns = new Map(names.map((n) => [n, read.column(n).data]));
  const value = (name: string, i: number): string | number => {
    const found = columns.get(name)?.[i];
    return typeof found === "number" ? found : String(found ?? "");
  };
  manualSeed(3);
  const order = Array.from(await randperm(read.length).data(), Number);
  const dice = Array.from(await rand([read.length, 3]).data(), Number);
  const row = (i: number, at: "today" | "when asked"): Row => {
    const left = value("churn", i) === "Yes";
    const own = names.filter((n) => n !== "churn").map((n) => [n, value(n, i)] as const);
    const facts = { ...Object.fromEntries(own), [calls]: supportCalls(left, dice[3 * i] ?? 0, at) };
    return { customer: i, facts, left };
  };
  /** The same customer a month later, from the other system: the bill is a little different. */
  const again = (first: Row): Row => ({
    ...first,
    facts: {
      ...first.facts,
      tenure: Number(first.facts.tenure) + 1,
      monthly_charges:
        Number(first.facts.monthly_charges) + (dice[3 * first.customer + 1] ?? 0) - 0.5,
    },
  });
  const users = order.slice(0, userCustomers).map((i) => row(i, "when asked"));
  const later = order
    .slice(userCustomers, userCustomers + laterCustomers)
    .map((i) => row(i, "when asked"));
  const table = order.slice(userCustomers + laterCustomers).flatMap((i) => {
    const first = row(i, "today");
    return (dice[3 * i + 2] ?? 1) < twice ? [first, again(first)] : [first];
  });
  return { table, later, users };
}

const worlds = new WeakMap<Uint8Array, Promise<World>>();

/** The world is the same for every plan. */
function worldOf(bytes: Uint8Array): Promise<World> {
  const known = worlds.get(bytes) ?? makeWorld(bytes);
  worlds.set(bytes, known);
  return known;
}

/** The columns that are learned from. */
export const columnsOf = ({ details: more, without }: Plan): string[] =>
  [...base, ...baseWords, ...(more ? details : []), calls].filter((c) => !without.includes(c));

/** Turns rows into numbers, the way the training rows say: words to columns of 0 and 1, all on one scale. */
function encoder(rows: readonly Row[], names: readonly string[]): (row: Row) => number[] {
  const parts = names.map((name) => {
    const values = rows.map((r) => r.facts[name]);
    if (typeof values[0] === "string") {
      const words = [...new Set(values)].sort();
      return (r: Row): number[] => words.map((w) => (r.facts[name] === w ? 1 : 0));
    }
    const numbers = values.map(Number);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const spread = Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length);
    return (r: Row): number[] => [(Number(r.facts[name]) - mean) / (spread || 1)];
  });
  return (row) => parts.flatMap((part) => part(row));
}

/** Rows, and for each start how probable it is that each customer leaves. */
export interface Asked {
  readonly rows: readonly Row[];
  readonly answers: readonly (readonly number[])[];
  /** For each start, from which probability on a customer is called. */
  readonly thresholds: readonly number[];
}

/** The mean of two shares: those who left and were not called, and those who stayed and were. */
function errorAt(rows: readonly Row[], answers: readonly number[], threshold: number): number {
  const wrong = (left: boolean): number => {
    const own = rows.flatMap((r, i) => (r.left === left ? [answers[i] ?? 0] : []));
    const missed = own.filter((p) => p >= threshold !== left).length;
    return own.length === 0 ? 0 : missed / own.length;
  };
  return (wrong(true) + wrong(false)) / 2;
}

export const errorOf = ({ rows, answers, thresholds }: Asked): number =>
  answers.reduce((sum, a, i) => sum + errorAt(rows, a, thresholds[i] ?? 0.5), 0) / answers.length;

const levels = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** The probability from which on calling does best. */
const bestThreshold = (rows: readonly Row[], answers: readonly number[]): number =>
  levels.reduce((best, level) =>
    errorAt(rows, answers, level) < errorAt(rows, answers, best) ? level : best,
  );

/** The error of the best rule that looks at one column alone: for numbers from where on, for words which. */
export function errorAlone(rows: readonly Row[], column: string): number {
  const values = rows.map((r) => r.facts[column] ?? 0);
  const rates = [...new Set(values)].map((value) => {
    const own = rows.filter((_, i) => values[i] === value);
    return { value, rate: own.filter((r) => r.left).length / own.length };
  });
  const words = typeof values[0] === "string";
  const rateOf = new Map(rates.map(({ value, rate }) => [value, rate]));
  const answers = words
    ? [values.map((v) => rateOf.get(v) ?? 0)]
    : [values.map(Number), values.map((v) => -Number(v))];
  return Math.min(
    ...answers.flatMap((a) => [...new Set(a)].map((level) => errorAt(rows, a, level))),
  );
}

/** All sets, as the networks of a plan answer them. */
export interface Answered {
  readonly train: Asked;
  readonly dev: Asked;
  readonly later: Asked;
  readonly users: Asked;
}

/** Trains what a plan says, and asks about every set. */
export async function answered(
  bytes: Uint8Array,
  plan: Plan,
  { signal, progress }: { signal: AbortSignal; progress(share: number): void },
): Promise<Answered> {
  const world = await worldOf(bytes);
  const known = new Set([...new Set(world.table.map((r) => r.customer))].slice(0, plan.customers));
  const rows = world.table.filter((r) => known.has(r.customer));
  manualSeed(5);
  const dice = Array.from(await rand([8000]).data(), Number);
  const isDev = (r: Row, i: number): boolean =>
    (dice[plan.byCustomer ? r.customer : i] ?? 0) < devShare;
  const sets = {
    train: rows.filter((r, i) => !isDev(r, i)),
    dev: rows.filter(isDev),
    later: world.later,
    users: world.users,
  };
  const encode = encoder(sets.train, columnsOf(plan));
  const X = tensor(sets.train.map(encode));
  const Y = tensor(sets.train.map((r) => [Number(r.left)]));
  const inputs = {
    train: X,
    dev: tensor(sets.dev.map(encode)),
    later: tensor(sets.later.map(encode)),
    users: tensor(sets.users.map(encode)),
  };
  const answers: Record<keyof Answered, number[][]> = { train: [], dev: [], later: [], users: [] };
  const thresholds: number[] = [];
  for (let start = 1; start <= starts; start++) {
    manualSeed(start);
    const model = new nn.Sequential(
      new nn.Linear(X.size(1), plan.hidden),
      new nn.ReLU(),
      new nn.Linear(plan.hidden, 1),
    );
    const optimizer = new optim.AdamW(model.parameters(), { lr: 0.01, weightDecay: plan.decay });
    const lossOf = new nn.BCEWithLogitsLoss();
    const perEpoch = Math.floor(sets.train.length / batch);
    let order = randperm(sets.train.length);
    for (let step = 0; step < plan.steps; step++) {
      const from = (step % perEpoch) * batch;
      if (step > 0 && from === 0) order = randperm(sets.train.length);
      const at = order.narrow(0, from, batch);
      optimizer.zeroGrad();
      lossOf.call(model.call(X.indexSelect(0, at)), Y.indexSelect(0, at)).backward();
      optimizer.step();
      if ((step + 1) % atOnce !== 0) continue;
      // What was ordered is done when something of it is read.
      await model.parameters().at(-1)?.detach().sum().item();
      progress(((start - 1) * plan.steps + step + 1) / (starts * plan.steps));
      await new Promise((done) => setTimeout(done, 0));
      signal.throwIfAborted();
    }
    for (const name of Object.keys(answers) as (keyof Answered)[]) {
      const said = noGrad(() => model.call(inputs[name]).sigmoid());
      answers[name].push(Array.from(await said.data(), Number));
    }
    const [own, rowsToSet] = plan.later
      ? [answers.later.at(-1), sets.later]
      : [answers.dev.at(-1), sets.dev];
    thresholds.push(plan.threshold ? bestThreshold(rowsToSet, own ?? []) : 0.5);
  }
  const asked = (name: keyof Answered): Asked => ({
    rows: sets[name],
    answers: answers[name],
    thresholds,
  });
  return {
    train: asked("train"),
    dev: asked("dev"),
    later: asked("later"),
    users: asked("users"),
  };
}
