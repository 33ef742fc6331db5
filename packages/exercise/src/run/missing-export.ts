/** What a solution exports and a learner's file does not: an empty file, a missing export, a misspelt name. */

import { codeOnly, parameterNamesOf } from "../author/checks/parameters.ts";
import { nearest } from "../nearest.ts";
import type { Exports, Trouble } from "../types.ts";

const named = (name: string, message: string): Trouble => ({
  kind: "missing-export",
  name,
  message,
});

/** How a class would begin; the name that an import has been given is left out of its base. */
function beginningOfClass(name: string, text: string): string {
  const base = /^class\b[^{]*?\bextends\s+([\w$.]+)/.exec(text)?.[1]?.replace(/^_\w*\./, "");
  return `export class ${name}${base === undefined ? "" : ` extends ${base}`} { … }`;
}

/** How a function or a class would begin in a learner's file. */
function beginning(name: string, right: unknown): string {
  if (typeof right !== "function") return `export const ${name} = …`;
  const text = String(right);
  if (/^class\b/.test(text)) return beginningOfClass(name, text);
  const names = parameterNamesOf(text).map((n) => (n.includes(",") ? `{ ${n} }` : n));
  return `export function ${name}(${names.join(", ")}) { … }`;
}

/** The first thing that is missing, and what to do; undefined where all is there. */
export function missingExport(
  learner: Exports,
  reference: Exports,
  text?: string,
): Trouble | undefined {
  const code = text === undefined ? undefined : codeOnly(text);
  for (const [name, right] of Object.entries(reference)) {
    const own = (learner as Record<string, unknown>)[name];
    if (own === undefined) {
      const begins = beginning(name, right);
      if (code?.trim() === "")
        return named(
          name,
          `The file is empty: nothing is written in it yet. It has to hold ${begins}`,
        );
      if (
        code !== undefined &&
        new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${name}\\b`).test(code)
      )
        return named(name, `${name} is there but not exported. Write "export" in front of it.`);
      const meant = nearest(
        name,
        Object.keys(learner).filter((n) => !(n in reference)),
      );
      return named(
        name,
        meant === undefined
          ? `Nothing called ${name} is exported. The file has to hold ${begins}`
          : `Nothing called ${name} is exported, but ${meant} is. Is it to be called ${name}?`,
      );
    }
    if (typeof right === "function" && typeof own !== "function")
      return named(name, `${name} is exported, but it is not a function (${typeof own}).`);
  }
  return undefined;
}
