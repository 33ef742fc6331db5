/** Content: lessons and exercises from text, the graph of concepts, and where a learner stands in it. */

export {
  type CheckInput,
  type CheckResult,
  checkContentExercise,
  lockProblem,
} from "./check/exercise.ts";
export { lessonWordProblems, wordsToMend } from "./check/words.ts";
export { ContentError } from "./errors.ts";
export { attemptOf } from "./learner/attempt.ts";
export {
  joinEvents,
  type ParsedEvents,
  parseEvents,
  textOfEvents,
  type UnreadableText,
} from "./learner/event-file.ts";
export {
  eventLine,
  type LearningAct,
  type LearningEvent,
  parseAct,
} from "./learner/events.ts";
export { type FastLane, fastLaneOf, leftOut, type OpenLane } from "./learner/fast-lane.ts";
export {
  type ExerciseHistory,
  type ExerciseState,
  type Explained,
  type FirstAnswer,
  type History,
  historyOf,
  type LessonHistory,
  type Place,
  type Recall,
} from "./learner/history.ts";
export {
  exerciseStrength,
  isKnown,
  knownFrom,
  type Level,
  type Mastery,
  masteryOfAll,
  type Readiness,
  readinessFor,
} from "./learner/mastery.ts";
export { lessonDone, type Next, type NextInput, nextStep } from "./learner/next.ts";
export { knownBefore, type PlacementItem, placementOf } from "./learner/placement.ts";
export { type Progress, progressOf } from "./learner/progress.ts";
export { type ProjectHistory, projectsOf } from "./learner/projects.ts";
export { dueReviews, type Review, reviewsOf, scheduleReview } from "./learner/reviews.ts";
export { starterFor } from "./learner/scaffold.ts";
export { conceptName, type Standing } from "./learner/standing.ts";
export { countTags, type Inspection, type Mistake, type TagCount } from "./project/inspection.ts";
export {
  defineProject,
  type Measured,
  type MeasureTools,
  type Project,
  type ProjectAction,
  type ProjectMeasure,
  type ProjectOutcome,
  type ProjectPlan,
  type ProjectSource,
  type ProjectStep,
  type ProjectStrategy,
  type ProjectWay,
  planOf,
} from "./project/project.ts";
export {
  daysSpent,
  type Offer,
  offersOf,
  projectProblems,
  stateAfter,
} from "./project/steer.ts";
export { type AssembledContent, assembleContent, type ContentFiles } from "./read/assemble.ts";
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
} from "./read/figure.ts";
export { assetsOf, gradeRequest } from "./read/grade-request.ts";
export {
  type Concept,
  checkGraph,
  conceptsOf,
  findCycle,
  foundationsOf,
  looseEnds,
} from "./read/graph.ts";
export {
  courseOf,
  firstCourse,
  isId,
  isScopedId,
  nameOf,
  scopedId,
  writtenIn,
} from "./read/ids.ts";
export { importedExercise, relativeImports, rewriteImports, toWorkspace } from "./read/imports.ts";
export { lockFile, lockText } from "./read/lock.ts";
export {
  parseBlocks,
  parseCourse,
  parseDataset,
  parseExercise,
  parseExplain,
  parseLesson,
  parsePaper,
} from "./read/parse.ts";
export { type LessonPart, partsOf } from "./read/parts.ts";
export { type SearchHit, searchContent } from "./read/search.ts";
export {
  type Catalogue,
  type CourseSummary,
  catalogueOf,
  type ExerciseSummary,
  type ExplainSummary,
  type ExplainText,
  exerciseSummary,
  explainText,
  type LessonSummary,
  type LessonText,
  lessonText,
} from "./read/summary.ts";
export type * from "./read/types.ts";
export type { Term, Vocabulary } from "./read/vocabulary.ts";
