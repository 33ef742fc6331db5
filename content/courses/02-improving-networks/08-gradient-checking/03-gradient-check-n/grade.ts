import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Tensors } from "./solution.ts";

const wide = (rows: number[] | number[][]): Tensor => tensor(rows, { dtype: "float64" });

/** A cost with cubes in it, so that a wide nudge tells one side from two, and products of a tensor's numbers. */
function cost({ W, b }: Tensors): Tensor {
  const [w, c] = [(W as Tensor).sum(), (b as Tensor).sum()];
  return (W as Tensor).pow(3).sum().add(w.square().mul(c)).add(c.pow(3));
}

const parameters = (): Tensors => ({
  W: wide([
    [0.6, -1.2, 0.9],
    [1.4, 0.3, -0.7],
  ]),
  b: wide([0.8, -1.1]),
});

/** What the cost's gradients are. */
function right({ W, b }: Tensors): { W: Tensor; b: Tensor } {
  const [w, c] = [(W as Tensor).sum(), (b as Tensor).sum()];
  return {
    W: (W as Tensor).square().mul(3).add(w.mul(c).mul(2)),
    b: (b as Tensor).mul(0).add(w.square()).add(c.square().mul(3)),
  };
}

/** The right gradients, changed. */
const claim = (change: (g: { W: Tensor; b: Tensor }) => Tensors): Tensors =>
  change(right(parameters()));

export default defineExercise<typeof import("./solution.ts")>({
  of: "gradientCheckN",
  example: [
    [
      "measures how far two wrong gradients are off",
      () => [
        cost,
        parameters(),
        claim(({ W, b }) => ({ W: W.mul(1.5).sub(2), b: b.neg().add(0.3) })),
        0.5,
      ],
    ],
    [
      "is 0 where nothing has a slope",
      () => [
        ({ W }) => (W as Tensor).square().sum(),
        parameters(),
        { W: (parameters().W as Tensor).mul(2), b: wide([0, 0]) },
        0.01,
      ],
    ],
  ],
  checks: [
    contract({
      name: "finds nothing wrong with right gradients",
      run: async ({ learner }) => {
        const own = parameters();
        const found = await learner.gradientCheckN(cost, own, right(own), 1e-6);
        for (const name of ["W", "b"])
          if (!((found[name] as number) < 1e-7))
            return failed(
              `gradientCheckN: the gradient of ${name} is right, and with ε = 0.000001 you find a difference of ${Number(found[name]).toPrecision(2)}, expected less than 0.0000001. Are the moved tensors float64?`,
            );
        return passed;
      },
    }),
    contract({
      name: "calls the cost twice for each number",
      run: async ({ learner }) => {
        let calls = 0;
        const counted = (p: Tensors): Tensor => {
          calls++;
          return cost(p);
        };
        const own = parameters();
        await learner.gradientCheckN(counted, own, right(own), 0.01);
        return calls === 16
          ? passed
          : failed(
              `gradientCheckN: for 8 numbers it asked for ${calls} costs, expected 16: two for each number.`,
            );
      },
    }),
  ],
  mistakes: {
    "one side only": [
      replace("await costAt(i, v - epsilon)]", "await costAt(i, v)]"),
      replace("(2 * epsilon)", "epsilon"),
      "You went to one side only. Go to both sides: the error then shrinks as fast as ε².",
    ],
    "the 2 is missing": [
      replace("(2 * epsilon)", "epsilon"),
      "Your measured slopes are twice as large: from one side to the other it is 2ε.",
    ],
    "all numbers at once": [
      replace("(j === i ? v : old)", "old + v - (values[i] as number)"),
      "You moved all numbers of a tensor together. Then each slope is the sum of all. Move one, and leave the others.",
    ],
    "the ones before stay moved": [
      replace(
        "const moved = values.map((old, j) => (j === i ? v : old));",
        "values[i] = v;\n      const moved = values;",
      ),
      "A number that you moved is not put back, so later slopes are measured at another place. Work on a copy.",
    ],
    "7 digits": [
      replace('{ dtype: "float64" }', "{}"),
      'Your moved tensors are float32, with 7 digits. With a small ε the two costs agree in all of them. Say { dtype: "float64" }.',
    ],
    "a sum of squares": [
      replace(
        "Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))",
        "values.reduce((sum, v) => sum + v * v, 0)",
      ),
      "You compared sums of squares. A length is the root of it.",
    ],
    "sums of sizes": [
      replace(
        "Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))",
        "values.reduce((sum, v) => sum + Math.abs(v), 0)",
      ),
      "You added up sizes. The length is the root of the sum of squares.",
    ],
    "the plain length": [
      replace("size === 0 ? 0 : lengthOf(apart) / size", "lengthOf(apart)"),
      "This is the length of the difference. Divide it by the two lengths, so that it does not matter how large the gradients are.",
    ],
    "the difference of lengths": [
      replace("lengthOf(apart) / size", "Math.abs(lengthOf(claimed) - lengthOf(measured)) / size"),
      "You subtracted the lengths. Two gradients of one length can point anywhere: subtract the gradients, then take the length.",
    ],
    "by the claimed alone": [
      replace("lengthOf(claimed) + lengthOf(measured)", "lengthOf(claimed)"),
      "You divided by the claimed gradient's length alone. It is the sum of both lengths.",
    ],
    "by the measured alone": [
      replace("lengthOf(claimed) + lengthOf(measured)", "lengthOf(measured)"),
      "You divided by the measured gradient's length alone. It is the sum of both lengths.",
    ],
    "by the larger one": [
      replace(
        "lengthOf(claimed) + lengthOf(measured)",
        "Math.max(lengthOf(claimed), lengthOf(measured))",
      ),
      "You divided by the larger of the two lengths. Here it is their sum.",
    ],
    "number by number": [
      replace(
        "lengthOf(apart) / size",
        "apart.reduce((sum, d, i) => sum + Math.abs(d) / (Math.abs(claimed[i] as number) + Math.abs(measured[i] as number)), 0) / apart.length",
      ),
      "You took a relative difference for each number, and their mean. Then a slope that is nearly 0 counts as much as a large one: compare the lengths of the whole tensors.",
    ],
    "0 by 0": [
      replace("size === 0 ? 0 : ", ""),
      "Where both gradients are 0 you divide 0 by 0. They agree, so the answer is 0.",
    ],
    "one number for all": [
      replace(
        "return differences;",
        "const most = Math.max(...Object.values(differences));\n  return Object.fromEntries(Object.keys(differences).map((name) => [name, most]));",
      ),
      "Every name has the largest difference. Each tensor's own says where to look.",
    ],
    "the costs at the place itself too": replace(
      "const measured: number[] = [];",
      "const measured: number[] = [];\n    await cost(parameters).item();",
    ),
  },
  alternatives: {
    "a table of one number": [
      replace(
        'const moved = values.map((old, j) => (j === i ? v : old));\n      const M = tensor(moved, { dtype: "float64" }).reshape(P.shape);',
        'const way = values.map((old, j) => (j === i ? v - old : 0));\n      const M = P.add(tensor(way, { dtype: "float64" }).reshape(P.shape));',
      ),
      "It adds a table that is 0 everywhere but in one place.",
    ],
    "with norms": [
      replace(
        "differences[name] = size === 0 ? 0 : lengthOf(apart) / size;",
        'const wide = (list: readonly number[]): Tensor => tensor([...list], { dtype: "float64" });\n    differences[name] = size === 0 ? 0 : (await wide(apart).norm().item()) / size;',
      ),
      "It asks the library for the length.",
    ],
  },
});
