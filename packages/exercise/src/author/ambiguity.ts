/**
 * Mistakes that an exercise's first example cannot tell apart though other inputs can. A learner who looks at the
 * example's numbers would be sent after the wrong one.
 */
import { compare } from "../compare.ts";
import { seedOf } from "../random.ts";
import { numberText } from "../show.ts";
import { type Snapshot, snapshot } from "../snapshot.ts";
import type { Exports, Grade, MakeArgs, TensorLibrary } from "../types.ts";

export interface Wrong {
  readonly name: string;
  readonly id: string;
  readonly exports: Exports;
}

export interface Ambiguity {
  readonly one: Wrong;
  readonly other: Wrong;
  readonly check: string;
  /** What both answer. */
  readonly answer: string;
}

interface Given {
  readonly grade: Grade;
  readonly reference: Exports;
  readonly wrong: readonly Wrong[];
  readonly library?: TensorLibrary;
  readonly seed?: number;
}

/** An answer in a line: its numbers, the first few where there are many. */
function answerText(value: Snapshot): string {
  switch (value.kind) {
    case "tensor": {
      const few = Array.from({ length: Math.min(6, value.data.length) }, (_, i) =>
        numberText(Number(value.data[i])),
      );
      return `[${few.join(", ")}${value.data.length > few.length ? ", …" : ""}]`;
    }
    case "record":
      return `{ ${value.entries.map(([key, item]) => `${key}: ${answerText(item)}`).join(", ")} }`;
    case "list":
      return `[${value.items.map(answerText).join(", ")}]`;
    case "number":
      return numberText(value.value);
    default:
      return value.text;
  }
}

const same = (a: Snapshot | undefined, b: Snapshot | undefined): boolean =>
  a && b ? !compare(a, b) && !compare(b, a) : a === b;

/** The pairs of wrong answers that are equal for the first example of a value check, and not everywhere. */
export async function ambiguities(given: Given): Promise<Ambiguity[]> {
  const { grade, reference, wrong, library, seed = 1 } = given;
  const place = (name: string) => ({ seed: seedOf(seed, name), ...(library && { library }) });
  const answer = async (
    module: Exports,
    of: string,
    args: MakeArgs,
  ): Promise<Snapshot | undefined> => {
    library?.manualSeed?.(seed);
    try {
      const call = (module as Record<string, (...args: readonly unknown[]) => unknown>)[of];
      return await snapshot(await call?.(...args()));
    } catch {
      return undefined;
    }
  };
  const found: Ambiguity[] = [];
  const functions = new Set<string>();
  for (const check of grade) {
    const [first] = check.kind === "value" ? (check.inputs?.(place(check.name)) ?? []) : [];
    // The first example of each function is the one that is shown in its task.
    if (!first || functions.has(first.of)) continue;
    functions.add(first.of);
    const right = await answer(reference, first.of, first.args);
    const groups: { readonly answer: Snapshot; readonly wrong: Wrong[] }[] = [];
    for (const one of wrong) {
      const got = await answer(one.exports, first.of, first.args);
      if (!got || same(got, right)) continue;
      const group = groups.find((g) => same(g.answer, got));
      if (group) group.wrong.push(one);
      else groups.push({ answer: got, wrong: [one] });
    }
    const elsewhere = grade
      .flatMap((c) => [...(c.inputs?.(place(c.name)) ?? [])])
      .filter((input) => input.of === first.of);
    for (const group of groups)
      for (const [i, other] of group.wrong.entries())
        for (const one of group.wrong.slice(0, i)) {
          if (one.name === other.name) continue;
          let apart = false;
          for (const { of, args } of elsewhere) {
            const answers = [
              await answer(one.exports, of, args),
              await answer(other.exports, of, args),
            ];
            apart ||= !same(answers[0], answers[1]);
          }
          const said = answerText(group.answer);
          if (apart) found.push({ one, other, check: check.name, answer: said });
        }
  }
  return found;
}
