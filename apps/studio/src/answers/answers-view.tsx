/** After a pass: the learner's answer beside the solution and others, one of them at a time. */
import { type Timing, times } from "@gradus/exercise";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { colorCode } from "../ui/markdown.tsx";
import { type Answers, type AnswerText, loadAnswers, timeAnswers } from "./load-answers.ts";
import "./answers.css";

function AnswerView({
  label,
  answer,
  time,
  why,
}: {
  label: string;
  answer: AnswerText;
  time: string;
  why?: string | undefined;
}): JSX.Element {
  return (
    <section class="answer" aria-label={label}>
      <h4>{label}</h4>
      <p class="answer-facts small muted">
        {t.answerLines(answer.lines)}
        {time && ` · ${time}`}
      </p>
      <pre>
        <code dangerouslySetInnerHTML={{ __html: colorCode(answer.text.trim(), "ts") }} />
      </pre>
      {why && <p class="answer-why">{why}</p>}
    </section>
  );
}

/** @param id the exercise, which has passed */
export function AnswersView({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const answers = useSignal<Answers | null>(null);
  const timing = useSignal<Timing | null | "measuring">("measuring");
  const error = useSignal<string | null>(null);
  const chosen = useSignal(0);
  useEffect(() => {
    const controller = new AbortController();
    const load = async (): Promise<void> => {
      const found = await loadAnswers(id);
      if (controller.signal.aborted) return;
      answers.value = found;
      const taken = await timeAnswers(id, found, controller.signal);
      if (!controller.signal.aborted) timing.value = taken ?? null;
    };
    load().catch((e: unknown) => {
      if (answers.value) timing.value = null;
      else error.value = e instanceof Error ? e.message : String(e);
    });
    return () => controller.abort();
  }, [id]);

  const all = answers.value;
  const taken = timing.value;
  const measured = taken === "measuring" ? null : taken;
  const other = all?.others[chosen.value];
  const otherMs = measured?.others.find((o) => o.name === other?.name)?.ms;
  return (
    <section class="answers" aria-label={t.answersTitle}>
      <header>
        <h3>{t.answersTitle}</h3>
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="cross" size={14} />
          {t.close}
        </button>
      </header>
      {error.value && <p class="negative">{error.value}</p>}
      {!all && !error.value && <p class="muted">{t.loading}</p>}
      {all && other && (
        <>
          <fieldset class="answers-choice" aria-label={t.answersChoice}>
            {all.others.map(({ name }, i) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={i === chosen.value}
                onClick={() => {
                  chosen.value = i;
                }}
              >
                {name}
              </button>
            ))}
          </fieldset>
          <div class="answers-pair">
            {all.mine && (
              <AnswerView
                label={t.answerYours}
                answer={all.mine}
                time={measured ? times.about(measured.learner) : ""}
              />
            )}
            <AnswerView
              key={other.name}
              label={other.name}
              answer={other}
              time={
                measured && otherMs !== undefined ? times.beside(otherMs, measured.learner) : ""
              }
              why={other.why}
            />
          </div>
          <p class="small muted" role="status">
            {taken === "measuring"
              ? t.answersMeasuring
              : measured
                ? t.answersTimed(measured.of, measured.runs)
                : t.answersNotTimed}
          </p>
        </>
      )}
    </section>
  );
}
