/** The end of a project: what each decision bought where it counts, and two other ways that were really gone. */
import {
  daysSpent,
  type ProjectHistory,
  type ProjectOutcome,
  type ProjectPlan,
  type ProjectWay,
} from "@gradus/content";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { Markdown } from "../ui/markdown.tsx";
import type { ProjectAsker } from "./asker.ts";
import { changeText, percent, widthOf } from "./numbers.ts";

const labelOf = (plan: ProjectPlan, id: string): string =>
  plan.actions.find((a) => a.id === id)?.label ?? id;

function Gains({ plan, history }: { plan: ProjectPlan; history: ProjectHistory }): JSX.Element {
  const goals = history.values.map((v) => v[plan.goal] ?? null);
  const goal = plan.measures.find((m) => m.id === plan.goal)?.label ?? plan.goal;
  return (
    <section
      class="table-scroll" /* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */
      tabIndex={0}
      aria-label={t.projectGains}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t.projectDecision}</th>
            <th scope="col">{t.projectDaysHead}</th>
            <th scope="col">{goal}</th>
            <th scope="col">{t.projectBought}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t.projectBeginning}</th>
            <td />
            <td>{typeof goals[0] === "number" && percent(goals[0])}</td>
            <td />
          </tr>
          {history.decisions.map((id, i) => {
            const [before, now] = [goals[i] ?? null, goals[i + 1] ?? null];
            return (
              <tr key={i}>
                <th scope="row">{labelOf(plan, id)}</th>
                <td>{plan.actions.find((a) => a.id === id)?.days}</td>
                <td>{now !== null && percent(now)}</td>
                <td class={now !== null && before !== null && now < before ? "positive" : ""}>
                  {now !== null && before !== null && changeText(now - before)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Ways({ plan, outcome }: { plan: ProjectPlan; outcome: ProjectOutcome }): JSX.Element {
  const ways = [
    { name: t.projectYours, why: "", way: outcome.own },
    ...plan.strategies.map(({ name, why }, i) => ({ name, why, way: outcome.others[i] })),
  ];
  const goalOf = (way: ProjectWay | undefined): number => way?.values[plan.goal] ?? 0;
  return (
    <ul class="project-ways">
      {ways.map(({ name, why, way }) => (
        <li key={name}>
          <b>{name}</b>
          <span class="track" aria-hidden="true">
            <span class="fill" style={{ width: widthOf(goalOf(way)) }} />
          </span>
          <span class="number">{percent(goalOf(way))}</span>
          <span class="small muted">
            {why} {t.projectWay(daysSpent(plan, way?.actions ?? []))}{" "}
            {(way?.actions ?? []).map((id) => labelOf(plan, id)).join(", ")}.
          </span>
        </li>
      ))}
      <li>
        <b>{plan.reference.label}</b>
        <span class="track" aria-hidden="true">
          <span class="fill" style={{ width: widthOf(outcome.reference) }} />
        </span>
        <span class="number">{percent(outcome.reference)}</span>
        <span class="small muted">{plan.reference.text}</span>
      </li>
    </ul>
  );
}

export function Outcome({
  plan,
  history,
  asker,
}: {
  plan: ProjectPlan;
  history: ProjectHistory;
  asker: ProjectAsker;
}): JSX.Element {
  const found = useSignal<{ outcome: ProjectOutcome; text: string } | null>(null);
  const share = useSignal(0);
  const error = useSignal<string | null>(null);

  useEffect(() => {
    const compare = async (): Promise<void> => {
      const others: ProjectWay[] = [];
      for (const [i, { actions }] of plan.strategies.entries()) {
        const { values } = await asker.ask<"measure">(
          { want: "measure", decisions: actions },
          (part) => {
            share.value = (i + part) / plan.strategies.length;
          },
        );
        others.push({ actions, values });
      }
      const outcome: ProjectOutcome = {
        own: { actions: history.decisions, values: history.values.at(-1) ?? {} },
        others,
        reference: history.values[0]?.reference ?? 0,
      };
      found.value = { outcome, text: await asker.ask<"end">({ want: "end", outcome }) };
    };
    compare().catch((e: unknown) => {
      error.value = e instanceof Error ? e.message : String(e);
    });
  }, [history.decisions.join()]);

  return (
    <section class="project-outcome">
      <h4>{t.projectGains}</h4>
      <Gains plan={plan} history={history} />
      <h4>{t.projectOthers}</h4>
      {error.value && <p class="negative">{error.value}</p>}
      {found.value ? (
        <>
          <Ways plan={plan} outcome={found.value.outcome} />
          <Markdown text={found.value.text} />
        </>
      ) : (
        <p role="status">
          {t.projectComparing} <progress value={share.value} aria-label={t.projectComparing} />
        </p>
      )}
    </section>
  );
}
