/**
 * A project in a lesson: its brief, the days that are left, the bars, actions with their price, what was done and what
 * it changed, and the end. Decisions and numbers are kept with the progress; a reload goes on from there, and measures
 * the present state once more for what is not kept: notes, and mistakes to look at.
 */
import {
  daysSpent,
  type Measured,
  type Offer,
  offersOf,
  type ProjectHistory,
  type ProjectPlan,
} from "@gradus/content";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { ProjectAsker, Stopped } from "./asker.ts";
import { ProjectBars } from "./bars.tsx";
import { Bench } from "./bench.tsx";
import { changeText, whole } from "./numbers.ts";
import { Outcome } from "./outcome.tsx";
import { keepTags, type OwnTags, readTags } from "./own-tags.ts";
import "./project.css";

interface Busy {
  readonly what: string;
  readonly share: number;
}

/** An action as a card: what it is, what it costs, and why it cannot be done where it cannot. */
function ActionCard({
  offer,
  busy,
  decide,
}: {
  offer: Offer;
  busy: boolean;
  decide: () => void;
}): JSX.Element {
  const { action, done, closed, missing } = offer;
  const why =
    closed === "needs"
      ? t.projectNeeds(missing)
      : closed === "days"
        ? t.projectTooDear
        : closed === "done"
          ? t.projectDone
          : "";
  return (
    <li class={`project-action ${closed === "done" ? "done" : ""}`}>
      <h5>
        {action.label} <span class="price">{t.projectDays(whole(action.days))}</span>
      </h5>
      <p class="small">{action.text}</p>
      <p class="small muted">
        {(action.times ?? 1) > 1 && t.projectTimes(done, action.times ?? 1)} {why}
      </p>
      {closed === null && (
        <button
          type="button"
          class="button"
          disabled={busy}
          aria-label={t.projectDecideOn(action.label)}
          onClick={decide}
        >
          {t.projectDecide}
        </button>
      )}
    </li>
  );
}

/** What was decided, and how the visible numbers changed each time. */
function Log({ plan, history }: { plan: ProjectPlan; history: ProjectHistory }): JSX.Element {
  const shown = plan.measures.filter((m) => !m.atEnd);
  return (
    <ol class="project-log">
      {history.decisions.map((id, i) => {
        const action = plan.actions.find((a) => a.id === id);
        const [before, now] = [history.values[i] ?? {}, history.values[i + 1] ?? {}];
        const changes = shown.flatMap(({ id: measure, label }) => {
          const [a, b] = [before[measure] ?? null, now[measure] ?? null];
          if (b === null) return [];
          if (a === null) return [t.projectFirst(label, (100 * b).toFixed(1))];
          return Math.abs(b - a) < 0.0005 ? [] : [`${label} ${changeText(b - a)}`];
        });
        return (
          <li key={i}>
            <b>{action?.label ?? id}</b>{" "}
            <span class="muted">({t.projectDays(whole(action?.days ?? 0))})</span>:{" "}
            {changes.length > 0 ? changes.join(", ") : t.projectNoChange}
          </li>
        );
      })}
    </ol>
  );
}

/** A file that says how the project's world is made. */
function Source({ label, load }: { label: string; load: () => Promise<string> }): JSX.Element {
  const text = useSignal<string | null>(null);
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open && text.value === null)
          void load().then((found) => {
            text.value = found;
          });
      }}
    >
      <summary>{label}</summary>
      {text.value === null ? (
        <p class="muted">{t.loading}</p>
      ) : (
        <Markdown text={`\`\`\`ts\n${text.value}\n\`\`\``} />
      )}
    </details>
  );
}

export function ProjectPanel({ lesson, name }: { lesson: string; name: string }): JSX.Element {
  const host = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const asker = useRef<ProjectAsker | null>(null);
  const plan = useSignal<ProjectPlan | null>(null);
  const error = useSignal<string | null>(null);
  const busy = useSignal<Busy | null>(null);
  /** What was measured after so many decisions. */
  const latest = useSignal<{ readonly decisions: number; readonly measured: Measured } | null>(
    null,
  );
  const tags = useSignal<OwnTags>([]);
  const id = `${lesson}/${name}`;
  const history = progress.value?.projects[id];

  /** Does something that takes a while, and says so meanwhile. */
  const doing = async (
    what: string,
    work: (tell: (share: number) => void) => Promise<void>,
  ): Promise<void> => {
    error.value = null;
    busy.value = { what, share: 0 };
    try {
      await work((share) => {
        busy.value = { what, share };
      });
    } catch (e) {
      if (!(e instanceof Stopped)) error.value = e instanceof Error ? e.message : String(e);
    } finally {
      busy.value = null;
    }
  };

  const measured = async (
    decisions: readonly string[],
    tellShare: (share: number) => void,
  ): Promise<Measured> => {
    const asked = asker.current;
    if (!asked) throw new Stopped();
    const found = await asked.ask<"measure">({ want: "measure", decisions }, tellShare);
    latest.value = { decisions: decisions.length, measured: found };
    tags.value = found.inspection ? readTags(id, decisions) : [];
    return found;
  };

  const begin = (): Promise<void> =>
    doing(t.projectStarting, async (tellShare) => {
      const { values } = await measured([], (share) => tellShare(share / 2));
      const reference = await asker.current?.ask<"reference">({ want: "reference" }, (share) =>
        tellShare((1 + share) / 2),
      );
      await tell({
        kind: "project",
        lesson,
        project: name,
        act: "begin",
        values: { ...values, reference: reference ?? null },
      });
    });

  const decide = (action: { readonly id: string; readonly label: string }): Promise<void> =>
    doing(action.label, async (tellShare) => {
      const before = progress.value?.projects[id]?.decisions ?? [];
      const { values } = await measured([...before, action.id], tellShare);
      await tell({
        kind: "project",
        lesson,
        project: name,
        act: "decide",
        action: action.id,
        values,
      });
      heading.current?.focus();
    });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    // Only what is about to be seen starts a worker.
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((e) => e.isIntersecting) || asker.current) return;
        const made = new ProjectAsker(lesson, name);
        asker.current = made;
        made.ask<"plan">({ want: "plan" }).then(
          async (found) => {
            await made.load(found.assets);
            plan.value = found;
            const kept = progress.value?.projects[id];
            if (kept && !kept.handedIn && kept.decisions.length > 0)
              await doing(t.projectGoingOn, async (tellShare) => {
                await measured(kept.decisions, tellShare);
              });
          },
          (e: unknown) => {
            error.value = e instanceof Error ? e.message : String(e);
          },
        );
      },
      { rootMargin: "200px" },
    );
    seen.observe(element);
    return () => {
      seen.disconnect();
      asker.current?.end();
      asker.current = null;
    };
  }, [lesson, name]);

  const p = plan.value;
  const working = busy.value;
  const spent = p && history ? daysSpent(p, history.decisions) : 0;
  const now = history?.values.at(-1);
  const fresh =
    latest.value && latest.value.decisions === history?.decisions.length
      ? latest.value.measured
      : null;
  return (
    <section class="project card" ref={host} id={`project-${name}`} aria-busy={working !== null}>
      <h3>{p?.title ?? t.loading}</h3>
      {error.value && <p class="negative">{error.value}</p>}
      {p && <Markdown text={p.brief} />}
      {p && p.sources.length > 0 && (
        <div class="project-sources">
          {p.sources.map(({ label, file }) => (
            <Source
              key={file}
              label={label}
              load={() =>
                asker.current?.ask<"source">({ want: "source", file }) ?? Promise.resolve("")
              }
            />
          ))}
        </div>
      )}
      {p && !history && working === null && (
        <button type="button" class="button primary" onClick={() => void begin()}>
          {t.projectBegin(whole(p.days))}
        </button>
      )}
      {p && history && now && (
        <>
          <h4 ref={heading} tabIndex={-1}>
            {history.handedIn ? t.projectEnd : t.projectLeft(whole(p.days - spent), whole(p.days))}
          </h4>
          <ProjectBars
            plan={p}
            now={{ ...now, reference: history.values[0]?.reference ?? null }}
            before={history.values.at(-2)}
            ended={history.handedIn}
          />
        </>
      )}
      {working && (
        <p class="project-working" role="status">
          <span>{t.projectDoing(working.what)}</span>
          <progress value={working.share} aria-label={t.projectDoing(working.what)} />
          <button type="button" class="button" onClick={() => asker.current?.stop()}>
            <Icon name="stop" size={15} />
            {t.stop}
          </button>
        </p>
      )}
      {fresh && fresh.notes.length > 0 && (
        <ul class="project-notes">
          {fresh.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {fresh?.inspection && (
        <Bench
          inspection={fresh.inspection}
          own={tags.value}
          onChange={(own) => {
            tags.value = own;
            keepTags(id, history?.decisions ?? [], own);
          }}
        />
      )}
      {p && history && !history.handedIn && (
        <>
          <h4>{t.projectActions}</h4>
          <ul class="project-actions">
            {offersOf(p, history.decisions).map((offer) => (
              <ActionCard
                key={offer.action.id}
                offer={offer}
                busy={working !== null}
                decide={() => void decide(offer.action)}
              />
            ))}
          </ul>
        </>
      )}
      {p && history && history.decisions.length > 0 && !history.handedIn && (
        <>
          <h4>{t.projectLog}</h4>
          <Log plan={p} history={history} />
        </>
      )}
      {p && history?.handedIn && asker.current && (
        <Outcome plan={p} history={history} asker={asker.current} />
      )}
      {p && history && working === null && (
        <p class="project-foot">
          {!history.handedIn && (
            <button
              type="button"
              class="button primary"
              onClick={() => void tell({ kind: "project", lesson, project: name, act: "hand-in" })}
            >
              {t.projectHandIn}
            </button>
          )}
          <button type="button" class="button" onClick={() => void begin()}>
            <Icon name="reset" size={15} />
            {t.projectAgain}
          </button>
        </p>
      )}
    </section>
  );
}
