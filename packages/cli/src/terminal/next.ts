/** What is next, and what to type for it: the same words wherever the terminal says it. */
import type { Content, Next } from "@gradus/content";
import { shownName } from "../workspace/workspace.ts";

/** Lines about the next step; the first is its title. */
export function nextLines(next: Next, content: Content): string[] {
  const lesson = content.lessons.find((l) => l.id === next.lesson);
  const exercise = content.exercises.find((e) => e.id === next.exercise);
  if (next.kind === "done" || !lesson) return [next.why];
  const block = lesson.blocks[next.block ?? -1];
  const question =
    block?.kind === "explain" ? content.explains.find((e) => e.id === block.id) : undefined;
  if (question)
    return [
      `${question.title} (${lesson.title})`,
      next.why,
      `The question: gradus learn ${shownName(question.id, content.explains)}`,
    ];
  if (!exercise)
    return [
      lesson.title,
      next.why,
      `Read it: gradus learn ${shownName(lesson.id, content.lessons)}`,
    ];
  const name = shownName(exercise.id, content.exercises);
  const lines = [`${exercise.title} (${lesson.title})`, next.why];
  if (next.kind === "review")
    lines.push(`Begin it again: gradus reset ${name}, then gradus check ${name}`);
  else lines.push(`The task: gradus learn ${name}, and then: gradus check ${name}`);
  return lines;
}
