/** A question answered in words: first one's own answer, then a model answer, and its points to be ticked. */
import type { ExplainText as Question } from "@gradus/content";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { request } from "../state/connection.ts";
import { progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { RatingLine } from "./exercise-state.tsx";
import { Markdown } from "./markdown.tsx";

/** As much of an answer as is kept with the progress. */
const mostKept = 4000;

function Comparison({
  question,
  text,
  onDone,
}: {
  question: Question;
  text: string;
  onDone: () => void;
}): JSX.Element {
  const ticked = useSignal<ReadonlySet<number>>(new Set());
  const tick = (i: number): void => {
    const next = new Set(ticked.value);
    if (!next.delete(i)) next.add(i);
    ticked.value = next;
  };
  const save = async (): Promise<void> => {
    const points = question.points.map((_, i) => ticked.value.has(i));
    await tell({ kind: "explain", explain: question.id, points, text: text.slice(0, mostKept) });
    onDone();
  };
  return (
    <>
      <h4>{t.explainModel}</h4>
      <Markdown text={question.answer} />
      <fieldset>
        <legend>{t.explainTick}</legend>
        {question.points.map((point, i) => (
          <div key={point} class="option">
            <label>
              <input type="checkbox" checked={ticked.value.has(i)} onChange={() => tick(i)} />
              <Markdown text={point} inline />
            </label>
          </div>
        ))}
      </fieldset>
      <button type="button" class="button primary" onClick={() => void save()}>
        {t.explainSave}
      </button>
    </>
  );
}

export function ExplainCard({ id }: { id: string }): JSX.Element {
  const question = useSignal<Question | null>(null);
  const text = useSignal("");
  const step = useSignal<"write" | "compare">("write");
  const again = useSignal(false);
  useEffect(() => {
    void request<Question>(`/api/explains/${id}`).then((q) => {
      question.value = q;
    });
  }, [id]);
  const q = question.value;
  const share = progress.value?.explained[id];
  if (!q) return <p class="muted">{t.loading}</p>;
  const done = share !== undefined && !again.value;
  return (
    <section class="explain quiz card" id={`explain-${id}`}>
      <h3>{q.title}</h3>
      <RatingLine {...q} />
      <Markdown text={q.task} />
      {done ? (
        <>
          <p class="positive">
            {t.explainDone(Math.round(share * q.points.length), q.points.length)}
          </p>
          <button
            type="button"
            class="button"
            onClick={() => {
              again.value = true;
              step.value = "write";
            }}
          >
            {t.explainAgain}
          </button>
        </>
      ) : (
        <>
          <label class="explain-answer">
            <span class="small muted">{t.explainWrite}</span>
            <textarea
              rows={6}
              value={text.value}
              readOnly={step.value === "compare"}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />
          </label>
          {step.value === "compare" ? (
            <Comparison
              question={q}
              text={text.value}
              onDone={() => {
                again.value = false;
              }}
            />
          ) : (
            <button
              type="button"
              class="button"
              disabled={text.value.trim() === ""}
              onClick={() => {
                step.value = "compare";
              }}
            >
              {t.explainCompare}
            </button>
          )}
        </>
      )}
    </section>
  );
}
