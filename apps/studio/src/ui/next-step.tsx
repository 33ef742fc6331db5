/** After a pass: the one strong button to what comes next. */
import type { JSX } from "preact";
import { lessonHref, navigate } from "../router.ts";
import { blockId, nextHref, nextTitle } from "../state/next.ts";
import { progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "./icons.tsx";

/** @param exercise the one that has just passed, in its lesson */
export function NextStep({
  exercise,
  lesson,
}: {
  exercise: string;
  lesson: string;
}): JSX.Element | null {
  const next = progress.value?.next;
  if (!next || next.exercise === exercise) return null;
  if (next.kind === "done")
    return (
      <p>
        <a class="button primary" href="/">
          {t.nextDone}
        </a>
      </p>
    );
  const title = nextTitle(next);
  const here = next.lesson === lesson;
  const label = here
    ? (title.piece ?? title.lesson)
    : next.kind === "review"
      ? `${t.reviewTitle}: ${title.piece}`
      : `${t.nextLesson}: ${title.lesson}`;
  // Reading on in this lesson leaves the workbench as it is.
  const href =
    here && next.block !== null
      ? `${lessonHref(lesson, exercise)}#${blockId(next.block)}`
      : nextHref(next);
  return (
    <p class="next-step">
      <a
        class="button primary"
        href={href}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          navigate(href);
        }}
      >
        {here && next.exercise ? `${t.nextExercise}: ${label}` : label}
        <Icon name="arrow" />
      </a>
    </p>
  );
}
