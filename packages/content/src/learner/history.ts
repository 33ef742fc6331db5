/** What happened to each exercise and lesson, folded from the events. */
import type { LearningEvent } from "./events.ts";

/** `lane`: it has not passed itself, but the exercise that stands for its lesson has. */
export type ExerciseState = "open" | "tried" | "passed" | "lane";

/** One time an exercise was recalled: written for the first time, written anew, or rated in a review. */
export interface Recall {
  readonly at: string;
  /** 1 forgot, 2 hard, 3 good, 4 easy. */
  readonly rating: 1 | 2 | 3 | 4;
}

export interface ExerciseHistory {
  readonly state: Exclude<ExerciseState, "lane">;
  readonly failedAttempts: number;
  /** The highest hint asked for before the first pass, 0 to 3; 2.5 where the lines of an answer were arranged. */
  readonly hintLevel: number;
  /** The failed check of the latest attempt, while it has not passed. */
  readonly openCheck: string | null;
  readonly lastAt: string;
  readonly recalls: readonly Recall[];
}

export interface LessonHistory {
  readonly read: boolean;
  /** The parts of its text that have been read, where not all of it is. */
  readonly parts: ReadonlySet<number>;
  /** Question to its first answer; what is answered once the reasons have been read is practice. */
  readonly answers: ReadonlyMap<number, FirstAnswer>;
  /** Whether the learner chose to do only the exercise that stands for the lesson's others. */
  readonly lane: boolean;
}

export interface FirstAnswer {
  readonly at: string;
  readonly right: boolean;
}

/** The latest answer in words to a question, and the share of its points that the learner ticked. */
export interface Explained {
  readonly at: string;
  /** 0..1 */
  readonly share: number;
}

/** A place in the content where something was done. */
export type Place =
  | { readonly exercise: string }
  | { readonly explain: string }
  | { readonly lesson: string; readonly question: number }
  | { readonly lesson: string; readonly part: number }
  /** The lesson as a whole: it was read at once, its fast lane was chosen, or a project of it steered. */
  | { readonly lesson: string; readonly whole: true };

export interface History {
  readonly exercises: ReadonlyMap<string, ExerciseHistory>;
  readonly lessons: ReadonlyMap<string, LessonHistory>;
  readonly explains: ReadonlyMap<string, Explained>;
  /** Where the learner was last: an exercise tried, a question answered, a part read. Reviews are elsewhere. */
  readonly latest: Place | null;
  /** Concepts that a placement check asked for: whether they were known at its latest answer. */
  readonly placed: ReadonlyMap<string, { readonly known: boolean; readonly at: string }>;
}

/** Arranging an answer's lines tells more than the second hint and less than the third. */
const arrangedLevel = 2.5;

/** Two recalls closer than this are one: the studio rates what it has just seen pass. */
const oneSittingMs = 10 * 60_000;

/**
 * How well an exercise was recalled when it passed: with the third hint it was as good as told (1), with
 * another hint or after more than three failures it was hard (2), else good (3).
 */
const ratingOfPass = (failures: number, hints: number): 1 | 2 | 3 =>
  hints === 3 ? 1 : hints > 0 || failures > 3 ? 2 : 3;

/** The least that whoever shows a text must have seen of it, where they say; what says nothing counts. */
const leastRead = { seconds: 2, scrolled: 0.9 } as const;

const wasRead = ({
  seconds = leastRead.seconds,
  scrolled = leastRead.scrolled,
}: Extract<LearningEvent, { kind: "read" }>): boolean =>
  seconds >= leastRead.seconds && scrolled >= leastRead.scrolled;

interface Draft {
  state: ExerciseHistory["state"];
  failed: number;
  hints: number;
  openCheck: string | null;
  lastAt: string;
  recalls: Recall[];
  /** Since the reset after which the exercise is being written anew. */
  anew: { failed: number; hints: number } | null;
}

function recall(draft: Draft, at: string, rating: Recall["rating"]): void {
  const last = draft.recalls.at(-1);
  if (last && Date.parse(at) - Date.parse(last.at) < oneSittingMs) {
    if (draft.recalls.length > 1) draft.recalls[draft.recalls.length - 1] = { at: last.at, rating };
    return;
  }
  draft.recalls.push({ at, rating });
}

function passedOnce(draft: Draft, at: string): void {
  if (draft.state !== "passed") {
    draft.state = "passed";
    draft.recalls.push({ at, rating: ratingOfPass(draft.failed, draft.hints) });
  } else if (draft.anew) {
    recall(draft, at, ratingOfPass(draft.anew.failed, draft.anew.hints));
  }
  draft.anew = null;
  draft.openCheck = null;
}

/** Folds events, which must be in order of time. */
export function historyOf(events: readonly LearningEvent[]): History {
  const drafts = new Map<string, Draft>();
  const lessons = new Map<
    string,
    { read: boolean; parts: Set<number>; answers: Map<number, FirstAnswer>; lane: boolean }
  >();
  const explains = new Map<string, Explained>();
  let latest: Place | null = null;
  const placed = new Map<string, { known: boolean; at: string }>();
  const draftOf = (id: string, at: string): Draft => {
    const draft = drafts.get(id) ?? {
      state: "open",
      failed: 0,
      hints: 0,
      openCheck: null,
      lastAt: at,
      recalls: [],
      anew: null,
    };
    drafts.set(id, draft);
    draft.lastAt = at;
    return draft;
  };
  const lessonOf = (id: string) => {
    const lesson = lessons.get(id) ?? {
      read: false,
      parts: new Set(),
      answers: new Map(),
      lane: false,
    };
    lessons.set(id, lesson);
    return lesson;
  };
  for (const event of events) {
    if (event.kind === "placement") {
      for (const id of event.concepts) placed.set(id, { known: event.known, at: event.at });
    } else if (event.kind === "read") {
      if (!wasRead(event)) continue;
      const lesson = lessonOf(event.lesson);
      if (event.part === undefined) {
        lesson.read = true;
        latest = { lesson: event.lesson, whole: true };
      } else {
        lesson.parts.add(event.part);
        latest = { lesson: event.lesson, part: event.part };
      }
    } else if (event.kind === "quiz") {
      const { answers } = lessonOf(event.lesson);
      if (!answers.has(event.question))
        answers.set(event.question, { at: event.at, right: event.correct });
      latest = { lesson: event.lesson, question: event.question };
    } else if (event.kind === "explain") {
      const ticked = event.points.filter(Boolean).length;
      explains.set(event.explain, { at: event.at, share: ticked / event.points.length });
      latest = { explain: event.explain };
    } else if (event.kind === "lane") {
      lessonOf(event.lesson).lane = event.on;
      latest = { lesson: event.lesson, whole: true };
    } else if (event.kind === "project") {
      latest = { lesson: event.lesson, whole: true };
    } else if (event.kind !== "swap") {
      if (event.kind === "attempt" || event.kind === "hint" || event.kind === "arrange")
        latest = { exercise: event.exercise };
      const draft = draftOf(event.exercise, event.at);
      if (event.kind === "attempt") {
        if (event.passed) passedOnce(draft, event.at);
        else {
          if (draft.state === "open") draft.state = "tried";
          if (draft.state === "tried") draft.failed++;
          else if (draft.anew) draft.anew.failed++;
          draft.openCheck = event.check ?? null;
        }
      } else if (event.kind === "hint" || event.kind === "arrange") {
        const level = event.kind === "hint" ? event.level : arrangedLevel;
        if (draft.state !== "passed") draft.hints = Math.max(draft.hints, level);
        else if (draft.anew) draft.anew.hints = Math.max(draft.anew.hints, level);
      } else if (event.kind === "review") {
        if (draft.state === "passed") recall(draft, event.at, event.rating as Recall["rating"]);
      } else if (draft.state === "passed") {
        draft.anew = { failed: 0, hints: 0 };
      }
    }
  }
  const exercises = new Map<string, ExerciseHistory>();
  for (const [id, d] of drafts)
    exercises.set(id, {
      state: d.state,
      failedAttempts: d.failed,
      hintLevel: d.hints,
      openCheck: d.openCheck,
      lastAt: d.lastAt,
      recalls: d.recalls,
    });
  return { exercises, lessons, explains, latest, placed };
}
