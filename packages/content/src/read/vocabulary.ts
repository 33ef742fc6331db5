/**
 * The words all courses share: `content/steps.yaml` has the labels that the steps of solutions begin with,
 * `content/terms.yaml` what things are called in lessons, mistakes and errors.
 */
import * as v from "valibot";
import { parseYaml } from "./front-matter.ts";

export interface Vocabulary {
  /** Label to what is done in such a step. */
  readonly steps: ReadonlyMap<string, string>;
  readonly terms: readonly Term[];
}

export interface Term {
  readonly term: string;
  readonly means: string;
  /** Words for the same that learners are spared. */
  readonly not: readonly string[];
}

const text = v.pipe(v.string("it must be text"), v.trim(), v.nonEmpty("it must not be empty"));
const stepsSchema: v.GenericSchema<unknown, Record<string, string>> = v.record(text, text);
const termsSchema: v.GenericSchema<unknown, Term[]> = v.array(
  v.strictObject({ term: text, means: text, not: v.optional(v.array(text), []) }),
);

/** The files that hold the words, in the content's folder. */
export const vocabularyFiles = { steps: "steps.yaml", terms: "terms.yaml" };

/** Reads both files; one that is not there is empty. @throws ContentError */
export function parseVocabulary(steps: string | undefined, terms: string | undefined): Vocabulary {
  const at = (file: string) => ({ file, line: 1, field: "words" });
  return {
    steps: new Map(
      steps === undefined
        ? []
        : Object.entries(parseYaml(steps, stepsSchema, at(vocabularyFiles.steps))),
    ),
    terms: terms === undefined ? [] : parseYaml(terms, termsSchema, at(vocabularyFiles.terms)),
  };
}
