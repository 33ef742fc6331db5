/** The list of runs: chosen to be compared, renamed, exported, deleted. */
import type { JSX } from "preact";
import { download } from "../state/connection.ts";
import { t } from "../strings/strings.ts";
import type { RunSummary } from "./compare.ts";

/** The best-known number of a run: its accuracy where it has one, else its loss. */
export function resultText({ result }: RunSummary): string {
  const accuracy = result.testAccuracy ?? result.accuracy;
  if (accuracy !== undefined) return `${(100 * accuracy).toFixed(1)} %`;
  const loss = result.testLoss ?? result.loss;
  return loss === undefined ? "" : loss.toPrecision(4);
}

export const Swatch = ({ color }: { color: string }): JSX.Element => (
  <i class="run-swatch" style={`background: var(--${color})`} aria-hidden="true" />
);

export function RunTable(props: {
  readonly runs: readonly RunSummary[];
  readonly chosen: readonly string[];
  colorOf(run: string): string;
  onPick(run: string): void;
  onRename(run: string, name: string): void;
  onDelete(run: RunSummary): void;
}): JSX.Element {
  const { runs, chosen, colorOf, onPick, onRename, onDelete } = props;
  return (
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
            <th scope="col">{t.runSteps}</th>
            <th scope="col">{t.runResult}</th>
            <th scope="col">
              <span class="visually-hidden">{t.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((r) => (
            <tr key={r.id} class={chosen.includes(r.id) ? "chosen" : ""}>
              <td class="run-pick">
                <span>
                  <input
                    type="checkbox"
                    aria-label={`${t.runsCompare}: ${r.name}`}
                    checked={chosen.includes(r.id)}
                    onChange={() => onPick(r.id)}
                  />
                  {chosen.includes(r.id) && <Swatch color={colorOf(r.id)} />}
                </span>
              </td>
              <td>
                <input
                  class="rename"
                  aria-label={`${t.runRename}: ${r.name}`}
                  value={r.name}
                  onChange={(event) => {
                    const name = event.currentTarget.value.trim();
                    if (name !== "" && name !== r.name) onRename(r.id, name);
                    else event.currentTarget.value = r.name;
                  }}
                />
                {(r.group || r.notes) && (
                  <span class="run-note muted small">
                    {r.group && <span class="tag">{r.group}</span>} {r.notes.split("\n")[0]}
                  </span>
                )}
              </td>
              <td>{r.model}</td>
              <td>
                {r.running ? (
                  <span class="run-now">{t.runNow}</span>
                ) : (
                  new Date(r.started).toLocaleString()
                )}
              </td>
              <td class="number">{r.steps}</td>
              <td class="number">{resultText(r)}</td>
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
                  aria-label={`${t.runDelete}: ${r.name}`}
                  onClick={() => onDelete(r)}
                >
                  {t.runDelete}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
