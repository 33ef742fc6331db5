/** A question with its answers: what was tried is explained, and all of it once the answer is right. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { optionOrder } from "../state/option-order.ts";
import { tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "./icons.tsx";
import { Markdown } from "./markdown.tsx";

export interface QuizBlock {
  readonly kind: "quiz";
  readonly index: number;
  readonly question: string;
  readonly options: readonly {
    readonly text: string;
    readonly correct: boolean;
    readonly why: string;
  }[];
}

export function Quiz({ lesson, quiz }: { lesson: string; quiz: QuizBlock }): JSX.Element {
  const many = quiz.options.filter((o) => o.correct).length > 1;
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [checked, setChecked] = useState(false);
  const right = quiz.options.every((o, i) => o.correct === picked.has(i));
  const name = `quiz-${lesson}-${quiz.index}`;
  const order = optionOrder(
    quiz.question,
    quiz.options.map((o) => o.text),
  );

  const pick = (i: number): void => {
    const next = new Set(many ? picked : []);
    if (next.has(i)) next.delete(i);
    else next.add(i);
    setPicked(next);
    setChecked(false);
  };

  return (
    <form
      class="quiz card"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        void tell({ kind: "quiz", lesson, question: quiz.index, correct: right });
      }}
    >
      <fieldset>
        <legend>
          <Markdown text={quiz.question} inline />
        </legend>
        {order
          .map((i) => [quiz.options[i] as QuizBlock["options"][number], i] as const)
          .map(([o, i]) => (
            <div
              key={o.text}
              class={`option ${checked && picked.has(i) ? (o.correct ? "right" : "wrong") : ""}`}
            >
              <label>
                <input
                  type={many ? "checkbox" : "radio"}
                  name={name}
                  checked={picked.has(i)}
                  onChange={() => pick(i)}
                />
                <Markdown text={o.text} inline />
              </label>
              {checked && (right || picked.has(i)) && (
                <p class="why">
                  <Markdown text={o.why} inline />
                </p>
              )}
            </div>
          ))}
      </fieldset>
      <div class="quiz-foot">
        <button type="submit" class="button" disabled={picked.size === 0}>
          {t.quizCheck}
        </button>
        <span role="status" class={right ? "positive" : "negative"}>
          {checked && (
            <>
              <Icon name={right ? "check" : "cross"} size={16} />{" "}
              {right ? t.quizRight : t.quizWrong}
            </>
          )}
        </span>
      </div>
    </form>
  );
}
