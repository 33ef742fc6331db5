/**
 * The lock of an exercise: who catches which mistake, as it was computed last. It stands beside the exercise and is
 * reviewed with it, so that a changed grade shows what it no longer catches.
 */
import type { Caught, Lock } from "@gradus/exercise";
import { stringify } from "yaml";

/** The lock's file in an exercise's folder. */
export const lockFile = "checks.lock.yaml";

const heading =
  "# Computed: gradus content check --update. Which check catches which mistake, and what learners are told.\n";

const line = ({ id, named }: Caught): string =>
  named === undefined ? `${id} (not named)` : named === id ? id : `${id} (called ${named})`;

/** The standard mistakes a check catches, in one line: how many learners are told a cause of, and the others. */
function standardLine(all: readonly Caught[]): string {
  const unnamed = all.filter((c) => c.named === undefined).map((c) => c.id);
  const others = unnamed.length > 0 ? `, not named: ${unnamed.join("; ")}` : "";
  return `standard, ${all.length - unnamed.length} named${others}`;
}

/** A lock as its file's text. */
export function lockText({ own, standard, equivalent, cancelling }: Lock): string {
  const checks = [...new Set([...own, ...standard].map((c) => c.by))];
  const made = {
    ...Object.fromEntries(
      checks.map((check) => {
        const others = standard.filter((c) => c.by === check);
        return [
          check,
          [
            ...own.filter((c) => c.by === check).map(line),
            ...(others.length > 0 ? [standardLine(others)] : []),
          ],
        ];
      }),
    ),
    ...(equivalent.length > 0 && { "no mistake here": equivalent }),
    ...(cancelling.length > 0 && { "right together": cancelling }),
  };
  return heading + stringify(made, { lineWidth: 0 });
}
