/** Which of the library's calls the learner's own functions answered in a run. */
import type { StoodIn } from "@gradus/exercise";
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";

export function StoodInView({ calls }: { calls: readonly StoodIn[] }): JSX.Element {
  return (
    <div class="stood-in small muted">
      <p>{t.stoodIn}</p>
      <ul>
        {calls.map(({ call, own, theirs }) => (
          <li key={call}>
            <code>{call}</code> {t.stoodInTimes(own, theirs)}
          </li>
        ))}
      </ul>
    </div>
  );
}
