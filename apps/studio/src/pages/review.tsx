/** Reviews: what is due is written anew, checked, rated, and the next one follows. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect } from "preact/hooks";
import { dueAt } from "../review/due.ts";
import { OpenReview } from "../review/open-review.ts";
import { RatingView } from "../review/rating.tsx";
import { lessonHref, navigate } from "../router.ts";
import { catalogue, progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Editor } from "../ui/editor.tsx";
import { Icon } from "../ui/icons.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { VerdictView } from "../ui/verdict.tsx";
import "../styles/review.css";

const DiffView = lazy(() => import("../ui/diff.tsx").then((m) => m.DiffView));

function Toolbar({ review }: { review: OpenReview }): JSX.Element {
  return (
    <div class="toolbar">
      {review.busy.value ? (
        <button type="button" class="button" onClick={() => review.close()}>
          <Icon name="stop" size={15} />
          {t.stop}
        </button>
      ) : (
        <button type="button" class="button primary" onClick={() => void review.check()}>
          <Icon name="check" size={16} />
          {t.check}
        </button>
      )}
      <button
        type="button"
        class="button quiet"
        disabled={review.hintsShown.value >= review.hints.length}
        onClick={() => review.hint()}
      >
        <Icon name="hint" size={16} />
        {t.hint}
      </button>
      <span class="spacer" />
      {!review.tried && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            review.gaveUp.value = true;
          }}
        >
          {t.reviewGiveUp}
        </button>
      )}
    </div>
  );
}

/** What passed may take the place of the learner's file. */
function Adopt({ review }: { review: OpenReview }): JSX.Element {
  const adopted = review.adopted.value;
  if (adopted?.text === review.text.value)
    return (
      <p class="small muted">
        {t.reviewAdopted}
        {adopted.kept && ` ${t.reviewKept(adopted.kept)}`}
      </p>
    );
  return (
    <button type="button" class="button quiet" onClick={() => void review.adopt()}>
      {t.reviewAdopt}
    </button>
  );
}

function Workbench({ review, onDone }: { review: OpenReview; onDone: () => void }): JSX.Element {
  const { id, title } = review.meta;
  const shown = useSignal(false);
  return (
    <section class="pane card" aria-label={title}>
      <header class="pane-head">
        <h2>{title}</h2>
        <span class="save muted small">{t.reviewApart}</span>
      </header>
      <Editor
        exercise={id}
        label={t.editorLabel(title)}
        text={review.text.value}
        replaced={0}
        onText={(text) => review.edit(text)}
        onCheck={() => void review.check()}
        onRun={() => void review.check()}
      />
      <Toolbar review={review} />
      {review.hintsShown.value > 0 && (
        <div class="hints">
          {review.hints.slice(0, review.hintsShown.value).map((text, i) => (
            <div key={text}>
              <h4>{t.hintOf(i + 1, review.hints.length)}</h4>
              <Markdown text={text} />
            </div>
          ))}
        </div>
      )}
      <div class="output" aria-live="polite">
        {review.verdict.value && <VerdictView verdict={review.verdict.value} />}
        {review.tried && !review.busy.value && (
          <>
            <RatingView
              proposed={review.proposed}
              onRate={(rating) => void review.rate(rating).then(onDone)}
            />
            {review.verdict.value?.passed && <Adopt review={review} />}
            <details
              class="earlier"
              onToggle={(event) => {
                shown.value = event.currentTarget.open;
              }}
            >
              <summary>{t.reviewEarlier}</summary>
              {shown.value && (
                <Suspense fallback={<p class="muted">{t.loading}</p>}>
                  <DiffView before={review.earlier} now={review.text.value} />
                </Suspense>
              )}
            </details>
          </>
        )}
      </div>
    </section>
  );
}

function OneReview({ id, onDone }: { id: string; onDone: () => void }): JSX.Element {
  const review = useSignal<OpenReview | null>(null);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    let gone = false;
    OpenReview.open(id).then(
      (r) => {
        if (!gone) review.value = r;
      },
      (e: unknown) => {
        error.value = e instanceof Error ? e.message : String(e);
      },
    );
    return () => {
      gone = true;
      review.value?.close();
    };
  }, [id]);
  const r = review.value;
  if (error.value) return <p class="negative">{error.value}</p>;
  if (!r) return <p class="muted">{t.loading}</p>;
  const lesson = catalogue.value?.lessons.find((l) => l.id === r.meta.lesson);
  return (
    <div class="review-grid">
      <div class="review-task card">
        {lesson && (
          <p class="muted small">
            <a href={lessonHref(lesson.id, id)}>{lesson.title}</a>
          </p>
        )}
        <Markdown text={r.task} />
      </div>
      <Workbench review={r} onDone={onDone} />
    </div>
  );
}

const dateText = (iso: string): string =>
  new Date(iso).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });

function NothingDue({ done, next }: { done: number; next: string | undefined }): JSX.Element {
  return (
    <div class="card empty">
      <p>
        <strong>{done > 0 ? t.reviewAllDone(done) : t.reviewsNone}</strong>
      </p>
      <p class="muted">{next ? t.reviewNextOn(dateText(next)) : t.reviewNoneYet}</p>
      <a class="button primary" href="/">
        {t.toPath}
      </a>
    </div>
  );
}

/** Without an id, the review that is due longest. */
export function ReviewPage({ id }: { id: string | null }): JSX.Element {
  const done = useSignal(0);
  useEffect(() => {
    document.title = `${t.reviewTitle} · ${t.appName}`;
  }, []);
  const p = progress.value;
  if (!p) return <p class="page muted">{t.loading}</p>;
  const due = dueAt(p.reviews, new Date());
  const active = id ?? due[0]?.exercise ?? null;
  const isDue = due.some((r) => r.exercise === active);
  return (
    <div class="page review">
      <header class="review-head">
        <h1>{t.reviewTitle}</h1>
        {active && (
          <p class="muted">
            {isDue ? (due.length === 1 ? t.reviewsOne : t.reviewsMany(due.length)) : t.reviewEarly}.{" "}
            {t.reviewLead}
          </p>
        )}
      </header>
      {active ? (
        <OneReview
          key={active}
          id={active}
          onDone={() => {
            done.value++;
            navigate("/review");
          }}
        />
      ) : (
        <NothingDue done={done.value} next={p.reviews[0]?.due} />
      )}
    </div>
  );
}
