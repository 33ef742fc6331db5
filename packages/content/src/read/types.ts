/** What content is once it has been read: courses of lessons, lessons of blocks, exercises with their files. */
import type { KnownMistake } from "@gradus/exercise/form";

export type Scaffold = "guided" | "signature" | "blank";
export type ExerciseKind = "write" | "bug-hunt";

export interface CourseMeta {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

export interface LessonMeta {
  /** Its name within the course, unique there; the order comes from the folder's number. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly week: number;
  readonly minutes: number;
  /** Concepts a reader must have met before. */
  readonly needs: readonly string[];
  readonly teaches: readonly string[];
  /** Concepts it teaches for their own sake: nothing later in the path needs them. */
  readonly ends: readonly string[];
  readonly sources: readonly string[];
}

/** Data that grades, solutions and figures read: a folder with a text about it and `data.bin`. */
export interface DatasetMeta {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly licence: string;
  readonly source: string;
}

export interface Dataset extends DatasetMeta {
  readonly folder: string;
  /** What the bytes are, in markdown. */
  readonly about: string;
}

/** A paper of the field, to be read and tried: a folder with a text about it. */
export interface PaperMeta {
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number;
  /** Its number on arXiv, `1412.6980` or `cs/9901001`, where it has one. */
  readonly arxiv?: string | undefined;
  readonly summary: string;
  /** Concepts a reader must have met before. */
  readonly needs: readonly string[];
}

export interface Paper extends PaperMeta {
  readonly folder: string;
  /** The text below the front matter, in markdown. */
  readonly about: string;
}

export interface ExerciseMeta {
  /** Its name within the course, unique there, and the name of the learner's file. */
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly needs: readonly string[];
  readonly teaches: readonly string[];
  readonly scaffold: Scaffold;
  /** Exercises whose functions this one imports; those of another course as `course/id`. */
  readonly uses: readonly string[];
  /** Data sets that its grade and solution read with `asset(id)`. */
  readonly assets: readonly string[];
  /** Whether writing it shows that its concepts are known already. */
  readonly placement: boolean;
  /** From a nudge to nearly the answer. */
  readonly hints: readonly string[];
  readonly kind: ExerciseKind;
  /** The library's call that this exercise builds by hand: `softmax`. Its `library.ts` compares the two. */
  readonly builds?: string | undefined;
  /** How hard it is, from 1 (a line that the text nearly says) to 5 (an evening). */
  readonly difficulty?: number | undefined;
  /** How much hangs on it, from 1 (nice to have) to 5 (nothing goes on without it). */
  readonly importance?: number | undefined;
  /** The one exercise of its lesson that stands for the others, for those who are short on time. */
  readonly fastLane: boolean;
}

/** A question that is answered in words, and by the learner held against a model answer, point by point. */
export interface ExplainMeta {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly needs: readonly string[];
  readonly teaches: readonly string[];
  readonly difficulty?: number | undefined;
  readonly importance?: number | undefined;
  /** What a good answer says; the learner ticks what theirs says too. */
  readonly points: readonly string[];
}

export interface QuizOption {
  readonly text: string;
  readonly correct: boolean;
  readonly why: string;
}

/** A piece of a lesson, in reading order. Text is markdown and nothing else: it is never run. */
export type LessonBlock =
  | { readonly kind: "markdown"; readonly text: string }
  | { readonly kind: "exercise"; readonly id: string }
  | { readonly kind: "explain"; readonly id: string }
  | { readonly kind: "figure"; readonly name: string }
  | { readonly kind: "project"; readonly name: string }
  | { readonly kind: "compare"; readonly name: string }
  | {
      readonly kind: "quiz";
      /** Counts the lesson's questions from 0. */
      readonly index: number;
      readonly question: string;
      /** Concepts it stands for when somebody shows that they know them already. */
      readonly stands: readonly string[];
      readonly options: readonly QuizOption[];
    };

/** One library call in Gradus, PyTorch and Keras, with what the three gave when they were run. */
export interface Comparison {
  readonly gradus: string;
  readonly pytorch: string;
  readonly keras: string;
  /** The text of result.json, or null where the three have not been run. */
  readonly result: string | null;
}

export interface SourceFile {
  /** Without the ending. */
  readonly name: string;
  readonly text: string;
}

/** Another right answer. */
export interface AlternativeFile extends SourceFile {
  /** What differs, in a sentence. */
  readonly why?: string;
}

export interface ExerciseFiles {
  /** What learners begin with. */
  readonly starter: string;
  /** As learners read it. */
  readonly solution: string;
  /** As its author wrote it: with marks for what the starter keeps. */
  readonly written: string;
  readonly grade: string;
  /** The text of the lock beside it, or null where there is none. */
  readonly lock: string | null;
  /** Wrong answers as whole texts. */
  readonly mistakes: readonly SourceFile[];
  /** The same as edits of the solution, with what is told. */
  readonly known: readonly KnownMistake[];
  readonly alternatives: readonly AlternativeFile[];
  /** Library calls that the task asks to be built. */
  readonly forbid: readonly string[];
  /** Mistakes that the example cannot tell apart, or that are right together, with a reason. */
  readonly alike: readonly { readonly names: readonly [string, string] }[];
  /** Further `.ts` files of the exercise's folder, by name. */
  readonly others: Readonly<Record<string, string>>;
}

export interface Course extends CourseMeta {
  readonly folder: string;
  readonly lessons: readonly string[];
}

export interface Lesson extends LessonMeta {
  /** Identity: the course and the name, `neural-networks/shapes`. */
  readonly id: string;
  /** The id without the course. */
  readonly name: string;
  readonly course: string;
  readonly number: number;
  readonly folder: string;
  readonly blocks: readonly LessonBlock[];
  readonly exercises: readonly string[];
  /** The questions that are answered in words. */
  readonly explains: readonly string[];
  /** Names of the files in figures/. */
  readonly figures: readonly string[];
  /** Names of the files in projects/. */
  readonly projects: readonly string[];
  readonly compares: Readonly<Record<string, Comparison>>;
  /** Further `.ts` files of the lesson's folder, by name: data its solutions and grades import. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Exercise extends ExerciseMeta {
  /** Identity: the course and the name, `neural-networks/softmax`. */
  readonly id: string;
  /** The id without the course. */
  readonly name: string;
  readonly course: string;
  readonly lesson: string;
  readonly number: number;
  readonly folder: string;
  /** The task, in markdown. */
  readonly task: string;
  readonly files: ExerciseFiles;
}

export interface Explain extends ExplainMeta {
  /** Identity: the course and the name. */
  readonly id: string;
  /** The id without the course. */
  readonly name: string;
  readonly course: string;
  readonly lesson: string;
  readonly number: number;
  readonly folder: string;
  /** The question, in markdown. */
  readonly task: string;
  /** A model answer, in markdown. */
  readonly answer: string;
}

export interface PlannedLesson {
  /** The name the lesson will have in its course. */
  readonly id?: string | undefined;
  readonly title: string;
  readonly holds: string;
}

export interface PlannedWeek {
  readonly title: string;
  readonly lessons: readonly PlannedLesson[];
}

/** A course as a place on the path, whether it is there or only planned. */
export interface PathCourse extends CourseMeta {
  /** About how long it takes. */
  readonly hours: number;
  /** Courses it builds on. */
  readonly needs: readonly string[];
  /** What one can do afterwards, a sentence each. */
  readonly after: readonly string[];
  /** Whether its lessons are there. */
  readonly built: boolean;
  /** What is planned and not there yet: all of a planned course, the rest of one that has begun. */
  readonly weeks: readonly PlannedWeek[];
}

/** A step of the journey. */
export interface PathStep {
  readonly id: string;
  readonly title: string;
  /** A few words. */
  readonly lead: string;
  readonly about: string;
  readonly courses: readonly PathCourse[];
}

/** All courses, lessons and exercises, each list in the order of the path, and the data sets. */
export interface Content {
  readonly courses: readonly Course[];
  readonly lessons: readonly Lesson[];
  readonly exercises: readonly Exercise[];
  readonly explains: readonly Explain[];
  readonly datasets: readonly Dataset[];
  /** By year, and in one year by id. */
  readonly papers: readonly Paper[];
  /** The whole journey, with what is planned. */
  readonly steps: readonly PathStep[];
}
