/** What the library warns of while a learner's code runs: told once for each line of theirs. */
import type { LibraryWarning } from "../types.ts";
import { lineOf } from "./line.ts";

interface Raised {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly stack: string;
}

interface Warns {
  readonly onWarning: (listen: (warning: Raised) => void) => () => void;
}

/** More of them say nothing new. */
const most = 10;
const longest = 1000;

/**
 * Hears the library's warnings from now on, and tells those that a line of the learner's file leads to. What grades
 * and solutions cause is not the learner's to mend.
 *
 * @param told hears each once
 */
export function tellWarnings(
  library: object | undefined,
  told: (warning: LibraryWarning) => void,
): void {
  const { onWarning } = (library ?? {}) as Partial<Warns>;
  const heard = new Set<string>();
  onWarning?.(({ code, message, hint, stack }) => {
    const line = lineOf({ name: "Warning", message: "", stack });
    const key = `${code} ${line}`;
    if (line === undefined || heard.has(key) || heard.size >= most) return;
    heard.add(key);
    const cut = (text: string): string => String(text).slice(0, longest);
    told({ code: cut(code), message: cut(message), hint: cut(hint), line });
  });
}
