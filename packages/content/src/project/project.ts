/**
 * A project to steer: a brief, a budget of days, and actions with a price. What has been decided is a state; an action
 * is an edit of it, and `measure` trains a real model from it and says how wrong it is where. The same decisions give
 * the same state, and a fixed seed the same numbers, so that a project can be gone through again from its decisions
 * alone. Everything but `edit`, `measure` and `end` is plain data: the studio shows it, and trains in a worker.
 */
import type { Inspection } from "./inspection.ts";

/** A number that is measured after each action, 0..1; smaller is better. */
export interface ProjectMeasure {
  readonly id: string;
  readonly label: string;
  /** What it is measured on, in a sentence. */
  readonly text: string;
  /** Whether it stays hidden until the end, as what real users meet does. */
  readonly atEnd?: boolean;
}

/** Something to decide, and what it costs. */
export interface ProjectStep {
  readonly id: string;
  readonly label: string;
  /** What would be done, in a sentence or two. */
  readonly text: string;
  readonly days: number;
  /** How often it can be done; default 1. */
  readonly times?: number;
  /** Actions that have to be done before. */
  readonly needs?: readonly string[];
}

export interface ProjectAction<State> extends ProjectStep {
  /** What has been decided once this is done, too. The state it is given stays as it is. */
  edit(state: State): State;
}

/** Another way through the project, which is measured beside the learner's. */
export interface ProjectStrategy {
  readonly name: string;
  /** What whoever goes this way thinks, in a sentence. */
  readonly why: string;
  /** Ids of actions, in order. */
  readonly actions: readonly string[];
}

/** A file of the course that can be read: how the world of the project is made. */
export interface ProjectSource {
  readonly label: string;
  /** Its name in the lesson's folder. */
  readonly file: string;
}

/** All of a project that is plain data. */
export interface ProjectPlan {
  readonly title: string;
  /** What there is, what is wanted and who asks for it, in markdown. */
  readonly brief: string;
  /** The budget. */
  readonly days: number;
  readonly measures: readonly ProjectMeasure[];
  /** The id of the measure that counts in the end. */
  readonly goal: string;
  readonly actions: readonly ProjectStep[];
  readonly strategies: readonly ProjectStrategy[];
  /** What the number is that is measured once, from another state, to compare with: about the best one can hope for. */
  readonly reference: { readonly label: string; readonly text: string };
  readonly sources: readonly ProjectSource[];
  /** Data sets that are read. */
  readonly assets: readonly string[];
}

/** What came of a state. */
export interface Measured {
  /** By the measures' ids, 0..1; null where it is not known in this state. */
  readonly values: Readonly<Record<string, number | null>>;
  /** What was found, with its numbers, a sentence each. */
  readonly notes: readonly string[];
  /** Mistakes to look at, where somebody decided to. */
  readonly inspection?: Inspection;
}

export interface MeasureTools {
  /** The bytes of the data sets named in `assets`. */
  readonly assets: Readonly<Record<string, Uint8Array>>;
  readonly signal: AbortSignal;
  /** Says how much is done, 0..1. */
  progress(share: number): void;
}

/** A way through the project that has come to its end. */
export interface ProjectWay {
  readonly actions: readonly string[];
  /** What was measured at its end. */
  readonly values: Measured["values"];
}

export interface ProjectOutcome {
  /** The learner's. */
  readonly own: ProjectWay;
  /** Those of the strategies, in their order. */
  readonly others: readonly ProjectWay[];
  /** The goal's measure in the state of the reference. */
  readonly reference: number;
}

export interface Project<State = unknown>
  extends Omit<ProjectPlan, "actions" | "reference" | "sources" | "assets"> {
  readonly start: State;
  readonly actions: readonly ProjectAction<State>[];
  readonly reference: ProjectPlan["reference"] & { readonly state: State };
  readonly sources?: readonly ProjectSource[];
  readonly assets?: readonly string[];
  /** Trains and measures; the same state gives the same numbers. Stops soon after `signal` is aborted. */
  measure(state: State, tools: MeasureTools): Promise<Measured>;
  /** What there is to learn from an outcome, in markdown. */
  end(outcome: ProjectOutcome): string;
}

/** Names a project's type; a project's file exports it as default. */
export const defineProject = <State>(project: Project<State>): Project<State> => project;

/** A project's plain data. */
export function planOf(project: Project): ProjectPlan {
  const { title, brief, days, measures, goal, strategies, sources = [], assets = [] } = project;
  const { label, text } = project.reference;
  const actions = project.actions.map(({ edit: _, ...step }): ProjectStep => step);
  const reference = { label, text };
  return { title, brief, days, measures, goal, actions, strategies, reference, sources, assets };
}
