/** The path: the four steps as stairs, where to go on, what to review, and the lessons of the course one is in. */

import type { Catalogue, Progress } from "@gradus/content";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { dueAt } from "../review/due.ts";
import { allCourses, type Here, hereOf, hoursOf, shareOf, shareText } from "../state/journey.ts";
import { nextHref, nextTitle } from "../state/next.ts";
import { catalogue, loadError, progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { CourseFacts, CourseLessons, Stairs } from "../ui/journey.tsx";

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

const levels = ["solid", "fresh", "lane", "shaky", "unseen"] as const;
const levelNames = {
  solid: t.readinessSolid,
  fresh: t.readinessFresh,
  lane: t.readinessLane,
  shaky: t.readinessShaky,
  unseen: t.readinessUnseen,
};

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
          .filter((l) => p.concepts.some((x) => x.level === l))
          .map((l) => `${p.concepts.filter((x) => x.level === l).length} ${levelNames[l]}`)
          .join(" · ")}
      </p>
      <p class="small">
        <a href="/readiness">{t.readinessOpen}</a>
      </p>
    </section>
  );
}

/** The way in for those who know some of it: offered until something was begun. */
function PlacementCard({ here, p }: { here: Here; p: Progress }): JSX.Element | null {
  if (p.next?.kind !== "start") return null;
  return (
    <section class="card placement-card">
      <div>
        <h2>{t.placementTitle}</h2>
        <p class="muted small">{t.placementLead}</p>
      </div>
      <a class="button" href={`/placement/${here.course.id}`}>
        {t.placementOpen}
      </a>
    </section>
  );
}

export function PathPage(): JSX.Element {
  useEffect(() => {
    document.title = t.appName;
  }, []);
  const c = catalogue.value;
  const p = progress.value;
  if (loadError.value) return <p class="page">{loadError.value}</p>;
  if (!c || !p) return <p class="page muted">{t.loading}</p>;
  const here = hereOf(c, p);
  const all = allCourses(c);
  const built = here?.course ?? all.find((x) => x.built);
  return (
    <div class="page path">
      <header class="path-head">
        <h1>{t.pathTitle}</h1>
        <p class="muted">
          {t.pathLead} {t.wholeShare(shareText(shareOf(all, c, p)), hoursOf(all))}
        </p>
      </header>
      <div class="path-start">
        <Continue p={p} />
        {here && <PlacementCard here={here} p={p} />}
      </div>
      <Stairs c={c} p={p} here={here} />
      <div class="path-grid">
        <div>
          {built && (
            <section class="path-course">
              <h2 class="course-title">
                <a href={`/course/${built.id}`}>{built.title}</a>
              </h2>
              <p class="muted">{built.summary}</p>
              <CourseLessons c={c} p={p} here={here} course={built} />
            </section>
          )}
        </div>
        <aside>
          <Reviews c={c} p={p} />
          <Readiness p={p} />
          {built && <CourseFacts c={c} p={p} here={here} course={built} />}
        </aside>
      </div>
    </div>
  );
}
