/** A course, and a step of several: what it is for, what it builds on, its lessons or what they will be. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { courseShare, hereOf, hoursOf, shareOf, shareText } from "../state/journey.ts";
import { catalogue, progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { Bar, CourseFacts, CourseLessons, HereMark } from "../ui/journey.tsx";
import { MissingPage } from "./missing.tsx";

const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    if (title) document.title = `${title} · ${t.appName}`;
  }, [title]);
};

export function CoursePage({ id }: { id: string }): JSX.Element {
  const c = catalogue.value;
  const p = progress.value;
  const step = c?.steps.find((s) => s.courses.some((x) => x.id === id));
  const course = step?.courses.find((x) => x.id === id);
  useTitle(course?.title);
  if (!c || !p) return <p class="page muted">{t.loading}</p>;
  if (!step || !course) return <MissingPage />;
  const here = hereOf(c, p);
  return (
    <div class="page course">
      <header class="course-head">
        <p class="crumbs small">
          <a href="/">{t.navPath}</a> <span aria-hidden="true">›</span>{" "}
          <a href={`/step/${step.id}`}>{step.title}</a>
        </p>
        <h1>{course.title}</h1>
        <p class="muted">{course.summary}</p>
        {!course.built && <p class="plan-note">{t.plannedLong}</p>}
      </header>
      <div class="path-grid">
        <div>
          <CourseLessons c={c} p={p} here={here} course={course} />
        </div>
        <aside>
          <CourseFacts c={c} p={p} here={here} course={course} />
          {course.built && courseShare(course, c, p) < 1 && (
            <section class="card side">
              <h2>{t.placementTitle}</h2>
              <p class="small muted">{t.placementLead}</p>
              <p class="small">
                <a href={`/placement/${course.id}`}>{t.placementOpen}</a>
              </p>
            </section>
          )}
        </aside>
      </div>
    </div>
  );
}

export function StepPage({ id }: { id: string }): JSX.Element {
  const c = catalogue.value;
  const p = progress.value;
  const n = c?.steps.findIndex((s) => s.id === id) ?? -1;
  const step = c?.steps[n];
  useTitle(step?.title);
  if (!c || !p) return <p class="page muted">{t.loading}</p>;
  if (!step) return <MissingPage />;
  const here = hereOf(c, p);
  const share = shareOf(step.courses, c, p);
  return (
    <div class="page course">
      <header class="course-head">
        <p class="crumbs small">
          <a href="/">{t.navPath}</a>
        </p>
        <h1>{t.stepTitle(n + 1, step.title)}</h1>
        <p class="step-about">{step.about}</p>
        <div class="step-share">
          <Bar share={share} />
          <span class="muted small">
            {t.hours(hoursOf(step.courses))} · {t.shareDone(shareText(share))}
          </span>
        </div>
      </header>
      <ol class="step-courses">
        {step.courses.map((course) => {
          const lessons = c.lessons.filter((l) => l.course === course.id);
          const planned = course.weeks.reduce((sum, w) => sum + w.lessons.length, 0);
          const count = (course.built ? lessons.length : 0) + planned;
          const at = here?.course.id === course.id;
          return (
            <li key={course.id} class={`card ${at ? "at" : ""}`}>
              <p class="step-course-head">
                {at && <HereMark />}
                {!course.built && <span class="tag">{t.planned}</span>}
                <span class="muted small">
                  {t.lessonCount(count)} · {t.hours(course.hours)}
                </span>
              </p>
              <h2>
                <a href={`/course/${course.id}`}>{course.title}</a>
              </h2>
              <p class="muted">{course.summary}</p>
              {course.built && <Bar share={courseShare(course, c, p)} />}
              <h3>{t.afterwards}</h3>
              <ul class="after small">
                {course.after.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
      <nav class="lesson-nav" aria-label={t.steps}>
        {c.steps[n - 1] ? (
          <a class="button" href={`/step/${c.steps[n - 1]?.id}`}>
            <Icon name="back" />
            {c.steps[n - 1]?.title}
          </a>
        ) : (
          <span />
        )}
        {c.steps[n + 1] && (
          <a class="button" href={`/step/${c.steps[n + 1]?.id}`}>
            {c.steps[n + 1]?.title}
            <Icon name="arrow" />
          </a>
        )}
      </nav>
    </div>
  );
}
