/**
 * Who is to blame when an exercise that builds on earlier ones fails. It is graded again with the reference
 * in their place; if it passes then, the fault is in the first earlier exercise that fails its own grade.
 */

import type { Failure, Verdict } from "../types.ts";
import type { ExerciseSource, GradeRequest } from "./protocol.ts";

/** What an exercise builds on, earliest first. */
export function upstreamOf(request: GradeRequest): ExerciseSource[] {
  const byId = new Map(request.sources.map((source) => [source.id, source]));
  const order: ExerciseSource[] = [];
  const seen = new Set<string>([request.exercise]);
  const visit = (id: string): void => {
    for (const used of byId.get(id)?.uses ?? []) {
      const source = byId.get(used);
      if (!source || seen.has(used)) continue;
      seen.add(used);
      visit(used);
      order.push(source);
    }
  };
  visit(request.exercise);
  return order;
}

/** Runs a request, and where it fails finds the earlier exercise that is the cause, if one is. */
export async function withBlame(
  request: GradeRequest,
  run: (request: GradeRequest) => Promise<Verdict>,
): Promise<Verdict> {
  const verdict = await run(request);
  const own = upstreamOf(request).filter((source) => source.learner !== undefined);
  if (verdict.passed || own.length === 0 || request.upstream === "reference") return verdict;
  const alone = await run({ ...request, upstream: "reference" });
  if (!alone.passed) return verdict;
  const { authored: _, ...asked } = request;
  for (const { id } of own) {
    const earlier = await run({ ...asked, exercise: id });
    if (earlier.passed) continue;
    const failed = earlier.checks.find((check) => check.status === "failed");
    const check = failed?.name ?? earlier.trouble?.kind ?? "";
    return { ...verdict, blame: { exercise: id, check } };
  }
  return verdict;
}

/** Whether what TypeScript knows about a file can help: it has been written, it is its own fault, and ran to an answer. */
export function typesMayTell({ passed, blame, checks, trouble }: Verdict): boolean {
  if (passed || blame || trouble?.kind === "memory" || trouble?.kind === "timeout") return false;
  return checks.every(({ failure }) => failure?.code !== "exercise/not-done");
}

/** Whether an answer is what no number is: a Promise, nothing, or NaN. */
const isNoAnswer = ({ got, difference }: Failure): boolean =>
  Number.isNaN(difference?.got) || got?.kind === "text";

/**
 * Whether what TypeScript knows is why a file did not pass, and is to be said first: it could not be read, it ended at
 * one of the lines told of, or gave no answer at all. A wrong answer has its own explanation.
 */
export function typesAreTheCause({ checks, trouble, problems = [] }: Verdict): boolean {
  if (problems.length === 0) return false;
  const failure = checks.find((check) => check.status === "failed")?.failure;
  if (failure?.misconception) return false;
  const ended = trouble && "line" in trouble ? trouble.line : failure?.line;
  if (ended !== undefined) return problems.some(({ line }) => line === ended);
  return failure !== undefined && isNoAnswer(failure);
}
