/** Watches which blocks of a lesson are on the screen, and tells when a part of it has been read. */
import { type Lesson, partsOf } from "@gradus/content";
import { useEffect } from "preact/hooks";
import { blockId } from "../state/next.ts";
import { progress, tell } from "../state/workspace.ts";
import { PartReading, wordsIn } from "./reading.ts";

const lookEveryMs = 500;

type Text = Pick<Lesson, "id" | "blocks">;

/** @param lesson the lesson on the page, whose blocks stand there under their ids */
export function useReading(lesson: Text | null): void {
  useEffect(() => {
    if (!lesson || progress.value?.readLessons.includes(lesson.id)) return;
    const parts = partsOf(lesson);
    const known = progress.value?.readParts[lesson.id] ?? [];
    const open = new Map(
      parts.flatMap(({ from, to }, i) =>
        known.includes(i)
          ? []
          : [[i, new PartReading(wordsIn(lesson.blocks.slice(from, to + 1)))] as const],
      ),
    );
    const look = (): void => {
      if (document.visibilityState !== "visible") return;
      for (const [i, reading] of open) {
        const part = parts[i];
        if (!part) continue;
        const first = document.getElementById(blockId(part.from))?.getBoundingClientRect();
        const last = document.getElementById(blockId(part.to))?.getBoundingClientRect();
        if (!first || !last || first.top > innerHeight || last.bottom < 0) continue;
        reading.seen(lookEveryMs / 1000, last.bottom <= innerHeight);
        if (!reading.done) continue;
        open.delete(i);
        // The last part to be read ends the lesson.
        void tell({
          kind: "read",
          lesson: lesson.id,
          seconds: reading.seconds,
          scrolled: 1,
          ...(open.size > 0 && { part: i }),
        });
      }
    };
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [lesson]);
}
