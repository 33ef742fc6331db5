/** Content: lessons and exercises from text, the graph of concepts, and where a learner stands in it. */
export { type AssembledContent, assembleContent, type ContentFiles } from "./assemble.ts";
export { ContentError } from "./errors.ts";
export {
  eventLine,
  type LearningAct,
  type LearningEvent,
  parseAct,
  parseEvents,
} from "./events.ts";
export {
  type Axis,
  type Control,
  defineFigure,
  type Figure,
  type FigureColor,
  type FigureInput,
  type Mark,
  type Panel,
  type Scene,
} from "./figure.ts";
export { assetsOf, gradeRequest } from "./grade-request.ts";
export { type Concept, checkGraph, conceptsOf, findCycle, foundationsOf } from "./graph.ts";
export {
  type ExerciseHistory,
  type ExerciseState,
  type History,
  historyOf,
  type LessonHistory,
  type Recall,
} from "./history.ts";
export { importedExercise, relativeImports, solutionFolder, toWorkspace } from "./imports.ts";
export {
  exerciseStrength,
  type Level,
  type Mastery,
  masteryOfAll,
  type Readiness,
  readinessFor,
  solidFrom,
} from "./mastery.ts";
export { lessonDone, type Next, type NextInput, nextStep } from "./next.ts";
export { parseBlocks, parseCourse, parseDataset, parseExercise, parseLesson } from "./parse.ts";
export { type Progress, progressOf } from "./progress.ts";
export { type Review, reviewsOf, scheduleReview } from "./reviews.ts";
export { starterFor } from "./scaffold.ts";
export { isId } from "./schema.ts";
export { type SearchHit, searchContent } from "./search.ts";
export { conceptName, type Standing } from "./standing.ts";
export type * from "./types.ts";
