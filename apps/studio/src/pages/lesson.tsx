/** A lesson: text and figures on one side, the open exercise's workbench on the other; stacked on a phone. */
import { type LessonBlock, type LessonText, nameOf } from "@gradus/content";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect } from "preact/hooks";
import { useReading } from "../reading/use-reading.ts";
import { lessonHref, navigate, place } from "../router.ts";
import { request } from "../state/connection.ts";
import { blockId } from "../state/next.ts";
import { catalogue, progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { CompareView } from "../ui/compare.tsx";
import { ExercisePane } from "../ui/exercise-pane.tsx";
import { RatingLine, StateTag } from "../ui/exercise-state.tsx";
import { ExplainCard } from "../ui/explain.tsx";
import { FastLaneView } from "../ui/fast-lane.tsx";
import { FigureView } from "../ui/figure.tsx";
import { Icon } from "../ui/icons.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { Quiz } from "../ui/quiz.tsx";

const ProjectPanel = lazy(() => import("../project/project-panel.tsx").then((m) => m.ProjectPanel));

const narrow = matchMedia("(max-width: 1000px)");

/** The task, where the text has it; opens in the workbench. */
function ExerciseCard({
  id,
  lesson,
  open,
}: {
  id: string;
  lesson: string;
  open: boolean;
}): JSX.Element {
  const task = useSignal<string | null>(null);
  const meta = catalogue.value?.exercises.find((e) => e.id === id);
  const state = progress.value?.exercises[id] ?? "open";
  useEffect(() => {
    void request<{ task: string }>(`/api/exercises/${id}`).then((e) => {
      task.value = e.task;
    });
  }, [id]);
  return (
    <section class={`exercise card ${open ? "open" : ""}`} id={`exercise-${nameOf(id)}`}>
      <header>
        <h3>{meta?.title ?? id}</h3>
        <StateTag state={state} />
      </header>
      {meta && <RatingLine {...meta} />}
      {task.value ? <Markdown text={task.value} /> : <p class="muted">{t.loading}</p>}
      {!open && (
        <button
          type="button"
          class="button primary"
          onClick={() => navigate(lessonHref(lesson, id), { replace: true })}
        >
          {t.openExercise}
          <Icon name="arrow" />
        </button>
      )}
    </section>
  );
}

export function LessonPage({ id, exercise }: { id: string; exercise: string | null }): JSX.Element {
  const lesson = useSignal<LessonText | null>(null);
  const error = useSignal<string | null>(null);
  const stacked = useSignal(narrow.matches);

  useEffect(() => {
    const change = (): void => {
      stacked.value = narrow.matches;
    };
    narrow.addEventListener("change", change);
    return () => narrow.removeEventListener("change", change);
  }, []);

  useEffect(() => {
    request<LessonText>(`/api/lessons/${id}`).then(
      (l) => {
        lesson.value = l;
        document.title = `${l.title} · ${t.appName}`;
      },
      (e: unknown) => {
        error.value = e instanceof Error ? e.message : String(e);
      },
    );
  }, [id]);

  const l = lesson.value;
  const active = exercise ?? l?.exercises[0] ?? null;

  useReading(l);
  const hash = place.value;
  useEffect(() => {
    if (!l) return;
    const at = hash || (exercise ? `exercise-${nameOf(exercise)}` : "");
    if (at) document.getElementById(at)?.scrollIntoView({ block: "start" });
  }, [l !== null, exercise, hash]);

  if (error.value)
    return (
      <div class="page">
        <p>{error.value}</p>
        <a href="/">{t.toPath}</a>
      </div>
    );
  if (!l) return <p class="page muted">{t.loading}</p>;

  const block = (b: LessonBlock, i: number): JSX.Element => {
    switch (b.kind) {
      case "markdown":
        return <Markdown key={i} text={b.text} />;
      case "figure":
        return <FigureView key={b.name} lesson={id} name={b.name} />;
      case "project":
        return (
          <Suspense key={b.name} fallback={<p class="muted">{t.loading}</p>}>
            <ProjectPanel lesson={id} name={b.name} />
          </Suspense>
        );
      case "quiz":
        return <Quiz key={`quiz-${b.index}`} lesson={id} quiz={b} />;
      case "compare": {
        const compare = l.compares[b.name];
        return compare ? <CompareView key={b.name} compare={compare} /> : <span key={b.name} />;
      }
      case "explain":
        return <ExplainCard key={b.id} id={b.id} />;
      case "exercise":
        return (
          <div key={b.id}>
            <ExerciseCard id={b.id} lesson={id} open={b.id === active} />
            {stacked.value && b.id === active && <ExercisePane key={b.id} id={b.id} />}
          </div>
        );
    }
  };

  const all = catalogue.value?.lessons ?? [];
  const at = all.findIndex((x) => x.id === id);
  const [previous, next] = [all[at - 1], all[at + 1]];
  const split = !stacked.value && active !== null;
  return (
    <div class={`lesson ${split ? "split" : ""}`}>
      <article class="lesson-text">
        <p class="muted small lesson-week">
          {t.week(l.week)} · {t.minutes(l.minutes)}
        </p>
        <h1>{l.title}</h1>
        <p class="lesson-summary">{l.summary}</p>
        <FastLaneView lesson={id} />
        {l.blocks.map((b, i) => (
          <div key={b.kind === "exercise" ? b.id : i} id={blockId(i)} class="block">
            {block(b, i)}
          </div>
        ))}
        <nav class="lesson-nav" aria-label={t.lessons}>
          {previous ? (
            <a class="button" href={lessonHref(previous.id)}>
              <Icon name="back" />
              {previous.title}
            </a>
          ) : (
            <span />
          )}
          {next && (
            <a class="button" href={lessonHref(next.id)}>
              {next.title}
              <Icon name="arrow" />
            </a>
          )}
        </nav>
      </article>
      {split && active && (
        <aside class="bench">
          <ExercisePane key={active} id={active} />
        </aside>
      )}
    </div>
  );
}
