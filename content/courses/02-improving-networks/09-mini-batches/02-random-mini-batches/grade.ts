import { defineExercise, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** The numbers 0 to m − 1 in an order that the dice say. */
function shuffled(m: number, random: () => number): Tensor {
  const order = Array.from({ length: m }, (_, i) => i);
  for (let i = m - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return tensor(order).int();
}

const select = "batches.push({ X: X.indexSelect(0, rows), Y: Y.indexSelect(0, rows) });";

export default defineExercise<typeof import("./solution.ts")>({
  of: "randomMiniBatches",
  example: [
    "is right for five rows in batches of two",
    () => [
      tensor([
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
      ]),
      tensor([[10], [11], [12], [13], [14]]),
      2,
      tensor([3, 0, 4, 1, 2]).int(),
    ],
  ],
  any: (random) => {
    const m = random.int(1, 12);
    return [
      random.table(m, random.int(1, 3)),
      random.table(m, 1),
      random.int(1, 6),
      shuffled(m, random),
    ];
  },
  mistakes: {
    "the last batch is lost": [
      replace("from < m", "from + size <= m"),
      "The rows at the end that do not fill a batch are missing. They are examples like the others: put them into a shorter batch.",
    ],
    "an empty batch at the end": [
      replace("from < m", "from <= m"),
      "Where the size goes into m, your last batch has no rows. Stop before m: from < m.",
    ],
    "the last batch is filled up": [
      replace(
        "order.narrow(0, from, Math.min(size, m - from))",
        "order.narrow(0, Math.max(0, Math.min(from, m - size)), Math.min(size, m))",
      ),
      "Your last batch is filled up with rows that were there before. They would count twice in this epoch. Let it be shorter.",
    ],
    "X and Y apart": [
      replace("Y: Y.indexSelect(0, rows)", "Y: Y.narrow(0, from, Math.min(size, m - from))"),
      "X is shuffled and Y is not, so most rows have another row's label. Pick both by the same row numbers.",
    ],
    "not shuffled": [
      replace(
        select,
        "batches.push({ X: X.narrow(0, from, Math.min(size, m - from)), Y: Y.narrow(0, from, Math.min(size, m - from)) });",
      ),
      "Your batches hold the rows as they stand. If the data are sorted, each batch has another kind of data. Pick the rows that `order` names.",
    ],
    "always the first batch": [
      replace("narrow(0, from, ", "narrow(0, 0, "),
      "Every batch begins at the front of the order. The next one begins where the last one has ended.",
    ],
    "one row further": [
      replace("from += size", "from += 1"),
      "Your batches overlap: each begins one row after the one before. Jump by the batch size.",
    ],
    "the order backwards": [
      replace(
        "const rows = order.narrow(0, from, Math.min(size, m - from));",
        "const rows = order.argsort(0).narrow(0, from, Math.min(size, m - from));",
      ),
      "You read the order the wrong way round. order[0] is the number of the row that comes first, not the place where row 0 goes.",
    ],
    "size is the number of batches": [
      replace("const m = X.size(0);", "const m = X.size(0);\n  const count = Math.ceil(m / size);"),
      replace("from += size", "from += count"),
      replace("Math.min(size, m - from)", "Math.min(count, m - from)"),
      "You made `size` batches. It is how many rows a batch holds.",
    ],
    "the short batch first": [
      replace("let from = 0;", "let from = (m % size) - (m % size === 0 ? 0 : size);"),
      replace(
        "order.narrow(0, from, Math.min(size, m - from))",
        "order.narrow(0, Math.max(0, from), Math.min(size, from + size, m - from))",
      ),
      "Your short batch comes first. Cut from the front, so that what is left over comes last.",
    ],
    "the rest goes into the last full batch": [
      replace("from < m", "from < m && (from === 0 || from + size <= m)"),
      replace("Math.min(size, m - from)", "from + 2 * size > m ? m - from : size"),
      "The rows that are left over were put into the last full batch. A batch holds at most `size` rows: give them one of their own.",
    ],
    "in the wrong order": [
      replace("return batches;", "return batches.toReversed();"),
      "The batches come last first. The first batch holds the first rows of the order.",
    ],
    "only Y is shuffled": [
      replace("X: X.indexSelect(0, rows)", "X: X.narrow(0, from, Math.min(size, m - from))"),
      "Y is shuffled and X is not, so most rows have another row's label. Pick both by the same row numbers.",
    ],
  },
  alternatives: {
    "shuffle first, cut later": [
      replace(
        select,
        "const [sx, sy] = [X.indexSelect(0, order), Y.indexSelect(0, order)];\n    batches.push({ X: sx.narrow(0, from, rows.size(0)), Y: sy.narrow(0, from, rows.size(0)) });",
      ),
      "It shuffles all rows and cuts the shuffled tables.",
    ],
  },
});
