import { body, defineExercise, gradient, type Random, replace, value } from "@gradus/exercise";
import { sub, type Tensor, tensor } from "gradus";

/** A cache as the way forward makes it, so that Z belongs to A, W and b. */
function cacheOf(A: Tensor, W: Tensor, b: Tensor) {
  return { linear: { A, W, b }, Z: A.matmul(W.t()).add(b) };
}

function randomCache(random: Random, m: number, inputs: number, units: number) {
  return cacheOf(
    tensor(random.numbers(m * inputs)).reshape([m, inputs]),
    tensor(random.numbers(units * inputs)).reshape([units, inputs]),
    tensor(random.numbers(units)),
  );
}

type Cache = ReturnType<typeof cacheOf>;

function answer(dA: Tensor, { linear: { A, W } }: Cache, slope: Tensor | number) {
  const dZ = dA.mul(slope);
  const m = A.size(0);
  return { dA: dZ.matmul(W), dW: dZ.t().matmul(A).div(m), db: dZ.sum(0).div(m) };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for relu, at 0 too",
      of: "linearActivationBackward",
      cases: [
        {
          name: "Z of −1, 0 and 2",
          args: () => [
            tensor([[1], [1], [1]]),
            cacheOf(tensor([[-1], [0], [2]]), tensor([[1]]), tensor([0])),
            "relu" as const,
          ],
        },
      ],
      misconceptions: [
        {
          name: "the slope of what came in",
          explanation:
            "The mask is made of A, the layer's input. It has to be made of Z, the sums before the bend.",
          answer: (dA, cache) => answer(dA, cache, cache.linear.A.gt(0).float()),
        },
      ],
    }),
    gradient({
      name: "agrees with finite differences for both activations",
      of: "linearActivationBackward",
      runs: 8,
      args: (random) => {
        const [m, inputs, units] = [random.int(1, 4), random.int(1, 4), random.int(1, 4)];
        return [
          tensor(random.numbers(m * units)).reshape([m, units]),
          randomCache(random, m, inputs, units),
          random.pick(["relu", "sigmoid"] as const),
        ];
      },
      at: (_dA, { linear: { A, W, b } }) => ({ A, W, b }),
      gradients: ({ dA, dW, db }, given) => ({ A: dA.div(given.size(0)), W: dW, b: db }),
      loss: ({ A, W, b }, dA, _cache, activation) => {
        const Z = A.matmul(W.t()).add(b);
        const bent = activation === "relu" ? Z.relu() : Z.sigmoid();
        return bent.mul(dA).sum().div(dA.size(0));
      },
    }),
  ],
  mistakes: {
    "mask of input": replace(
      'const slope = activation === "relu" ? Z.gt(0).float() : s.mul(sub(1, s));',
      `const slope =
    activation === "relu" ? linear.A.gt(0).float().narrow(1, 0, 1).mul(2) : s.mul(sub(1, s));`,
    ),
    "no slope": [
      replace("dA.mul(slope)", "dA"),
      "dA goes through the layer unchanged. It has to be multiplied by the bend's slope at Z first.",
    ],
    "the sigmoid's slope taken at Z": [
      replace("s.mul(sub(1, s", "Z.mul(sub(1, Z"),
      "The slope is s·(1 − s) with s = sigmoid(Z). You put Z itself in.",
    ],
    "slope 1 at 0": [
      replace("Z.gt", "Z.ge"),
      "At Z = 0 the slope is taken as 0: greater than 0, not greater or equal.",
    ],
    "relu of Z as its slope": [
      replace("gt(0).float", "relu"),
      "You multiplied by relu(Z), the value. The slope is 1 where Z is positive, however large it is.",
    ],
  },
  alternatives: {
    where: body(`
  const { linear, Z } = cache;
  if (activation === "relu") return linearBackward(where(Z.gt(0), dA, zerosLike(dA)), linear);
  const e = Z.neg().exp();
  return linearBackward(dA.mul(e).div(e.add(1).square()), linear);`),
  },
});
