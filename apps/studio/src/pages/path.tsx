/** The path: the four steps as stairs, where to go on, what to review, and every lesson of the course. */

import type { Progress } from "@gradus/content";
import type { JSX } from "preact";
import { dueAt } from "../review/due.ts";
import { nextHref, nextTitle } from "../state/next.ts";
import {
  type Catalogue,
  catalogue,
  type LessonSummary,
  loadError,
  progress,
} from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";

const steps = [
  { title: t.stepFoundations, lead: t.stepFoundationsLead },
  { title: t.stepPractice, lead: t.stepPracticeLead },
  { title: t.stepPaper, lead: t.stepPaperLead },
  { title: t.stepAdventure, lead: t.stepAdventureLead },
];

/** How much of a lesson is done, 0..1: its exercises, or having read it where it has none. */
function lessonShare(lesson: LessonSummary, p: Progress): number {
  if (lesson.exercises.length === 0) return p.readLessons.includes(lesson.id) ? 1 : 0;
  const done = lesson.exercises.filter((id) => p.exercises[id] === "passed").length;
  return done / lesson.exercises.length;
}

function Stairs({ share }: { share: number }): JSX.Element {
  return (
    <ol class="stairs">
      {steps.map((step, i) => (
        <li key={step.title} class={i === 0 ? "here" : "later"} style={`--step: ${i}`}>
          <span class="stair-number" aria-hidden="true">
            {i + 1}
          </span>
          <strong>{step.title}</strong>
          <span class="muted small">{step.lead}</span>
          {i === 0 ? (
            <>
              <span class="bar" aria-hidden="true">
                <i style={`width: ${Math.round(share * 100)}%`} />
              </span>
              <ol class="courses">
                {t.courses.map((name, c) => (
                  <li
                    key={name}
                    class={c === 0 ? "open" : "closed"}
                    title={c === 0 ? name : `${name} (${t.stepLater})`}
                  >
                    {name}
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <span class="tag">{t.stepLater}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Continue({ p }: { p: Progress }): JSX.Element | null {
  const next = p.next;
  if (!next) return null;
  const { lesson, piece } = nextTitle(next);
  const fresh = next.kind === "start";
  return (
    <section class="card continue">
      <div>
        <h2>{fresh ? t.start : t.continueTitle}</h2>
        <p class="continue-title">
          {lesson}
          {piece && <span class="muted"> · {piece}</span>}
        </p>
        <p class="muted small">{next.why}</p>
      </div>
      <a class="button primary" href={nextHref(next)}>
        {fresh ? t.start : t.continue}
        <Icon name="arrow" />
      </a>
    </section>
  );
}

function Reviews({ c, p }: { c: Catalogue; p: Progress }): JSX.Element {
  const due = dueAt(p.reviews, new Date());
  return (
    <section class="card side">
      <h2>{t.reviewsTitle}</h2>
      {due.length === 0 ? (
        <p class="muted small">{t.reviewsNone}</p>
      ) : (
        <ul class="plain">
          {due.map((r) => {
            const e = c.exercises.find((x) => x.id === r.exercise);
            return e ? (
              <li key={e.id}>
                <a href={`/review/${e.id}`}>{e.title}</a>
              </li>
            ) : null;
          })}
        </ul>
      )}
      {due.length > 1 && (
        <p>
          <a class="button" href="/review">
            {t.reviewStart}
            <Icon name="arrow" />
          </a>
        </p>
      )}
    </section>
  );
}

const levels = ["solid", "shaky", "unseen"] as const;
const levelNames = { solid: t.readinessSolid, shaky: t.readinessShaky, unseen: t.readinessUnseen };

function Readiness({ p }: { p: Progress }): JSX.Element {
  return (
    <section class="card side">
      <h2>{t.readinessTitle}</h2>
      <ul class="concepts">
        {p.concepts.map((x) => (
          <li key={x.id} class={x.level} title={`${x.name}: ${levelNames[x.level]}`}>
            <span class="visually-hidden">
              {x.name}: {levelNames[x.level]}
            </span>
          </li>
        ))}
      </ul>
      <p class="muted small">
        {levels
          .map((l) => `${p.concepts.filter((x) => x.level === l).length} ${levelNames[l]}`)
          .join(" · ")}
      </p>
      <p class="small">
        <a href="/readiness">{t.readinessOpen}</a>
      </p>
    </section>
  );
}

function LessonRow({
  lesson,
  p,
  n,
}: {
  lesson: LessonSummary;
  p: Progress;
  n: number;
}): JSX.Element {
  const share = lessonShare(lesson, p);
  const done = lesson.exercises.filter((id) => p.exercises[id] === "passed").length;
  const state = share === 1 ? "done" : share > 0 ? "begun" : "open";
  return (
    <li class={`lesson-row ${state}`}>
      <a href={`/lesson/${lesson.id}`}>
        <span class="lesson-number" aria-hidden="true">
          {state === "done" ? <Icon name="check" size={16} /> : n}
        </span>
        <span>
          <strong>{lesson.title}</strong>
          <span class="muted small">{lesson.summary}</span>
        </span>
        <span class="muted small lesson-count">
          {lesson.exercises.length > 0
            ? t.exercisesDone(done, lesson.exercises.length)
            : t.minutes(lesson.minutes)}
        </span>
      </a>
    </li>
  );
}

export function PathPage(): JSX.Element {
  const c = catalogue.value;
  const p = progress.value;
  if (loadError.value) return <p class="page">{loadError.value}</p>;
  if (!c || !p) return <p class="page muted">{t.loading}</p>;
  const weeks = [...new Set(c.lessons.map((l) => l.week))].sort((a, b) => a - b);
  const share =
    c.lessons.reduce((s, l) => s + lessonShare(l, p), 0) /
    Math.max(1, c.lessons.length * t.courses.length);
  let n = 0;
  return (
    <div class="page path">
      <header class="path-head">
        <h1>{t.pathTitle}</h1>
        <p class="muted">{t.pathLead}</p>
      </header>
      <Stairs share={share} />
      <div class="path-grid">
        <div>
          <Continue p={p} />
          {weeks.map((week) => (
            <section key={week} class="week">
              <h2>{t.week(week)}</h2>
              <ol class="lessons">
                {c.lessons
                  .filter((l) => l.week === week)
                  .map((l) => {
                    n++;
                    return <LessonRow key={l.id} lesson={l} p={p} n={n} />;
                  })}
              </ol>
            </section>
          ))}
        </div>
        <aside>
          <Reviews c={c} p={p} />
          <Readiness p={p} />
        </aside>
      </div>
    </div>
  );
}
