import { defineExercise, replace, value } from "@gradus/exercise";

const model = (name: string, f1: number, parameters: number, milliseconds: number) => ({
  name,
  f1,
  parameters,
  milliseconds,
});
/** The best is too large and too slow, the next two are one of them each. */
const six = (slow = 0.7) => [
  model("tiny", 0.55, 14, 3),
  model("weak", 0.5, 400, 2),
  model("giant", 0.75, 9000, 60),
  model("middle", 0.62, 300, 4),
  model("slow", slow, 200, 30),
  model("large", 0.66, 5000, 6),
];
const both = () => ({ parameters: 1000, milliseconds: 10 });
const broken = () => model("broken", Number.NaN, 10, 1);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "takes the best of those that fit",
      of: "bestUnderLimits",
      cases: [
        { name: "six models, two limits", args: () => [six(), both()] },
        { name: "the large one is better than the slow one", args: () => [six(0.64), both()] },
        { name: "just at both limits", args: () => [six(), { parameters: 300, milliseconds: 4 }] },
        { name: "only the time", args: () => [six(), { milliseconds: 10 }] },
        { name: "only the size", args: () => [six(), { parameters: 1000 }] },
        { name: "no limit", args: () => [six(), {}] },
        {
          name: "no parameters at all",
          args: () => [[...six(), model("rule", 0.4, 0, 1)], { parameters: 0, milliseconds: 10 }],
        },
      ],
    }),
    value({
      name: "keeps the first of two that are equal",
      of: "bestUnderLimits",
      cases: [{ args: () => [[model("first", 0.6, 90, 5), model("second", 0.6, 80, 1)], both()] }],
    }),
    value({
      name: "never takes a model that failed",
      of: "bestUnderLimits",
      cases: [
        { name: "the first failed", args: () => [[broken(), ...six()], both()] },
        { name: "the last failed", args: () => [[...six(), broken()], both()] },
      ],
    }),
    value({
      name: "takes a model that is never right, if it is the only one",
      of: "bestUnderLimits",
      cases: [{ args: () => [[model("never", 0, 10, 1)], both()] }],
    }),
    value({
      name: "says null when nothing is left",
      of: "bestUnderLimits",
      cases: [
        { name: "nothing fits", args: () => [six(), { parameters: 5, milliseconds: 1 }] },
        { name: "all failed", args: () => [[broken()], both()] },
        { name: "no models", args: () => [[], {}] },
      ],
    }),
  ],
  alike: [
    [
      "the time is not limited",
      "one limit is enough",
      "Whoever breaks only the time is let in by both; the second case, where the large one is better, tells them apart.",
    ],
  ],
  mistakes: {
    "no limits": [
      replace(
        "    if (parameters > (limits.parameters ?? Infinity)) continue;\n    if (milliseconds > (limits.milliseconds ?? Infinity)) continue;\n",
        "",
      ),
      "You take the highest F1 of all models. Leave out first those that are above a limit.",
    ],
    "the size is not limited": [
      replace("    if (parameters > (limits.parameters ?? Infinity)) continue;\n", ""),
      "A model with too many parameters was taken. Both limits count.",
    ],
    "the time is not limited": [
      replace("    if (milliseconds > (limits.milliseconds ?? Infinity)) continue;\n", ""),
      "A model that takes too long was taken. Both limits count.",
    ],
    "one limit is enough": [
      replace(
        "    if (parameters > (limits.parameters ?? Infinity)) continue;\n    if (milliseconds > (limits.milliseconds ?? Infinity)) continue;\n",
        "    if (parameters > (limits.parameters ?? Infinity) && milliseconds > (limits.milliseconds ?? Infinity)) continue;\n",
      ),
      "You leave a model out only if it breaks both limits. One is enough to leave it out.",
    ],
    "below the limit": [
      replace(
        "parameters > (limits.parameters ?? Infinity)",
        "parameters >= (limits.parameters ?? Infinity)",
      ),
      replace(
        "milliseconds > (limits.milliseconds ?? Infinity)",
        "milliseconds >= (limits.milliseconds ?? Infinity)",
      ),
      "A model that is just at a limit was left out. The limit says at most, so equal is allowed.",
    ],
    "a missing limit is 0": [
      replace("limits.parameters ?? Infinity", "limits.parameters ?? 0"),
      replace("limits.milliseconds ?? Infinity", "limits.milliseconds ?? 0"),
      "Where there is no limit you allow nothing. What is not in `limits` is not limited: Infinity.",
    ],
    "0 is no limit": [
      replace("limits.parameters ?? Infinity", "limits.parameters || Infinity"),
      replace("limits.milliseconds ?? Infinity", "limits.milliseconds || Infinity"),
      "A limit of 0 counts as none in your code, since || takes 0 for false. Use ?? instead.",
    ],
    "the last of equals": [
      replace("f1 > top", "f1 >= top"),
      "Of two with the same F1 you take the later one. Change only when the next is greater.",
    ],
    "a failed one wins": [
      replace("f1 > top", "!(f1 <= top)"),
      'A model whose F1 is NaN was taken: every comparison with NaN is false, so "not at most" lets it in. Ask for greater.',
    ],
    "the lowest": [
      replace("let top = -Infinity", "let top = Infinity"),
      replace("f1 > top", "f1 < top"),
      "You took the lowest F1. More is better.",
    ],
    "size is punished": [
      replace("f1 > top", "f1 - parameters * 1e-5 > top"),
      replace("top = f1;", "top = f1 - parameters * 1e-5;"),
      "You take something off for size. A model that keeps the limits gets nothing for keeping them easily.",
    ],
    "the smallest that fits": [
      replace("let top = -Infinity", "let top = Infinity"),
      replace(
        "if (f1 > top) {\n      top = f1;",
        "if (parameters < top) {\n      top = parameters;",
      ),
      "You took the smallest model that fits. Within the limits only F1 counts.",
    ],
    "begins at 0": [
      replace("let top = -Infinity", "let top = 0"),
      "Your best F1 begins at 0, so a model with an F1 of 0 can never be taken. Begin at -Infinity.",
    ],
    "an empty name": [
      replace("let best: string | null = null", 'let best: string | null = ""'),
      "When nothing is left you give an empty name. Say null.",
    ],
  },
  alternatives: {
    "filter, then sort": [
      replace(
        "  let best: string | null = null;\n  let top = -Infinity;\n  for (const { name, f1, parameters, milliseconds } of models) {\n    if (parameters > (limits.parameters ?? Infinity)) continue;\n    if (milliseconds > (limits.milliseconds ?? Infinity)) continue;\n    // NaN is not above anything, so a model that failed is never taken.\n    if (f1 > top) {\n      top = f1;\n      best = name;\n    }\n  }\n  return best;",
        "  const { parameters = Infinity, milliseconds = Infinity } = limits;\n  const fitting = models.filter((m) => m.parameters <= parameters && m.milliseconds <= milliseconds && !Number.isNaN(m.f1));\n  return fitting.toSorted((a, b) => b.f1 - a.f1)[0]?.name ?? null;",
      ),
      "It filters, sorts the rest, and takes the first; sorting keeps the order of equals.",
    ],
  },
});
