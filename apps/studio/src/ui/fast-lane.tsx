/** The line under a lesson's summary for those who are short on time: one exercise that stands for the others. */
import type { JSX } from "preact";
import { lessonHref, navigate } from "../router.ts";
import { request } from "../state/connection.ts";
import { catalogue, progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";

export function FastLaneView({ lesson }: { lesson: string }): JSX.Element | null {
  const p = progress.value;
  const lane = p?.lanes[lesson];
  if (!p || !lane) return null;
  const { exercise, standsFor, chosen } = lane;
  const title = catalogue.value?.exercises.find((e) => e.id === exercise)?.title ?? exercise;
  const choose = async (on: boolean): Promise<void> => {
    await tell({ kind: "lane", lesson, on });
    // An exercise that was never tried holds its steps, which the short way does without.
    if (on && !p.exercises[exercise]) {
      await request(`/api/exercises/${exercise}/reset`, { method: "POST", body: {} });
    }
    if (on) navigate(lessonHref(lesson, exercise));
  };
  return (
    <aside class="card fast-lane small">
      <p>
        {!chosen && <strong>{t.laneTitle} </strong>}
        {chosen ? t.laneTaken(title) : t.laneLead(title, standsFor.length)}
      </p>
      <button type="button" class="button" onClick={() => void choose(!chosen)}>
        {chosen ? t.laneLeave : t.laneTake}
      </button>
    </aside>
  );
}
