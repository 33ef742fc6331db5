/** Below the curves: what made the runs, with the differences marked, and what one says about each. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";
import { type RunDetail, settingsOf } from "./compare.ts";
import { resultText, Swatch } from "./run-table.tsx";

export function Settings(props: {
  readonly runs: readonly RunDetail[];
  colorOf(run: string): string;
}): JSX.Element {
  const { runs, colorOf } = props;
  const onlyDifferent = useSignal(true);
  const rows = settingsOf(runs);
  const different = rows.filter((r) => r.differs);
  const many = runs.length > 1;
  const shown = many && onlyDifferent.value ? different : rows;
  return (
    <section class="settings">
      <header>
        <h2>{t.runSettings}</h2>
        {many && (
          <label class="small">
            <input
              type="checkbox"
              checked={onlyDifferent.value}
              onChange={(e) => {
                onlyDifferent.value = e.currentTarget.checked;
              }}
            />
            {t.runSettingsDifferent(different.length, rows.length)}
          </label>
        )}
      </header>
      <div class="table-scroll">
        <table class="settings-table">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{t.runSetting}</span>
              </th>
              {runs.map((r) => (
                <th key={r.id} scope="col">
                  <Swatch color={colorOf(r.id)} /> {r.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr class="settings-result">
              <th scope="row">{t.runResult}</th>
              {runs.map((r) => (
                <td key={r.id}>{resultText(r)}</td>
              ))}
            </tr>
            {shown.map((row) => (
              <tr key={row.name} class={many && row.differs ? "differs" : ""}>
                <th scope="row">
                  {row.name}
                  {many && row.differs && (
                    <>
                      <span aria-hidden="true"> ≠</span>
                      <span class="visually-hidden"> ({t.runDiffers})</span>
                    </>
                  )}
                </th>
                {row.values.map((value, i) => (
                  <td key={runs[i]?.id}>{value ?? <span class="muted">–</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Notes and group of one run, and the program it ran. */
export function RunWords(props: {
  readonly run: RunDetail;
  readonly color: string;
  onSay(words: { notes?: string; group?: string }): void;
}): JSX.Element {
  const { run, color, onSay } = props;
  return (
    <section class="run-about">
      <h3>
        <Swatch color={color} /> {run.name}
      </h3>
      <label>
        {t.runNotes}
        <textarea
          rows={3}
          maxLength={20_000}
          value={run.notes}
          onChange={(e) => onSay({ notes: e.currentTarget.value })}
        />
      </label>
      <label>
        {t.runGroup}
        <input
          maxLength={200}
          value={run.group}
          onChange={(e) => onSay({ group: e.currentTarget.value.trim() })}
        />
      </label>
      {run.code && (
        <details>
          <summary>{t.runCode}</summary>
          <pre>{run.code}</pre>
        </details>
      )}
    </section>
  );
}
