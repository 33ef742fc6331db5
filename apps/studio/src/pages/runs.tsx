/** Training runs: found and grouped, their curves side by side, what made them, and what can be done with them. */
import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import {
  chartsOf,
  found,
  type Grouping,
  grouped,
  type RunDetail,
  type RunSummary,
} from "../runs/compare.ts";
import { type ChartLook, RunChart } from "../runs/run-chart.tsx";
import { RunTable } from "../runs/run-table.tsx";
import { RunWords, Settings } from "../runs/side-by-side.tsx";
import { request } from "../state/connection.ts";
import { onDiskChange } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import "../styles/runs.css";

const colors = ["accent", "fourth", "third", "positive", "negative"] as const;
const groupings: readonly Grouping[] = ["none", "group", "model", "data"];

interface DeletedRun {
  readonly id: string;
  readonly name: string;
  readonly started: string;
}

const metricName = (key: string): string =>
  key === "loss" ? t.loss : key === "accuracy" ? t.accuracy : key;

function Deleted(props: { runs: readonly DeletedRun[]; onRestore(id: string): void }): JSX.Element {
  const { runs, onRestore } = props;
  return (
    <details class="deleted-runs">
      <summary>{t.runsDeleted(runs.length)}</summary>
      <ul class="plain">
        {runs.map((r) => (
          <li key={r.id}>
            {r.name} <span class="muted small">{new Date(r.started).toLocaleString()}</span>{" "}
            <button type="button" class="button quiet small" onClick={() => onRestore(r.id)}>
              {t.runRestore}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Look({ look }: { look: ReturnType<typeof useLook> }): JSX.Element {
  return (
    <fieldset class="chart-look">
      <legend class="visually-hidden">{t.runsLook}</legend>
      <label>
        <input
          type="checkbox"
          checked={look.logY.value}
          onChange={(e) => {
            look.logY.value = e.currentTarget.checked;
          }}
        />
        {t.runsLogY}
      </label>
      <label>
        <input
          type="checkbox"
          checked={look.logX.value}
          onChange={(e) => {
            look.logX.value = e.currentTarget.checked;
          }}
        />
        {t.runsLogX}
      </label>
      <label class="smoothing">
        {t.runsSmoothing}
        <input
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={look.smoothing.value}
          onInput={(e) => {
            look.smoothing.value = Number(e.currentTarget.value);
          }}
        />
        <output>{look.smoothing.value.toFixed(2)}</output>
      </label>
    </fieldset>
  );
}

const useLook = () => ({
  logX: useSignal(false),
  logY: useSignal(false),
  smoothing: useSignal(0),
});

export function RunsPage({ id }: { id: string | null }): JSX.Element {
  const runs = useSignal<readonly RunSummary[] | null>(null);
  const deletedRuns = useSignal<readonly DeletedRun[]>([]);
  const chosen = useSignal<readonly string[]>(id ? [id] : []);
  const details = useSignal<ReadonlyMap<string, RunDetail>>(new Map());
  const said = useSignal<{ text: string; undo?: () => void; wrong?: boolean } | null>(null);
  const query = useSignal("");
  const grouping = useSignal<Grouping>("none");
  const look = useLook();

  const open = async (one: string): Promise<void> => {
    try {
      const d = await request<RunDetail>(`/api/runs/${one}`);
      details.value = new Map(details.value).set(one, d);
    } catch {
      // It was deleted meanwhile; the list below no longer has it.
      chosen.value = chosen.value.filter((x) => x !== one);
    }
  };
  const load = async (): Promise<void> => {
    const [all, away] = await Promise.all([
      request<readonly RunSummary[]>("/api/runs"),
      request<readonly DeletedRun[]>("/api/deleted-runs"),
    ]);
    runs.value = all;
    deletedRuns.value = away;
  };
  /** Does something and loads anew; what goes wrong is said. */
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      said.value = { text: error instanceof Error ? error.message : String(error), wrong: true };
    }
    await load();
  };
  useEffect(() => {
    document.title = `${t.runsTitle} · ${t.appName}`;
    void load();
    return onDiskChange((change) => {
      if (change.kind !== "runs") return;
      // Curves of a run that is being trained go on.
      for (const one of chosen.value) void open(one);
      void load();
    });
  }, []);
  useEffect(() => {
    for (const one of chosen.value) if (!details.value.has(one)) void open(one);
  }, [chosen.value]);

  const shown = useComputed(() =>
    chosen.value.flatMap((one) => details.value.get(one) ?? []),
  ).value;
  const charts = useComputed(() =>
    chartsOf(chosen.value.flatMap((one) => details.value.get(one) ?? [])),
  ).value;
  const colorOf = (run: string): string =>
    colors[Math.max(0, chosen.value.indexOf(run)) % colors.length] ?? "accent";
  const chartLook: ChartLook = {
    logX: look.logX.value,
    logY: look.logY.value,
    smoothing: look.smoothing.value,
    colorOf,
  };
  const restore = (one: string): void =>
    void act(async () => {
      await request(`/api/runs/${one}/restore`, { method: "POST", body: {} });
      said.value = null;
    });
  const describe = (one: string, words: object): void =>
    void act(async () => {
      await request(`/api/runs/${one}`, { method: "PATCH", body: words });
      if (details.value.has(one)) await open(one);
    });
  const remove = (run: RunSummary): void =>
    void act(async () => {
      await request(`/api/runs/${run.id}`, { method: "DELETE" });
      chosen.value = chosen.value.filter((x) => x !== run.id);
      said.value = { text: t.runDeleted(run.name), undo: () => restore(run.id) };
    });

  const all = runs.value;
  const matching = all ? found(all, query.value) : [];
  return (
    <div class="page runs-page">
      <h1>{t.runsTitle}</h1>
      <p class="muted">{t.runsLead}</p>
      {said.value && (
        <p class={`banner ${said.value.wrong ? "negative" : ""}`} role="status">
          {said.value.text}{" "}
          {said.value.undo && (
            <button type="button" class="button" onClick={said.value.undo}>
              {t.undo}
            </button>
          )}
        </p>
      )}
      {all?.length === 0 && <p class="card empty">{t.runsNone}</p>}
      {shown.length > 0 && (
        <section class="card runs-shown" aria-label={t.runsCompare}>
          <Look look={look} />
          <div class="run-charts">
            {charts.map((chart) => (
              <RunChart
                key={chart.key}
                chart={chart}
                look={chartLook}
                title={metricName(chart.key)}
              />
            ))}
          </div>
          {charts.length === 0 && <p class="muted">{t.runsNoValues}</p>}
          <Settings runs={shown} colorOf={colorOf} />
          <div class="run-words">
            {shown.map((r) => (
              <RunWords key={r.id} run={r} color={colorOf(r.id)} onSay={(w) => describe(r.id, w)} />
            ))}
          </div>
        </section>
      )}
      {all && all.length > 0 && (
        <>
          <div class="runs-find">
            <label>
              <span class="visually-hidden">{t.runsSearch}</span>
              <input
                type="search"
                placeholder={t.runsSearch}
                value={query.value}
                onInput={(e) => {
                  query.value = e.currentTarget.value;
                }}
              />
            </label>
            <label>
              {t.runsGroupBy}{" "}
              <select
                value={grouping.value}
                onChange={(e) => {
                  grouping.value = e.currentTarget.value as Grouping;
                }}
              >
                {groupings.map((g) => (
                  <option key={g} value={g}>
                    {t.runsGroupings[g]}
                  </option>
                ))}
              </select>
            </label>
            <span class="muted small" role="status">
              {t.runsFound(matching.length, all.length)}
            </span>
          </div>
          {grouped(matching, grouping.value).map((g) => (
            <section key={g.title}>
              {grouping.value !== "none" && (
                <h2 class="runs-group">{g.title || t.runsUngrouped}</h2>
              )}
              <RunTable
                runs={g.runs}
                chosen={chosen.value}
                colorOf={colorOf}
                onPick={(one) => {
                  chosen.value = chosen.value.includes(one)
                    ? chosen.value.filter((x) => x !== one)
                    : [...chosen.value, one];
                }}
                onRename={(one, name) => describe(one, { name })}
                onDelete={remove}
              />
            </section>
          ))}
        </>
      )}
      {deletedRuns.value.length > 0 && <Deleted runs={deletedRuns.value} onRestore={restore} />}
    </div>
  );
}
