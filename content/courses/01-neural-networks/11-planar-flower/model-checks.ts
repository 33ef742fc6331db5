/** What the checks of networks of the library share: whether a model computes what it should with its parameters. */
import { contract, failed, passed } from "@gradus/exercise";
import type { nn, Tensor } from "gradus";
import { toy } from "./training-checks.ts";

export type Bend = (z: Tensor) => Tensor;

/** Copies of a model's parameters, which no later step moves. */
export const copyOf = (model: nn.Module): Tensor[] =>
  model.parameters().map((p) => p.detach().clone());

/** The last sums of a network with these W and b, layer by layer. */
export function sums(X: Tensor, parameters: readonly Tensor[], bend: Bend): Tensor {
  let A = X;
  for (let i = 0; i < parameters.length; i += 2)
    A = (i > 0 ? bend(A) : A)
      .matmul((parameters[i] as Tensor).t())
      .add(parameters[i + 1] as Tensor);
  return A;
}

const bends = { tanh: (z: Tensor) => z.tanh(), relu: (z: Tensor) => z.relu() };
const titles = { tanh: "Tanh", relu: "ReLU" };

const shape = (sizes: readonly number[]): string => `[${sizes.join(", ")}]`;

/** Whether two tensors are the same, to the accuracy of their numbers. */
async function alike(a: Tensor, b: Tensor): Promise<boolean> {
  return shape(a.shape) === shape(b.shape) && (await a.sub(b).abs().max().item()) < 1e-4;
}

/** The checks of a model of Linear layers with a bend between them, whose last layer gives sums. */
export const modelChecks = <M extends object>({
  make,
  bend,
  allSizes,
}: {
  readonly make: (
    learner: M,
    data: readonly [Tensor, Tensor],
    sizes: readonly number[],
  ) => nn.Sequential | Promise<nn.Sequential>;
  readonly bend: "tanh" | "relu";
  readonly allSizes: readonly (readonly number[])[];
}) => [
  contract<M>({
    name: "has a weight matrix and biases for each layer",
    run: async ({ learner, random }) => {
      for (const sizes of allSizes) {
        const model = await make(learner, toy(random), sizes);
        const got = model.parameters().map((p) => shape(p.shape));
        const expected = sizes
          .slice(1)
          .flatMap((units, l) => [shape([units, sizes[l] as number]), shape([units])]);
        if (got.join() !== expected.join())
          return failed(
            `For the sizes ${shape(sizes)} the parameters have shapes ${got.join(" ")}, expected ${expected.join(" ")}.`,
          );
      }
      return passed;
    },
  }),
  contract<M>({
    name: "gives the sums of its last layer",
    run: async ({ learner, random }) => {
      for (const sizes of allSizes) {
        const data = toy(random);
        const model = await make(learner, data, sizes);
        const [got, own] = [model.call(data[0]), copyOf(model)];
        const right = sums(data[0], own, bends[bend]);
        if (await alike(got, right)) continue;
        const other = bend === "tanh" ? "relu" : "tanh";
        const ideas: readonly [name: string, text: string, answer: Tensor][] = [
          [
            "a sigmoid at the end",
            "Your network ends with a sigmoid. The loss with logits has one inside, so it would be applied twice: the last layer is a Linear.",
            right.sigmoid(),
          ],
          [
            "a bend at the end",
            `There is a ${titles[bend]} after the last Linear. Its sums go straight into the loss, below 0 and above 1 too.`,
            bends[bend](right),
          ],
          [
            "no bend",
            "There is nothing between your Linear layers. Together they are one, and its boundary is straight.",
            sums(data[0], own, (z) => z),
          ],
          [
            `${titles[other]} as the bend`,
            `Your hidden layers bend with ${titles[other]}. Here it is ${titles[bend]}.`,
            sums(data[0], own, bends[other]),
          ],
          [
            "a sigmoid as the bend",
            `Your hidden layers bend with the sigmoid. Here it is ${titles[bend]}.`,
            sums(data[0], own, (z) => z.sigmoid()),
          ],
        ];
        const message = `For the sizes ${shape(sizes)} the network does not give what Linear layers with a ${titles[bend]} between them give.`;
        for (const [name, explanation, answer] of ideas)
          if (await alike(got, answer))
            return failed(message, { misconception: { name, explanation } });
        return failed(message);
      }
      return passed;
    },
  }),
];
