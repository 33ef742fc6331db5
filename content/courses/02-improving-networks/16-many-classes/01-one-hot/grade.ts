import { body, defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const labelsOf = (values: readonly number[]): Tensor => tensor(values, { dtype: "int32" });

const any = (random: Random<Tensor>): [Tensor, number] => {
  const [m, classes] = [random.int(1, 6), random.int(1, 7)];
  return [labelsOf(Array.from({ length: m }, () => random.int(0, classes - 1))), classes];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "oneHot",
  example: [
    "is right for three labels of five classes",
    () => [labelsOf([3, 0, 1]), 5],
    tensor([
      [0, 0, 0, 1, 0],
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ]),
  ],
  any,
  edges: ["one", "equal"],
  forbid: ["oneHot"],
  mistakes: {
    "examples are columns": [
      replace("column.eq(arange(classes)).float()", "column.eq(arange(classes)).float().t()"),
      "Your examples are columns. Here each label has a row of its own: [m, classes].",
    ],
    "counted from 1": [
      replace("arange(classes)", "arange(1, classes + 1)"),
      "You compared with 1, 2, 3 …, so every 1 is a place too far to the left. Labels count from 0.",
    ],
    "everywhere else": [
      replace("column.eq(arange(classes))", "column.ne(arange(classes))"),
      "Your rows are 1 everywhere but at the label. It is the other way round.",
    ],
    "one place for each label that occurs": [
      replace("arange(classes)", "labels.unique()"),
      "You made a place for each label that occurs in this batch. A class with no example in it has a place as well: there are as many as `classes` says.",
    ],
    "as many classes as the largest label": [
      replace("export function", "export async function"),
      replace("classes: number): Tensor", "classes: number): Promise<Tensor>"),
      replace("arange(classes)", "arange((await labels.max().item()) + 1)"),
      "You counted the classes by the largest label of this batch. There are as many as `classes` says, whoever is in the batch.",
    ],
    "filled up to the label": [
      replace("column.eq(arange(classes))", "column.ge(arange(classes))"),
      "Your rows are 1 up to the label and at it. Only the label's own place is 1.",
    ],
    "the label itself": [
      replace(".float();", ".float().mul(column);"),
      "The label itself stands at its place. A 1 stands there: label 7 is not seven times as true as label 1.",
    ],
    "true and false": [
      replace(".float()", ""),
      "A comparison gives true and false. Make numbers of them: .float().",
    ],
  },
  alternatives: {
    "rows of the identity": [
      body("return eye(classes).indexSelect(0, labels);"),
      "The table with ones on its diagonal has all possible rows; it picks one for each label.",
    ],
  },
});
