/** The rules of a project: what is left of its days, what can be done next, and what has been decided so far. */
import { projectError } from "../errors.ts";
import type { Project, ProjectPlan, ProjectStep } from "./project.ts";

type Rules = Pick<ProjectPlan, "title" | "days"> & { readonly actions: readonly ProjectStep[] };

const timesDone = (decisions: readonly string[], id: string): number =>
  decisions.filter((d) => d === id).length;

/** The days that decisions cost. Actions that the project does not have cost nothing. */
export const daysSpent = (plan: Pick<Rules, "actions">, decisions: readonly string[]): number =>
  decisions.reduce((sum, id) => sum + (plan.actions.find((a) => a.id === id)?.days ?? 0), 0);

/** An action, and what keeps one from doing it. */
export interface Offer {
  readonly action: ProjectStep;
  /** How often it has been done. */
  readonly done: number;
  /** Null where it can be done: else it has been done as often as it can be, it needs others, or too few days are left. */
  readonly closed: "done" | "needs" | "days" | null;
  /** The labels of the actions it needs that are not done. */
  readonly missing: readonly string[];
}

/** All actions of a project, as they are after some decisions. */
export function offersOf(plan: Rules, decisions: readonly string[]): Offer[] {
  const left = plan.days - daysSpent(plan, decisions);
  return plan.actions.map((action) => {
    const done = timesDone(decisions, action.id);
    const missing = (action.needs ?? [])
      .filter((id) => !decisions.includes(id))
      .map((id) => plan.actions.find((a) => a.id === id)?.label ?? id);
    const closed =
      done >= (action.times ?? 1)
        ? "done"
        : missing.length > 0
          ? "needs"
          : action.days > left
            ? "days"
            : null;
    return { action, done, closed, missing };
  });
}

/**
 * The state after some decisions.
 *
 * @throws ContentError `content/project` for an action that there is not, or that could not be done then
 */
export function stateAfter<State>(project: Project<State>, decisions: readonly string[]): State {
  let { start: state } = project;
  decisions.forEach((id, i) => {
    const before = decisions.slice(0, i);
    const offer = offersOf(project, before).find((o) => o.action.id === id);
    const action = project.actions.find((a) => a.id === id);
    if (!offer || !action) throw projectError(project.title, `there is no action "${id}"`);
    if (offer.closed === "done")
      throw projectError(project.title, `"${id}" cannot be done ${offer.done + 1} times`);
    if (offer.closed === "needs")
      throw projectError(project.title, `"${id}" needs ${offer.missing.join(", ")} first`);
    if (offer.closed === "days") {
      const left = project.days - daysSpent(project, before);
      throw projectError(
        project.title,
        `"${id}" takes ${action.days} days, and ${left} of ${project.days} are left`,
      );
    }
    state = action.edit(state);
  });
  return state;
}

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, i) => ids.indexOf(id) !== i)),
];

/** What is wrong with a project as it is written, a sentence each: what can be told without training anything. */
export function projectProblems(project: Project): string[] {
  const { actions, measures, goal, strategies } = project;
  const ids = actions.map((a) => a.id);
  const problems = [
    ...repeated(ids).map((id) => `two actions are called "${id}"`),
    ...repeated(measures.map((m) => m.id)).map((id) => `two measures are called "${id}"`),
    ...actions.flatMap((a) =>
      (a.needs ?? [])
        .filter((id) => !ids.includes(id))
        .map((id) => `"${a.id}" needs "${id}", which is no action`),
    ),
    ...actions
      .filter((a) => !(a.days > 0 && a.days <= project.days))
      .map((a) => `"${a.id}" takes ${a.days} of ${project.days} days`),
  ];
  // What is measured once, at the beginning, is kept beside the measures under this name.
  if (measures.some((m) => m.id === "reference"))
    problems.push('a measure is called "reference", which is taken');
  if (!measures.some((m) => m.id === goal)) problems.push(`the goal "${goal}" is no measure`);
  for (const { name, actions: chosen } of strategies) {
    try {
      stateAfter(project, chosen);
    } catch (error) {
      problems.push(`the strategy "${name}": ${(error as Error).message.split("\n")[0]}`);
    }
  }
  return problems;
}
