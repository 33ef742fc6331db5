/**
 * When a part of a lesson's text counts as read: its end has been on the screen, and its words were there for as
 * long as somebody who skims needs. Opening a page is not reading it.
 */
import type { LessonBlock } from "@gradus/content";

/** Faster than anybody reads closely; skimming is allowed. */
const wordsPerSecond = 15;
const leastSeconds = 2;
const mostSeconds = 20;

/** The words of some blocks that are text to be read. */
export function wordsIn(blocks: readonly LessonBlock[]): number {
  const texts = blocks.map((b) =>
    b.kind === "markdown" ? b.text : b.kind === "quiz" ? b.question : "",
  );
  return texts.join(" ").match(/\S+/g)?.length ?? 0;
}

/** How long a text of so many words has to have been on the screen. */
export const secondsFor = (words: number): number =>
  Math.min(mostSeconds, Math.max(leastSeconds, words / wordsPerSecond));

/** One part of the text: how long it was seen, and whether to its end. */
export class PartReading {
  readonly #needed: number;
  #seconds = 0;
  #ended = false;

  constructor(words: number) {
    this.#needed = secondsFor(words);
  }

  /** Takes note of so many seconds in which some of it was seen. */
  seen(seconds: number, end: boolean): void {
    this.#seconds += seconds;
    this.#ended ||= end;
  }

  get seconds(): number {
    return this.#seconds;
  }

  get done(): boolean {
    return this.#ended && this.#seconds >= this.#needed;
  }
}
