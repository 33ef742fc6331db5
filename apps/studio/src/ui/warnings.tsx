/** What the library warned of while the learner's code ran, each with its line. */
import type { LibraryWarning } from "@gradus/exercise";
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";

export const WarningsView = ({
  warnings,
}: {
  warnings: readonly LibraryWarning[];
}): JSX.Element => (
  <section class="told-warnings" aria-label={t.warnings}>
    <strong>{t.warnings}</strong>
    <ul class="plain">
      {warnings.map(({ code, line, message, hint }) => (
        <li key={`${code} ${line}`}>
          <span class="muted">{t.line(line)}</span> {message} <span>{hint}</span>
        </li>
      ))}
    </ul>
  </section>
);
