/** How wrong the model is where: a bar for each measure, with a mark where it was before. */
import type { ProjectPlan } from "@gradus/content";
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";
import { changeText, percent, widthOf } from "./numbers.ts";

type Values = Readonly<Record<string, number | null>>;

interface Row {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly now: number | null;
  readonly before: number | null;
  /** What is said where there is no number. */
  readonly none: string;
}

function Bar({ label, text, now, before, none, kind }: Row & { kind: string }): JSX.Element {
  const moved = now !== null && before !== null && Math.abs(now - before) >= 0.0005;
  return (
    <div class={`project-bar ${kind}`}>
      <dt title={text}>{label}</dt>
      <dd>
        <span class="track" aria-hidden="true">
          {now !== null && <span class="fill" style={{ width: widthOf(now) }} />}
          {moved && <span class="before" style={{ left: widthOf(before) }} />}
        </span>
        <span class="number">
          {now === null ? <span class="muted">{none}</span> : percent(now)}
        </span>
        <span class={`change ${moved && now < before ? "positive" : "negative"}`}>
          {moved && changeText(now - before)}
        </span>
        <span class="what muted small">{text}</span>
      </dd>
    </div>
  );
}

export function ProjectBars({
  plan,
  now,
  before,
  ended,
}: {
  plan: ProjectPlan;
  now: Values;
  before: Values | undefined;
  ended: boolean;
}): JSX.Element {
  return (
    <dl class="project-bars">
      <Bar
        id="reference"
        kind="reference"
        {...plan.reference}
        now={now.reference ?? null}
        before={null}
        none={t.projectNotMeasured}
      />
      {plan.measures.map((m) => {
        const hidden = m.atEnd === true && !ended;
        return (
          <Bar
            key={m.id}
            {...m}
            kind={m.id === plan.goal ? "goal" : ""}
            now={hidden ? null : (now[m.id] ?? null)}
            before={hidden ? null : (before?.[m.id] ?? null)}
            none={hidden ? t.projectAtEnd : t.projectNotMeasured}
          />
        );
      })}
    </dl>
  );
}
