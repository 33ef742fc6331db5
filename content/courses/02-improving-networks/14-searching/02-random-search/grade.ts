import { contract, defineExercise, failed, passed, replace, value } from "@gradus/exercise";

const tries = (count: number) => Array.from({ length: count }, (_, i) => ({ lr: i + 1 }));
/** A function that gives these scores in turn, by the settings' own number. */
const scoring =
  (scores: readonly number[]) =>
  async ({ lr = 0 }: Readonly<Record<string, number>>): Promise<number> =>
    scores[lr - 1] as number;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "keeps the best of four",
      of: "randomSearch",
      cases: [{ args: () => [tries(4), scoring([0.7, 0.8, 0.9, 0.85])] }],
    }),
    value({
      name: "keeps the first of two that are equal",
      of: "randomSearch",
      cases: [{ args: () => [tries(3), scoring([0.5, 0.9, 0.9])] }],
    }),
    value({
      name: "is not stopped by a try that failed",
      of: "randomSearch",
      cases: [
        { name: "the second fails", args: () => [tries(4), scoring([0.7, Number.NaN, 0.9, 0.8])] },
        { name: "the first fails", args: () => [tries(3), scoring([Number.NaN, 0.2, 0.1])] },
      ],
    }),
    value({
      name: "says so when every try failed, or there is none",
      of: "randomSearch",
      cases: [
        { name: "all fail", args: () => [tries(2), scoring([Number.NaN, Number.NaN])] },
        { name: "no tries", args: () => [[], scoring([])] },
      ],
    }),
    contract({
      name: "waits for one try before it begins the next",
      run: async ({ learner }) => {
        let running = 0;
        let most = 0;
        await learner.randomSearch(tries(3), async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running--;
          return 1;
        });
        return most === 1
          ? passed
          : failed(
              `randomSearch: ${most} trainings ran at the same time, expected one after the other. Await each score inside the loop.`,
            );
      },
    }),
  ],
  mistakes: {
    "the lowest": [
      replace("reached > found.score", "reached < found.score || found.best === null"),
      "You kept the lowest score. Scores are accuracies here: more is better.",
    ],
    "the last of equals": [
      replace("reached > found.score", "reached >= found.score"),
      "A later try that is only as good took the first one's place. Change only when the new score is greater.",
    ],
    "NaN wins": [
      replace("reached > found.score", "!(reached <= found.score)"),
      'A failed try became the best one: every comparison with NaN is false, so "not at most" lets it in. Ask for greater.',
    ],
    "NaN in a maximum": [
      replace(
        "      found.score = reached;\n    }",
        "    }\n    found.score = Math.max(found.score, reached);",
      ),
      "Math.max gives NaN as soon as one of its numbers is NaN, and nothing is greater than NaN afterwards. Change the best score only where the new one is greater.",
    ],
    "failed tries are skipped": [
      replace(
        "const reached = await score(settings);",
        "const reached = await score(settings);\n    if (Number.isNaN(reached)) continue;",
      ),
      "A try that failed has no place in your history. It has one number for every try: after a failed one the best so far is what it was.",
    ],
    "not awaited": [
      replace("await score(settings)", "Number(score(settings))"),
      "You compared the promise and not the score. Await score(settings) first.",
    ],
    "the first one, if all fail": [
      replace("best: null, score", "best: tries[0] ?? null, score"),
      "Every try failed, and you give the first one. Nothing was found: say null.",
    ],
    "begins at 0": [
      replace("score: -Infinity", "score: 0"),
      "Your best score begins at 0, so a score below 0 can never win. Begin at -Infinity.",
    ],
    "begins with the first": [
      replace(
        "if (reached > found.score) {",
        "if (found.history.length === 0 || reached > found.score) {",
      ),
      "The first try is taken whatever it scores. If it failed, nothing is greater than NaN afterwards.",
    ],
    "the scores as they come": [
      replace("found.history.push(found.score)", "found.history.push(reached)"),
      "Your history lists each try's own score. It should be the best so far, which never falls.",
    ],
    "only the winners": [
      replace(
        "    }\n    found.history.push(found.score);",
        "      found.history.push(found.score);\n    }",
      ),
      "Your history only has the tries that were better than all before. One number for every try.",
    ],
    "all at once": [
      replace(
        "  for (const settings of tries) {\n    const reached = await score(settings);",
        "  const scores = await Promise.all(tries.map(score));\n  for (const [i, settings] of tries.entries()) {\n    const reached = scores[i] as number;",
      ),
      "All trainings ran at the same time: none gets the whole machine, and none can be stopped early.",
    ],
  },
  alternatives: {
    "a list of its own": [
      replace(
        "  const found: Found = { best: null, score: -Infinity, history: [] };\n",
        "  const found: Found = { best: null, score: -Infinity, history: [] };\n  const order: number[] = [];\n",
      ),
      replace("    found.history.push(found.score);", "    order.push(found.score);"),
      replace("  return found;", "  return { ...found, history: order };"),
      "It keeps the scores apart, and puts them beside what was found at the end.",
    ],
  },
});
