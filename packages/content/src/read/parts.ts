/** A lesson's text in parts: what stands before its first exercise, between two, and after the last. */
import type { Lesson, LessonBlock } from "./types.ts";

/** Blocks of a lesson, both ends included. */
export interface LessonPart {
  readonly from: number;
  readonly to: number;
}

/** The parts of a lesson's text, in reading order; their places in the list are what a `read` event counts. */
export function partsOf({ blocks }: { readonly blocks: Lesson["blocks"] }): LessonPart[] {
  const parts: { from: number; to: number }[] = [];
  blocks.forEach((block: LessonBlock, i: number) => {
    if (block.kind === "exercise") return;
    const last = parts.at(-1);
    if (last && last.to === i - 1) last.to = i;
    else parts.push({ from: i, to: i });
  });
  return parts;
}
