import { before, defineExercise, replace, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "counts tags, the frequent one first",
      of: "countTags",
      cases: [
        {
          name: "one tag each",
          args: () => [[["dark"], ["blur"], ["blur"], ["crop"], ["blur"], ["dark"]]],
        },
        {
          name: "two without a tag, one with two",
          args: () => [[["blur", "crop"], [], ["dark"], [], ["blur"], ["blur"]]],
        },
      ],
    }),
    value({
      name: "counts a tag once for each mistake",
      of: "countTags",
      cases: [{ args: () => [[["blur"], ["dark", "blur"], [], ["dark", "blur", "blur"]]] }],
    }),
    value({
      name: "puts equals into the order of the alphabet",
      of: "countTags",
      cases: [
        { name: "met in this order", args: () => [[["blur"], ["crop"], ["dark"]]] },
        {
          name: "met in another",
          args: () => [[["dark"], ["crop"], ["blur"], ["crop"], ["dark"], ["crop"], ["blur"]]],
        },
      ],
    }),
    value({
      name: "gives an empty list where there is nothing",
      of: "countTags",
      cases: [
        { name: "no mistakes", args: () => [[]] },
        { name: "no tags", args: () => [[[], []]] },
      ],
    }),
  ],
  mistakes: {
    "a row for nothing": [
      before(
        "const counts = new Map",
        'if (mistakes.flat().length === 0) return [{ tag: "", count: 0, share: 0 }];\n  ',
      ),
      "Where no tag occurs you list one with a count of 0. Then there is nothing to list: the answer is [].",
    ],
    "the rare one first": [
      replace("b.count - a.count", "a.count - b.count"),
      "Your list begins with the rarest tag. The most frequent one comes first.",
    ],
    "as they came": [
      replace(
        "return found.sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))",
        "return found",
      ),
      "Your tags stand in the order in which they were met. Sort them: the most frequent first.",
    ],
    "only by name": [
      replace("b.count - a.count || (a.tag < b.tag ? -1 : 1)", "a.tag < b.tag ? -1 : 1"),
      "You sorted by name. The count comes first, and the name only decides between equals.",
    ],
    "the alphabet from behind": [
      replace("a.tag < b.tag ? -1 : 1", "a.tag > b.tag ? -1 : 1"),
      "Of two tags that are equally frequent you list first the one that comes later in the alphabet.",
    ],
    "a rounded share": [
      replace(
        "share: count / mistakes.length",
        "share: Math.round((100 * count) / mistakes.length) / 100",
      ),
      "You rounded the share. Leave it as it comes; rounding is for printing.",
    ],
    "equals as they came": [
      replace(" || (a.tag < b.tag ? -1 : 1)", ""),
      "Of two tags that are equally frequent you list first the one that was met first. It should be the one that comes first in the alphabet.",
    ],
    "a share of the tags": [
      replace("count / mistakes.length", "count / mistakes.flat().length"),
      "You divide by the number of tags. The share is one of all mistakes that you looked at, those without a tag too.",
    ],
    "a share of the tagged": [
      replace("count / mistakes.length", "count / mistakes.filter((t) => t.length > 0).length"),
      "You left out the mistakes without a tag when you divided. You have looked at them as well.",
    ],
    "in per cent": [
      replace("count / mistakes.length", "(100 * count) / mistakes.length"),
      "Your share is in per cent. It should be between 0 and 1.",
    ],
    "twice at one mistake": [
      replace("new Set(tags)", "tags"),
      "A tag that stands twice at a mistake counts twice in your answer. It is one mistake.",
    ],
    "only the first tag": [
      replace("new Set(tags)", "tags.slice(0, 1)"),
      "You only look at the first tag of each mistake. A picture can be dark and blurred.",
    ],
    "a tag for nothing": [
      replace(
        "for (const tag of new Set(tags)) counts",
        'for (const tag of tags.length === 0 ? ["none"] : new Set(tags)) counts',
      ),
      "You made up a tag for mistakes without one. They only count in the number that you divide by.",
    ],
  },
  alternatives: {
    "for each name a filter": [
      replace(
        "  const counts = new Map<string, number>();\n  for (const tags of mistakes)\n    for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);\n  const found = [...counts].map(([tag, count]) => ({ tag, count, share: count / mistakes.length }));\n",
        "  const found = [...new Set(mistakes.flat())].map((tag) => {\n    const count = mistakes.filter((tags) => tags.includes(tag)).length;\n    return { tag, count, share: count / mistakes.length };\n  });\n",
      ),
      "It lists the different tags first, and counts for each the mistakes that include it.",
    ],
  },
});
