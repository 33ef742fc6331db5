/**
 * Ids. A course, a concept and a data set have one of one part: `neural-networks`. Lessons and exercises belong to
 * a course, and theirs have two: `neural-networks/softmax`. Within its course the second part, its name, is enough
 * to write.
 */

/** Ids are file names, parts of addresses and keys at once, so they are kept to what is safe in all three. */
const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Whether a text can be an id of one part. */
export const isId = (text: string): boolean => text.length <= 64 && idPattern.test(text);

/** Whether a text can be the id of a lesson or an exercise: `neural-networks/softmax`. */
export function isScopedId(text: string): boolean {
  const parts = text.split("/");
  return parts.length === 2 && parts.every(isId);
}

/**
 * The id of what a text names, seen from a course.
 *
 * @example scopedId("neural-networks", "softmax") // "neural-networks/softmax"
 */
export const scopedId = (course: string, written: string): string =>
  written.includes("/") ? written : `${course}/${written}`;

/** The course's part of an id. */
export const courseOf = (id: string): string => id.split("/")[0] ?? id;

/** What an id is called within its course. */
export const nameOf = (id: string): string => id.split("/").at(-1) ?? id;

/** How an id is written in a course: by its name alone if it is the course's own. */
export const writtenIn = (course: string, id: string): string =>
  courseOf(id) === course ? nameOf(id) : id;

/** The course that ids without one belong to: progress was written that way while there was only this course. */
export const firstCourse = "neural-networks";
