/** Readiness: every concept of the course by name, how well it is known, why, and where it is taught. */
import type { Level } from "@gradus/content";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { conceptsByWeek, countOf } from "../readiness/by-week.ts";
import { dueAt } from "../review/due.ts";
import { catalogue, progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import "../styles/review.css";
import { lessonHref } from "../router.ts";

const levels: readonly Level[] = ["solid", "fresh", "lane", "shaky", "unseen"];
const names = {
  solid: t.readinessSolid,
  fresh: t.readinessFresh,
  lane: t.readinessLane,
  shaky: t.readinessShaky,
  unseen: t.readinessUnseen,
};

const LevelTag = ({ level }: { level: Level }): JSX.Element => (
  <span class={`level ${level}`}>{names[level]}</span>
);

export function ReadinessPage(): JSX.Element {
  useEffect(() => {
    document.title = `${t.readinessPageTitle} · ${t.appName}`;
  }, []);
  const c = catalogue.value;
  const p = progress.value;
  if (!c || !p) return <p class="page muted">{t.loading}</p>;
  const due = dueAt(p.reviews, new Date()).length;
  const stale = p.concepts.filter((x) => x.level === "solid" && x.due).length;
  const weeks = conceptsByWeek(p.concepts, c.lessons);
  return (
    <div class="page readiness">
      <h1>{t.readinessPageTitle}</h1>
      <p class="muted">{t.readinessLead}</p>
      <div class="readiness-sum card">
        <div class="readiness-bar" aria-hidden="true">
          {levels.map((l) => (
            <i key={l} class={l} style={`flex-grow: ${countOf(p.concepts, l)}`} />
          ))}
        </div>
        <ul class="readiness-counts">
          {levels.map((l) => (
            <li key={l}>
              <strong>{countOf(p.concepts, l)}</strong> <LevelTag level={l} />
            </li>
          ))}
        </ul>
        {stale > 0 && <p class="muted small">{t.readinessDue(stale)}</p>}
        {due > 0 && (
          <a class="button primary" href="/review">
            {due === 1 ? t.reviewsOne : t.reviewsMany(due)}
            <Icon name="arrow" />
          </a>
        )}
      </div>
      {weeks.map((w) => (
        <section key={`${w.course}-${w.week}`}>
          <h2>
            {t.week(w.week)}{" "}
            <span class="muted week-course">{c.courses.find((x) => x.id === w.course)?.title}</span>
          </h2>
          <ul class="standing-list">
            {w.concepts.map(({ standing, lesson }) => (
              <li key={standing.id} id={standing.id}>
                <LevelTag level={standing.level} />
                <span class="standing-text">
                  <strong>{standing.name}</strong>
                  <span class="muted small">{standing.why}</span>
                </span>
                <a class="small" href={lessonHref(lesson.id)}>
                  {lesson.title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
