/** Grades a request in this thread: link, load the learner's file, run the checks. */

import type { GradeRequest } from "../ask/protocol.ts";
import * as authoring from "../author/authoring.ts";
import type { CheckContext, Exports, Grade, TensorLibrary, Trouble } from "../types.ts";
import { type Linked, linkExercise, type Modules } from "./link.ts";
import {
  type Activity,
  endOf,
  type GradeResult,
  notRun,
  type RunGradeOptions,
  rest,
  runGrade,
  unsettled,
} from "./run-grade.ts";
import { type Patience, suspectsOf } from "./suspects.ts";
import { describeThrown, throwTrouble } from "./thrown.ts";
import { timeAnswers } from "./time-answers.ts";

export interface GradeHere {
  /** What files may import, `gradus` among them. */
  readonly modules: Modules;
  readonly report?: CheckContext<Exports>["report"];
  readonly onCase?: CheckContext<Exports>["onCase"];
  readonly onCheck?: NonNullable<RunGradeOptions["onCheck"]>;
  readonly limitMs?: number;
  readonly activity?: Activity;
  /** How long a failure's name is looked for. */
  readonly patienceMs?: Patience;
  /** Hears when the learner's code runs for nothing but a failure's name: what it prints is nobody's. */
  readonly onSearch?: (searching: boolean) => void;
  /** Called when grade and reference are loaded and before any of the learner's code runs. */
  readonly beforeLearner?: (grade: Grade) => void;
}

/** What kept a file from being loaded. */
function loadTrouble(error: unknown): Trouble {
  const trouble = throwTrouble(error);
  if (trouble.kind !== "throw" || trouble.code !== "exercise/syntax") return trouble;
  const { message, line } = trouble;
  return { kind: "syntax", message, ...(line !== undefined && { line }) };
}

/** What a learner's file calls as `report`; what is no point of a curve is left out. */
const reportOf =
  (report: CheckContext<Exports>["report"]): typeof authoring.report =>
  (point) => {
    const [step, loss, of] = [Number(point?.step), Number(point?.loss), Number(point?.of)];
    if (step >= 0 && !Number.isNaN(loss)) report({ step, loss, ...(of >= 0 && { of }) });
  };

/** Grades in this thread, without any isolation; for trusted code and for the inside of a worker. */
export async function gradeHere(request: GradeRequest, here: GradeHere): Promise<GradeResult> {
  let linked: Linked;
  try {
    linked = linkExercise(request, {
      ...here.modules,
      "@gradus/exercise": { ...authoring, ...(here.report && { report: reportOf(here.report) }) },
    });
  } catch (error) {
    const { message } = describeThrown(error);
    const trouble: Trouble = {
      kind: "crash",
      message: `The exercise itself is broken: ${message}`,
    };
    return { passed: false, checks: [], trouble };
  }
  here.beforeLearner?.(linked.grade);
  const result = await gradeLinked(linked, request, here);
  const stoodIn = linked.endStandIns();
  return stoodIn.length > 0 ? { ...result, stoodIn } : result;
}

async function gradeLinked(
  linked: Linked,
  request: GradeRequest,
  here: GradeHere,
): Promise<GradeResult> {
  const { grade, reference } = linked;
  const checks = request.runOnly || request.answers ? [] : notRun(grade);
  let learner: Exports;
  try {
    const end = await endOf(linked.loadLearner, here);
    if (!end) return { passed: false, checks, trouble: unsettled };
    learner = end.value;
  } catch (error) {
    return { passed: false, checks, trouble: loadTrouble(error) };
  }
  if (request.runOnly) {
    await rest(here);
    return { passed: true, checks };
  }
  const library = here.modules.gradus as TensorLibrary | undefined;
  if (request.answers) {
    const timing = await timeAnswers(grade, {
      learner,
      others: request.answers,
      load: linked.loadAnswer,
      reference,
      seed: request.seed ?? 1,
      ...(library && { library }),
    });
    return { passed: true, checks, ...(timing && { timing }) };
  }
  const { known = [] } = linked.own;
  const suspects = suspectsOf({
    known,
    load: linked.loadWrong,
    grade,
    seed: request.seed ?? 1,
    library,
    patienceMs: here.patienceMs,
    onSearch: here.onSearch,
  });
  const text = request.sources.find(({ id }) => id === request.exercise)?.learner;
  return runGrade(grade, {
    learner,
    reference,
    ...(known.length > 0 && { suspects }),
    ...(library && { library }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(text !== undefined && { text }),
    ...(here.report && { report: here.report }),
    ...(here.onCase && { onCase: here.onCase }),
    ...(here.onCheck && { onCheck: here.onCheck }),
    ...(here.limitMs !== undefined && { limitMs: here.limitMs }),
    ...(here.activity && { activity: here.activity }),
  });
}
