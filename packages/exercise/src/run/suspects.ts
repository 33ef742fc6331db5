/**
 * The known mistakes of an exercise as modules, for finding out what a learner's answer comes from. Nothing is
 * loaded before a check has failed, and there is an end to the search: it is for a name, the verdict stands already.
 */
import type { KnownMistake } from "../ask/protocol.ts";
import { seedOf } from "../random.ts";
import { applySpans, overlap } from "../spans.ts";
import type { Exports, Grade, MakeArgs, Suspect, Suspects, TensorLibrary } from "../types.ts";

/** Milliseconds for a search: one mistake at a time, two at once, whole checks again. */
export type Patience = Readonly<Record<"single" | "pairs" | "rerun", number>>;

export interface SuspectOptions {
  readonly known: readonly KnownMistake[];
  readonly load: (mistake: KnownMistake) => Exports;
  readonly grade: Grade;
  readonly seed: number;
  readonly library?: TensorLibrary | undefined;
  /** How long each kind of search may take. */
  readonly patienceMs?: Patience | undefined;
  /** Hears when the learner's code runs for nothing but a name. */
  readonly onSearch?: ((searching: boolean) => void) | undefined;
}

/** Kept from before anything can be replaced. */
const now = performance.now.bind(performance);

const usualPatienceMs: Patience = { single: 1500, pairs: 500, rerun: 1500 };

/** The solution's text with what is wrong in it; what it newly imports stands in the first line. */
export function wrongText(
  solution: string,
  { spans, imports, whole }: Pick<KnownMistake, "spans" | "imports" | "whole">,
): string {
  if (whole !== undefined) return whole;
  const made = applySpans(solution, spans);
  return imports.length > 0 ? `import { ${imports.join(", ")} } from "gradus"; ${made}` : made;
}

/** Two mistakes as one, where they are of different places. */
export function bothOf(a: KnownMistake, b: KnownMistake): KnownMistake | undefined {
  if (a.whole !== undefined || b.whole !== undefined) return undefined;
  if (a.spans.some((one) => b.spans.some((other) => overlap(one, other)))) return undefined;
  const texts = [a.text, b.text].filter((text, i, all) => text && all.indexOf(text) === i);
  const names = a.name === b.name ? [a.name] : [a.name, b.name];
  return {
    name: names.join(", and "),
    id: `${a.id} + ${b.id}`,
    ...(texts.length > 0 && { text: texts.join(" ") }),
    spans: [...a.spans, ...b.spans],
    imports: [...new Set([...a.imports, ...b.imports])],
  };
}

/** The pairs of a list, those of its first items first. */
function* pairsOf<T>(all: readonly T[]): Generator<readonly [T, T]> {
  for (const [i, b] of all.entries()) for (const a of all.slice(0, i)) yield [a, b];
}

/** What is known of wrong answers, ready to be asked. */
export function suspectsOf(options: SuspectOptions): Suspects {
  const { known, load, grade, seed, library, onSearch } = options;
  const patience = options.patienceMs ?? usualPatienceMs;
  const named = known.filter((mistake) => mistake.text !== undefined);
  const loaded = new Map<string, Suspect | null>();
  const suspect = (mistake: KnownMistake): Suspect | null => {
    const before = loaded.get(mistake.id);
    if (before !== undefined) return before;
    let made: Suspect | null = null;
    try {
      const exports = load(mistake);
      made = { name: mistake.name, text: mistake.text ?? "", exports };
    } catch {
      // A mistake that does not even load gives no answer that a learner's could be.
    }
    loaded.set(mistake.id, made);
    return made;
  };
  let inputs: { readonly of: string; readonly args: MakeArgs }[] | null = null;
  const started = new Map<string, number>();
  return {
    *single() {
      for (const mistake of named) {
        const found = suspect(mistake);
        if (found) yield found;
      }
    },
    *pairs() {
      for (const [a, b] of pairsOf(named)) {
        const both = bothOf(a, b);
        const found = both && suspect(both);
        if (found) yield found;
      }
    },
    inputs: (of) => {
      // Where chance decides, the sizes differ from one input to the next.
      inputs ??= grade
        .filter((check) => check.kind === "property" || check.kind === "gradient")
        .flatMap((check) => [
          ...(check.inputs?.({ seed: seedOf(seed, check.name), ...(library && { library }) }) ??
            []),
        ]);
      return inputs.filter((one) => one.of === of).map((one) => one.args);
    },
    begin: () => {
      started.clear();
      onSearch?.(true);
      return () => onSearch?.(false);
    },
    patient: (search) => {
      const at = now();
      if (!started.has(search)) started.set(search, at);
      return at - (started.get(search) ?? at) < patience[search];
    },
  };
}
