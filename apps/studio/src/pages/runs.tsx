/** Training runs: their curves side by side, what made them, and what can be done with them. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { PanelView } from "../charts/scene.tsx";
import { download, request } from "../state/connection.ts";
import { onDiskChange } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";

interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly started: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly steps: number;
  readonly result: Readonly<Record<string, number>>;
}

interface RunDetail extends RunSummary {
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  readonly code: string | null;
}

/** The best-known number of a run: its accuracy where it has one, else its loss. */
function resultText({ result }: RunSummary): string {
  const accuracy = result.testAccuracy ?? result.accuracy;
  if (accuracy !== undefined) return `${(100 * accuracy).toFixed(1)} %`;
  return result.loss === undefined ? "" : result.loss.toFixed(4);
}

const colors = ["accent", "fourth", "third", "positive", "negative"] as const;

const curve = (run: RunDetail, key: string): { x: number[]; y: number[] } => {
  const rows = run.metrics.filter((m) => m.kind === "step" && typeof m[key] === "number");
  return { x: rows.map((m) => Number(m.step)), y: rows.map((m) => Number(m[key])) };
};

export function RunsPage({ id }: { id: string | null }): JSX.Element {
  const runs = useSignal<readonly RunSummary[] | null>(null);
  const chosen = useSignal<ReadonlySet<string>>(new Set(id ? [id] : []));
  const details = useSignal<ReadonlyMap<string, RunDetail>>(new Map());
  const deleted = useSignal<RunSummary | null>(null);

  const load = async (): Promise<void> => {
    runs.value = await request<readonly RunSummary[]>("/api/runs");
  };
  useEffect(() => {
    void load();
    return onDiskChange((change) => {
      if (change.kind === "runs") void load();
    });
  }, []);

  useEffect(() => {
    for (const one of chosen.value)
      if (!details.value.has(one))
        void request<RunDetail>(`/api/runs/${one}`).then((d) => {
          details.value = new Map(details.value).set(one, d);
        });
  }, [chosen.value]);

  const pick = (one: string): void => {
    const next = new Set(chosen.value);
    if (next.has(one)) next.delete(one);
    else next.add(one);
    chosen.value = next;
  };

  const shown = [...chosen.value].flatMap((one) => details.value.get(one) ?? []);
  return (
    <div class="page">
      <h1>{t.runsTitle}</h1>
      <p class="muted">{t.runsLead}</p>
      {deleted.value && (
        <p class="banner" role="status">
          {t.runDeleted(deleted.value.name)}
          <button
            type="button"
            class="button"
            onClick={async () => {
              await request(`/api/runs/${deleted.value?.id}/restore`, { method: "POST", body: {} });
              deleted.value = null;
              await load();
            }}
          >
            {t.undo}
          </button>
        </p>
      )}
      {runs.value?.length === 0 && <p class="card empty">{t.runsNone}</p>}
      {shown.length > 0 && (
        <div class="scene card figure">
          <div class="panels">
            {(["loss", "accuracy"] as const).map((key) => (
              <PanelView
                key={key}
                label={`${key}: ${shown.map((r) => r.name).join(", ")}`}
                panel={{
                  title: key === "loss" ? t.loss : t.accuracy,
                  x: { label: t.lossStep },
                  marks: shown.map((r, i) => ({
                    mark: "line",
                    ...curve(r, key),
                    label: r.name,
                    color: colors[i % colors.length] ?? "accent",
                  })),
                }}
              />
            ))}
          </div>
          {shown.map((r) => (
            <details key={r.id}>
              <summary>
                {r.name}: {t.runConfig}
              </summary>
              <pre>{JSON.stringify(r.config, null, 2)}</pre>
              <p class="muted small">
                {t.runDataHash}: <code>{r.dataHash}</code>
              </p>
              {r.code && <pre>{r.code}</pre>}
            </details>
          ))}
        </div>
      )}
      {runs.value && runs.value.length > 0 && (
        <div class="table-scroll">
          <table class="runs">
            <thead>
              <tr>
                <th scope="col">
                  <span class="visually-hidden">{t.runsCompare}</span>
                </th>
                <th scope="col">{t.runName}</th>
                <th scope="col">{t.runModel}</th>
                <th scope="col">{t.runStarted}</th>
                <th scope="col">{t.runResult}</th>
                <th scope="col">
                  <span class="visually-hidden">{t.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.value.map((r) => (
                <tr key={r.id}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`${t.runsCompare}: ${r.name}`}
                      checked={chosen.value.has(r.id)}
                      onChange={() => pick(r.id)}
                    />
                  </td>
                  <td>
                    <input
                      class="rename"
                      aria-label={`${t.runRename}: ${r.name}`}
                      value={r.name}
                      onChange={async (event) => {
                        const name = event.currentTarget.value.trim();
                        if (name !== "" && name !== r.name)
                          await request(`/api/runs/${r.id}`, { method: "PATCH", body: { name } });
                        await load();
                      }}
                    />
                  </td>
                  <td>{r.model}</td>
                  <td>{new Date(r.started).toLocaleString()}</td>
                  <td>{resultText(r)}</td>
                  <td class="row-actions">
                    <button
                      type="button"
                      class="button quiet"
                      onClick={() =>
                        void download(`/api/runs/${r.id}/export?format=csv`, `${r.id}.csv`)
                      }
                    >
                      {t.runExportCsv}
                    </button>
                    <button
                      type="button"
                      class="button quiet"
                      onClick={() =>
                        void download(
                          `/api/runs/${r.id}/export?format=tfevents`,
                          `events.out.tfevents.${r.id}`,
                        )
                      }
                    >
                      {t.runExportEvents}
                    </button>
                    <button
                      type="button"
                      class="button quiet"
                      onClick={async () => {
                        await request(`/api/runs/${r.id}`, { method: "DELETE" });
                        deleted.value = r;
                        await load();
                      }}
                    >
                      {t.runDelete}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
