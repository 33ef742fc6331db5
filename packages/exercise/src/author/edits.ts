/**
 * The words a mistake is written with: an edit of the solution. They are data, and a grade that holds them is read
 * as text wherever it is not run, so what stands in them is written out: text in quotes, no variables but
 * constants of the same file.
 */

/** A change of the solution's text. */
export type Edit =
  /** `by` in the place of `text`, which occurs exactly once. */
  | { readonly kind: "replace"; readonly text: string; readonly by: string }
  /** `by` in the place of `text` wherever it occurs, at least once. */
  | { readonly kind: "every"; readonly text: string; readonly by: string }
  /** A function's whole body; `of` may be left out where the solution exports one function. */
  | { readonly kind: "body"; readonly of?: string; readonly by: string }
  /** Another file of the exercise's folder in the place of the whole solution. */
  | { readonly kind: "file"; readonly path: string };

/**
 * `by` in the place of `text`, which must occur exactly once in the solution's code.
 *
 * @example replace(".mean()", ".sum()")
 */
export const replace = (text: string, by: string): Edit => ({ kind: "replace", text, by });

/**
 * `by` in the place of every `text`, which must occur at least once.
 *
 * @example every(".div(m)", "")
 */
export const every = (text: string, by: string): Edit => ({ kind: "every", text, by });

/**
 * `add` behind `text`, which must occur exactly once.
 *
 * @example after("dZ.matmul(W)", ".div(m)")
 */
export const after = (text: string, add: string): Edit => replace(text, text + add);

/**
 * `add` in front of `text`, which must occur exactly once.
 *
 * @example before("return", "dZ.mul_(2);\n  ")
 */
export const before = (text: string, add: string): Edit => replace(text, add + text);

/**
 * Another body for a function, or for a method as in `"Network.cost"`.
 *
 * @example body("return x.mul(w).sum().add(b);")
 * @example body("accuracy", "return 1;")
 */
export function body(...args: [by: string] | [of: string, by: string]): Edit {
  const [first, second] = args;
  return second === undefined
    ? { kind: "body", by: first }
    : { kind: "body", of: first, by: second };
}

/**
 * A whole file of the exercise's folder, for what is no small change of the solution.
 *
 * @example file("mistakes/one-layer.ts")
 */
export const file = (path: string): Edit => ({ kind: "file", path });

/** One or more edits, all of the solution as it stands, and what to tell a learner whose answer is the same. */
export type Edited = Edit | readonly [Edit, ...(Edit | string)[]];

/** Wrong answers by name. One without a text is caught, but the learner is not told its name. */
export type Mistakes = Readonly<Record<string, Edited>>;

/**
 * Other right answers by name: a body for the one function, or edits; a last text says in a sentence what differs.
 */
export type Alternatives = Readonly<Record<string, string | readonly [string, string] | Edited>>;
