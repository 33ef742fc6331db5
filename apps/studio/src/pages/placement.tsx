/** The placement check: questions and short exercises in a row, with skip, and at the end where to begin. */
import type { PlacementItem } from "@gradus/content";
import type { Verdict } from "@gradus/exercise";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { OpenPlacement, openItems } from "../placement/open-placement.ts";
import { request } from "../state/connection.ts";
import { check, gradingOf, withText } from "../state/grading.ts";
import { nextHref, nextTitle } from "../state/next.ts";
import { optionOrder } from "../state/option-order.ts";
import { catalogue, progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Editor } from "../ui/editor.tsx";
import { Icon } from "../ui/icons.tsx";
import { Bar } from "../ui/journey.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { VerdictView } from "../ui/verdict.tsx";
import "../styles/review.css";

interface AnswerProps<K extends PlacementItem["kind"]> {
  readonly item: Extract<PlacementItem, { kind: K }>;
  onAnswer(right: boolean): void;
}

const Skip = ({ onAnswer }: { onAnswer(right: boolean): void }): JSX.Element => (
  <button type="button" class="button quiet" onClick={() => onAnswer(false)}>
    {t.placementSkip}
  </button>
);

function Question({ item, onAnswer }: AnswerProps<"quiz">): JSX.Element {
  const { question, options } = item.quiz;
  const many = options.filter((o) => o.correct).length > 1;
  const picked = useSignal<ReadonlySet<number>>(new Set());
  const order = optionOrder(
    question,
    options.map((o) => o.text),
  );
  const form = useRef<HTMLFormElement>(null);
  // The button that was pressed is gone with the question before.
  useEffect(() => {
    if (document.activeElement === document.body) form.current?.focus();
  }, []);
  return (
    <form
      ref={form}
      tabIndex={-1}
      class="quiz card"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(options.every((o, i) => o.correct === picked.value.has(i)));
      }}
    >
      <fieldset>
        <legend>
          <Markdown text={question} inline />
        </legend>
        {order.map((i) => (
          <div key={i} class="option">
            <label>
              <input
                type={many ? "checkbox" : "radio"}
                name="placement"
                checked={picked.value.has(i)}
                onChange={() => {
                  const next = new Set(many ? picked.value : []);
                  if (!next.delete(i)) next.add(i);
                  picked.value = next;
                }}
              />
              <Markdown text={options[i]?.text ?? ""} inline />
            </label>
          </div>
        ))}
      </fieldset>
      <div class="quiz-foot">
        <button type="submit" class="button primary" disabled={picked.value.size === 0}>
          {t.placementAnswer}
        </button>
        <Skip onAnswer={onAnswer} />
      </div>
    </form>
  );
}

interface ExerciseAnswer {
  readonly meta: { readonly title: string };
  readonly task: string;
  readonly starter: string;
}

function Writing({ item, onAnswer }: AnswerProps<"exercise">): JSX.Element {
  const found = useSignal<ExerciseAnswer | null>(null);
  const text = useSignal("");
  const verdict = useSignal<Verdict | null>(null);
  const busy = useSignal(false);
  useEffect(() => {
    void request<ExerciseAnswer>(`/api/exercises/${item.exercise}`).then((e) => {
      text.value = e.starter;
      found.value = e;
    });
  }, [item.exercise]);
  const grade = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    try {
      const done = await check(withText(await gradingOf(item.exercise), text.value), {});
      if (done.passed) onAnswer(true);
      else verdict.value = done;
    } finally {
      busy.value = false;
    }
  };
  const e = found.value;
  if (!e) return <p class="muted">{t.loading}</p>;
  return (
    <div class="placement-write">
      <div class="card review-task">
        <h2>{e.meta.title}</h2>
        <Markdown text={e.task} />
      </div>
      <section class="pane card" aria-label={e.meta.title}>
        <Editor
          exercise={item.exercise}
          label={t.editorLabel(e.meta.title)}
          text={text.value}
          replaced={0}
          onText={(now) => {
            text.value = now;
          }}
          onCheck={() => void grade()}
          onRun={() => void grade()}
        />
        <div class="toolbar">
          <button type="button" class="button primary" disabled={busy.value} onClick={grade}>
            <Icon name="check" size={16} />
            {busy.value ? t.checkStarting : t.check}
          </button>
          <Skip onAnswer={onAnswer} />
        </div>
        <div class="output" aria-live="polite">
          {verdict.value ? (
            <VerdictView verdict={verdict.value} />
          ) : (
            <p class="muted small">{t.placementWrite}</p>
          )}
        </div>
      </section>
    </div>
  );
}

function Outcome({ open }: { open: OpenPlacement }): JSX.Element {
  const next = progress.value?.next;
  const names = new Map(progress.value?.concepts.map((x) => [x.id, x.name]));
  const { asked } = open;
  const known = asked.filter((id) => open.known.value.has(id));
  const list = (ids: readonly string[]): JSX.Element => (
    <ul class="concept-names">
      {ids.map((id) => (
        <li key={id}>{names.get(id) ?? id}</li>
      ))}
    </ul>
  );
  return (
    <section class="card placement-outcome" role="status">
      <h2>{t.placementResult(known.length, asked.length)}</h2>
      {known.length > 0 && (
        <>
          <h3>{t.placementKnown}</h3>
          {list(known)}
        </>
      )}
      {known.length < asked.length && (
        <>
          <h3>{t.placementNew}</h3>
          {list(asked.filter((id) => !known.includes(id)))}
        </>
      )}
      <p class="next-step">
        {next && (
          <a class="button primary" href={nextHref(next)}>
            {t.placementGo(nextTitle(next).lesson)}
            <Icon name="arrow" />
          </a>
        )}{" "}
        <a class="button quiet" href="/">
          {t.toPath}
        </a>
      </p>
    </section>
  );
}

export function PlacementPage({ course }: { course: string }): JSX.Element {
  const open = useSignal<OpenPlacement | null>(null);
  const ready = progress.value !== null;
  const title = catalogue.value?.courses.find((c) => c.id === course)?.title ?? course;
  useEffect(() => {
    document.title = `${t.placementOpen} · ${t.appName}`;
    const p = progress.value;
    if (!p) return;
    void request<readonly PlacementItem[]>(`/api/placement/${course}`).then((items) => {
      open.value = new OpenPlacement(openItems(items, p), (concepts, known) =>
        tell({ kind: "placement", concepts, known }),
      );
    });
  }, [course, ready]);
  const o = open.value;
  if (!o) return <p class="page muted">{t.loading}</p>;
  const { item } = o;
  const n = o.at.value;
  const answer = (right: boolean): void => void o.answer(right);
  return (
    <div class="page placement">
      <h1>{t.placementOf(title)}</h1>
      {o.items.length === 0 ? (
        <p class="card empty">{t.placementNone}</p>
      ) : !item ? (
        <Outcome open={o} />
      ) : (
        <>
          <p class="muted">{t.placementAbout}</p>
          <div class="placement-at">
            <Bar share={n / o.items.length} />
            <span class="small muted">{t.placementCount(n + 1, o.items.length)}</span>
            {n > 0 && (
              <button type="button" class="button quiet small" onClick={() => o.stop()}>
                {t.placementStop}
              </button>
            )}
          </div>
          {o.lost && <p class="plan-note">{t.placementMisses}</p>}
          {item.kind === "quiz" ? (
            <Question key={n} item={item} onAnswer={answer} />
          ) : (
            <Writing key={n} item={item} onAnswer={answer} />
          )}
        </>
      )}
    </div>
  );
}
