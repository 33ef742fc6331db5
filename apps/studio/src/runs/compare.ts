/** Runs side by side, as plain data: their curves, smoothed or not, their settings and which differ, search and groups. */

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly started: string;
  readonly running: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly notes: string;
  readonly group: string;
  readonly steps: number;
  readonly result: Readonly<Record<string, number>>;
}

export interface RunDetail extends RunSummary {
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  readonly code: string | null;
}

/** One line of a chart. */
export interface Series {
  readonly run: string;
  readonly label: string;
  /** Whether it was measured on data kept for testing. */
  readonly test: boolean;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface Chart {
  /** The metric: `loss`, `accuracy`. */
  readonly key: string;
  readonly series: readonly Series[];
}

const places = new Set(["step", "epoch"]);

/** `testLoss` and `loss` belong in one chart. */
function metricOf(name: string): { key: string; test: boolean } {
  const match = /^(?:test|valid|validation)([A-Z]\w*)$/.exec(name);
  if (!match?.[1]) return { key: name, test: false };
  return { key: match[1].charAt(0).toLowerCase() + match[1].slice(1), test: true };
}

/** A run's curves by name; where a value is given at each step, those of whole epochs are left out. */
function curvesOf(run: RunDetail): Map<string, { x: number[]; y: number[] }> {
  const byKind = new Map<string, { kind: unknown; x: number[]; y: number[] }>();
  const stepped = new Set(
    run.metrics.filter((m) => m.kind === "step").flatMap((m) => Object.keys(m)),
  );
  for (const m of run.metrics)
    for (const [name, value] of Object.entries(m)) {
      if (typeof value !== "number" || places.has(name)) continue;
      if (m.kind !== "step" && stepped.has(name)) continue;
      const curve = byKind.get(name) ?? { kind: m.kind, x: [], y: [] };
      byKind.set(name, curve);
      curve.x.push(Number(m.step));
      curve.y.push(value);
    }
  return byKind;
}

const order = ["loss", "accuracy"];
const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);

/** A chart a metric, with a line for each run, and one more where it was measured on test data. */
export function chartsOf(runs: readonly RunDetail[]): Chart[] {
  const charts = new Map<string, Series[]>();
  for (const run of runs)
    for (const [name, { x, y }] of curvesOf(run)) {
      const { key, test } = metricOf(name);
      const series = charts.get(key) ?? [];
      charts.set(key, series);
      series.push({ run: run.id, label: test ? `${run.name}, test` : run.name, test, x, y });
    }
  return [...charts]
    .map(([key, series]) => ({ key, series }))
    .sort((a, b) => rank(a.key) - rank(b.key) || (a.key < b.key ? -1 : 1));
}

/**
 * A running mean that forgets: mᵢ = w·mᵢ₋₁ + (1 − w)·yᵢ, divided by 1 − wⁱ so that its beginning is not drawn to 0.
 * What is not finite is left as it is and takes no part.
 *
 * @param weight 0 for no smoothing, close to 1 for much
 */
export function smoothed(y: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...y];
  let mean = 0;
  let n = 0;
  return y.map((v) => {
    if (!Number.isFinite(v)) return v;
    mean = weight * mean + (1 - weight) * v;
    n++;
    return mean / (1 - weight ** n);
  });
}

/** A record's values by path: `{ optimizer: { lr: 1 } }` has `optimizer.lr`. */
function flat(value: unknown, path = ""): [string, string][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, item]) =>
      flat(item, path === "" ? key : `${path}.${key}`),
    );
  return [[path, typeof value === "string" ? value : (JSON.stringify(value) ?? "")]];
}

export interface SettingRow {
  readonly name: string;
  /** One a run, in their order; null where a run has no such setting. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** What made the runs, a row a setting. */
export function settingsOf(runs: readonly RunSummary[]): SettingRow[] {
  const columns = runs.map(
    (r) =>
      new Map<string, string>([
        ["model", r.model],
        ["data", r.data],
        ["data hash", r.dataHash],
        ...flat(r.config).filter(([name]) => name !== ""),
      ]),
  );
  const names = [...new Set(columns.flatMap((c) => [...c.keys()]))];
  return names.map((name) => {
    const values = columns.map((c) => c.get(name) ?? null);
    return { name, values, differs: new Set(values).size > 1 };
  });
}

/** Runs in which every word of a query occurs: in name, model, data, notes, group or settings. */
export function found(runs: readonly RunSummary[], query: string): RunSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...runs];
  return runs.filter((r) => {
    const settings = flat(r.config).map(([name, value]) => `${name}=${value}`);
    const text = [r.id, r.name, r.model, r.data, r.notes, r.group, ...settings]
      .join("\n")
      .toLowerCase();
    return words.every((w) => text.includes(w));
  });
}

export type Grouping = "none" | "group" | "model" | "data";

/** Runs under headings, in the order in which the first of each comes. */
export function grouped(
  runs: readonly RunSummary[],
  by: Grouping,
): { readonly title: string; readonly runs: readonly RunSummary[] }[] {
  if (by === "none") return [{ title: "", runs }];
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) groups.set(run[by], [...(groups.get(run[by]) ?? []), run]);
  return [...groups].map(([title, all]) => ({ title, runs: all }));
}
