/** Pieces of the journey that several pages show: the stairs, a bar, and a course's lessons or its plan. */
import type { Catalogue, LessonSummary, PathCourse, Progress } from "@gradus/content";
import type { JSX } from "preact";
import { lessonHref } from "../router.ts";
import {
  courseShare,
  doneIn,
  type Here,
  hoursOf,
  lessonShare,
  shareOf,
  shareText,
} from "../state/journey.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "./icons.tsx";

export interface JourneyProps {
  readonly c: Catalogue;
  readonly p: Progress;
  readonly here: Here | null;
}

export const Bar = ({ share }: { share: number }): JSX.Element => (
  <span class="bar" aria-hidden="true">
    <i style={`width: ${Math.round(share * 100)}%`} class={share > 0 ? "" : "none"} />
  </span>
);

/** The sign beside a course: done, under way, or only planned. */
function CourseSign({ course, share }: { course: PathCourse; share: number }): JSX.Element {
  const state = !course.built ? "planned" : share >= 1 ? "done" : share > 0 ? "begun" : "open";
  return (
    <span class={`sign ${state}`} aria-hidden="true">
      {state === "done" && <Icon name="check" size={11} />}
    </span>
  );
}

export const HereMark = (): JSX.Element => <span class="here-mark">{t.youAreHere}</span>;

/** The four steps as stairs, each with its courses. */
export function Stairs({ c, p, here }: JourneyProps): JSX.Element {
  return (
    <ol class="stairs">
      {c.steps.map((step, i) => {
        const share = shareOf(step.courses, c, p);
        const current = here?.step.id === step.id;
        return (
          <li key={step.id} class={current ? "here" : ""} style={`--step: ${i}`}>
            <span class="stair-head">
              <span class="stair-number" aria-hidden="true">
                {i + 1}
              </span>
              {current && <HereMark />}
            </span>
            <a class="stair-title" href={`/step/${step.id}`}>
              <strong>{step.title}</strong>
            </a>
            <span class="muted small">{step.lead}</span>
            <Bar share={share} />
            <span class="muted small">
              {t.hours(hoursOf(step.courses))} · {t.shareDone(shareText(share))}
            </span>
            <ul class="stair-courses">
              {step.courses.map((course) => {
                const at = here?.course.id === course.id;
                return (
                  <li key={course.id} class={at ? "at" : ""}>
                    <a href={`/course/${course.id}`} aria-current={at ? "step" : undefined}>
                      <CourseSign course={course} share={courseShare(course, c, p)} />
                      {course.title}
                      {!course.built && <span class="visually-hidden"> ({t.planned})</span>}
                    </a>
                  </li>
                );
              })}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

function LessonRow(props: {
  lesson: LessonSummary;
  p: Progress;
  n: number;
  here: boolean;
}): JSX.Element {
  const { lesson, p, n, here } = props;
  const share = lessonShare(lesson, p);
  const done = doneIn(lesson, p);
  const known = p.known.includes(lesson.id);
  const read = (p.readParts[lesson.id]?.length ?? 0) > 0;
  const state = share === 1 ? "done" : share > 0 || read ? "begun" : "open";
  return (
    <li class={`lesson-row ${state} ${here ? "at" : ""}`}>
      <a href={lessonHref(lesson.id)} aria-current={here ? "step" : undefined}>
        <span class="lesson-number" aria-hidden="true">
          {state === "done" ? <Icon name="check" size={16} /> : n}
        </span>
        <span>
          <strong>{lesson.title}</strong>
          <span class="muted small">{lesson.summary}</span>
        </span>
        <span class="muted small lesson-count">
          {here && <HereMark />}
          {known
            ? t.knownBefore
            : lesson.exercises.length > 0
              ? t.exercisesDone(done, lesson.exercises.length)
              : t.minutes(lesson.minutes)}
        </span>
      </a>
    </li>
  );
}

/** What is planned of a course and not there yet, by week. */
const PlannedLessons = ({ course }: { course: PathCourse }): JSX.Element => (
  <>
    {course.weeks.map((week) => (
      <section key={week.title} class="week">
        {course.built ? <h3>{week.title}</h3> : <h2>{week.title}</h2>}
        <ol class="lessons">
          {week.lessons.map((l) => (
            <li key={l.title} class="lesson-row planned">
              <span class="lesson-number" aria-hidden="true" />
              <span>
                <strong>{l.title}</strong>
                <span class="muted small">{l.holds}</span>
              </span>
            </li>
          ))}
        </ol>
      </section>
    ))}
  </>
);

/** A course's lessons by week, and behind them what is planned. */
export function CourseLessons(props: JourneyProps & { readonly course: PathCourse }): JSX.Element {
  const { c, p, here, course } = props;
  if (!course.built) return <PlannedLessons course={course} />;
  const lessons = c.lessons.filter((l) => l.course === course.id);
  const weeks = [...new Set(lessons.map((l) => l.week))].sort((a, b) => a - b);
  return (
    <>
      {weeks.map((week) => (
        <section key={week} class="week">
          <h2>{t.week(week)}</h2>
          <ol class="lessons">
            {lessons.map(
              (l, i) =>
                l.week === week && (
                  <LessonRow key={l.id} lesson={l} p={p} n={i + 1} here={here?.lesson === l.id} />
                ),
            )}
          </ol>
        </section>
      ))}
      {course.weeks.length > 0 && (
        <>
          <h2 class="to-come">{t.toCome}</h2>
          <PlannedLessons course={course} />
        </>
      )}
    </>
  );
}

/** What a course builds on, how long it takes, and what one can do afterwards. */
export function CourseFacts({ c, p, course }: JourneyProps & { course: PathCourse }): JSX.Element {
  const share = courseShare(course, c, p);
  const all = c.steps.flatMap((s) => s.courses);
  return (
    <section class="card side course-facts">
      <p class="facts-line">
        {course.built ? t.shareDone(shareText(share)) : <span class="tag">{t.planned}</span>}
        <span class="muted">{t.hours(course.hours)}</span>
      </p>
      {course.built && <Bar share={share} />}
      <h2>{t.buildsOn}</h2>
      {course.needs.length === 0 ? (
        <p class="small">{t.buildsOnNothing}</p>
      ) : (
        <ul class="plain small">
          {course.needs.map((id) => {
            const need = all.find((x) => x.id === id);
            return (
              <li key={id}>
                <a href={`/course/${id}`}>{need?.title ?? id}</a>
              </li>
            );
          })}
        </ul>
      )}
      <h2>{t.afterwards}</h2>
      <ul class="after small">
        {course.after.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
