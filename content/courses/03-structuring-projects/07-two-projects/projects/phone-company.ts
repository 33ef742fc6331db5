/** A project to steer: a table that knows too much, and a network that is too good on it to be true. */
import {
  defineProject,
  type Inspection,
  type Measured,
  type Mistake,
  type ProjectAction,
  type ProjectOutcome,
} from "@gradus/content";
import {
  type Asked,
  answered,
  calls,
  columnsOf,
  errorAlone,
  errorOf,
  type Plan,
  type Row,
} from "../phone-company.ts";

const mostLooked = 100;

const start: Plan = {
  customers: 800,
  details: false,
  without: [],
  byCustomer: false,
  hidden: 16,
  steps: 400,
  decay: 0,
  threshold: false,
  later: false,
  looking: false,
  columns: false,
};

/** An action. What was looked at is said of the network it was said of, and of no other. */
const action = (
  step: Omit<ProjectAction<Plan>, "edit">,
  change: (plan: Plan) => Partial<Plan>,
): ProjectAction<Plan> => ({
  ...step,
  edit: (plan) => ({ ...plan, looking: false, columns: false, ...change(plan) }),
});

/** A column that is no longer learned from. */
const leaveOut = (id: string, column: string, name: string): ProjectAction<Plan> =>
  action(
    {
      id,
      label: `Leave out: ${name}`,
      text: `The column with the ${name} is no longer learned from.`,
      days: 1,
    },
    ({ without }) => ({ without: [...without, column] }),
  );

const actions = [
  action(
    {
      id: "look",
      label: "Look at 100 mistakes",
      text: "Error analysis on the dev set: which customers the network is wrong about.",
      days: 1,
      times: 2,
    },
    () => ({ looking: true }),
  ),
  action(
    {
      id: "columns",
      label: "Try each column alone",
      text: "How far does one come with a rule that looks at a single column? The three best are listed.",
      days: 1,
    },
    () => ({ columns: true }),
  ),
  action(
    {
      id: "later-dev",
      label: "A dev set of last month",
      text: "700 customers as the table had them a month ago, and who has left since.",
      days: 3,
    },
    () => ({ later: true }),
  ),
  leaveOut("drop-months", "tenure", "months as a customer"),
  leaveOut("drop-charges", "monthly_charges", "dollars a month"),
  leaveOut("drop-calls", calls, "support calls"),
  action(
    {
      id: "by-customer",
      label: "Split by customer",
      text: "All rows of a customer go to the same side, training set or dev set. So far each row goes by chance.",
      days: 1,
    },
    () => ({ byCustomer: true }),
  ),
  action(
    {
      id: "customers",
      label: "800 more customers",
      text: "From the same table.",
      days: 2,
      times: 2,
    },
    ({ customers }) => ({ customers: customers + 800 }),
  ),
  action(
    {
      id: "details",
      label: "Four more columns",
      text: "Contract, way of paying, online security, tech support: they are in another system.",
      days: 2,
    },
    () => ({ details: true }),
  ),
  action(
    {
      id: "bigger",
      label: "A bigger network",
      text: "From 16 hidden units to 64, the second time to 256.",
      days: 1,
      times: 2,
    },
    ({ hidden }) => ({ hidden: 4 * hidden }),
  ),
  action(
    {
      id: "longer",
      label: "Train for longer",
      text: "From 400 steps to 1,200.",
      days: 1,
    },
    () => ({ steps: 1200 }),
  ),
  action(
    {
      id: "decay",
      label: "More regularisation",
      text: "Weight decay: large weights are pulled towards 0 at every step.",
      days: 1,
    },
    () => ({ decay: 1 }),
  ),
  action(
    {
      id: "threshold",
      label: "Choose the threshold",
      text: "Call customers not from a probability of 0.5 on, but from the one that does best on the dev set; on that of last month, if there is one.",
      days: 1,
    },
    () => ({ threshold: true }),
  ),
];

/** What can be told of a row. */
const rowTags: Readonly<Record<string, (r: Row) => boolean>> = {
  left: ({ left }) => left,
  "no support call": ({ facts }) => facts[calls] === 0,
  "half a year or less": ({ facts }) => Number(facts.tenure) <= 6,
  "fiber optic": ({ facts }) => facts.internet_service === "Fiber optic",
  "month to month": ({ facts }) => facts.contract === "Month-to-month",
};

const words: Readonly<Record<string, string>> = {
  tenure: "months",
  monthly_charges: "dollars a month",
  internet_service: "internet",
  contract: "contract",
  [calls]: "support calls",
};

/** The first mistakes of the first network. */
function inspect({ rows, answers, thresholds }: Asked, of: string): Inspection {
  const said = (answers[0] ?? []).map((p) => p >= (thresholds[0] ?? 0.5));
  const wrong = rows.filter((r, i) => said[i] !== r.left);
  const stands = (left: boolean): string => (left ? "left" : "stayed");
  const mistakes = wrong.slice(0, mostLooked).map(
    (r): Mistake => ({
      facts: Object.entries(words).map(([column, name]): [string, string] => {
        const value = r.facts[column];
        return [name, typeof value === "number" ? String(Math.round(value)) : (value ?? "")];
      }),
      truth: stands(r.left),
      answer: stands(!r.left),
      tags: Object.entries(rowTags).flatMap(([tag, has]) => (has(r) ? [tag] : [])),
    }),
  );
  const shares = Object.fromEntries(
    Object.entries(rowTags).map(([tag, has]) => [tag, rows.filter(has).length / rows.length]),
  );
  return { of, error: wrong.length / rows.length, mistakes, shares };
}

const points = (share: number): string => (100 * share).toFixed(1);

function alone(asked: Asked, plan: Plan): string {
  const found = columnsOf(plan)
    .map((column) => ({ column, error: errorAlone(asked.rows, column) }))
    .sort((a, b) => a.error - b.error)
    .slice(0, 3)
    .map(({ column, error }) => `${column.replaceAll("_", " ")} (${points(error)} %)`);
  return `Error with one column alone, on the training rows: ${found.join(", ")}.`;
}

/** What an outcome says. */
function end({ own, others, reference }: ProjectOutcome): string {
  const users = own.values.users ?? 1;
  const [hunter = 1, doubter = 1] = others.map((o) => o.values.users ?? 1);
  const hunterDev = others[0]?.values.dev ?? 0;
  const lines = [
    `For customers who are asked about **before** they leave, your network's error is **${points(users)} %**. Guessing has 50 %.`,
    `Whoever went on working with the dev set as it was had ${points(hunterDev)} % there, and ${points(hunter)} % for real. Whoever doubted the number first came to ${points(doubter)} %. With the whole table and nothing that knows the future, it is ${points(reference)} %.`,
    "Two things were wrong with the table. **Support calls** are written down when somebody cancels: the column knows the answer, and when one has to decide, it is not there yet. And half of the customers stand in the table **twice**: split by rows, a network is asked about customers whose other row it has learned from.",
  ];
  if (!own.actions.includes("drop-calls"))
    lines.push("You kept the column of support calls. Nothing else can outweigh that.");
  else if (!own.actions.includes("later-dev"))
    lines.push(
      "You left the column out without having seen last month's customers. It was right; you could not have known by how much.",
    );
  if (!own.actions.includes("by-customer"))
    lines.push(
      "Your dev set still shared customers with the training set, and was kinder than the world, the more so the larger the network.",
    );
  lines.push(
    "A gain of one or two points may be chance: of the 1,500 customers only about 400 left.",
  );
  return lines.join("\n\n");
}

export default defineProject<Plan>({
  title: "Who will leave?",
  brief: `A phone company wants to call customers before they leave. The team has a table of customers of whom it is known, and a
network that is astonishingly good on its dev set. In use it finds hardly anybody.

You have 12 days. The error is the mean of two shares: those who left and were not called, and those who stayed and were
called. Whoever calls everybody has 50 %, and so has whoever calls nobody. What counts is the error for customers who are
asked about **before** they leave. You will see it when you hand in.`,
  days: 12,
  start,
  goal: "users",
  measures: [
    { id: "train", label: "train", text: "the rows it learned from" },
    { id: "dev", label: "dev", text: "other rows of the same table" },
    {
      id: "later",
      label: "last month",
      text: "700 customers as they were before they left or stayed",
    },
    { id: "users", label: "in use", text: "1,500 customers, asked about in time", atEnd: true },
  ],
  actions,
  strategies: [
    {
      name: "The record hunter",
      why: "The dev error is small; make it smaller.",
      actions: ["bigger", "longer", "customers", "details", "bigger", "customers", "decay"],
    },
    {
      name: "The doubter",
      why: "Too good to be true: find out why, then begin anew.",
      actions: [
        "columns",
        "later-dev",
        "drop-calls",
        "by-customer",
        "details",
        "threshold",
        "customers",
      ],
    },
  ],
  reference: {
    label: "with everything",
    text: "The whole table and all columns but the calls, split by customer, with the threshold chosen on last month: more than you can buy. Measured in use.",
    state: {
      ...start,
      customers: 4800,
      details: true,
      without: [calls],
      byCustomer: true,
      steps: 800,
      threshold: true,
      later: true,
    },
  },
  sources: [
    {
      label: "How the table comes about, and what is trained (it gives the secret away)",
      file: "phone-company.ts",
    },
  ],
  assets: ["churn"],
  async measure(plan, { assets, signal, progress }) {
    const sets = await answered(assets.churn as Uint8Array, plan, { signal, progress });
    const values: Measured["values"] = {
      train: errorOf(sets.train),
      dev: errorOf(sets.dev),
      later: plan.later ? errorOf(sets.later) : null,
      users: errorOf(sets.users),
    };
    const names = columnsOf(plan).map((c) => c.replaceAll("_", " "));
    return {
      values,
      notes: [
        `${sets.train.rows.length} rows to learn from: ${names.join(", ")}.`,
        ...(plan.columns ? [alone(sets.train, plan)] : []),
        ...(plan.threshold
          ? [`Called from a probability of ${sets.train.thresholds.join(" and ")} on.`]
          : []),
      ],
      ...(plan.looking && {
        inspection: inspect(
          plan.later ? sets.later : sets.dev,
          plan.later
            ? "last month's dev set (here every customer counts the same)"
            : "the dev set (here every customer counts the same)",
        ),
      }),
    };
  },
  end,
});
