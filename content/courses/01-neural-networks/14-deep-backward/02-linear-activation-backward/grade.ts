import { body, defineExercise, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** A cache as the way forward makes it, so that Z belongs to A, W and b. */
const cacheOf = (A: Tensor, W: Tensor, b: Tensor) => ({
  linear: { A, W, b },
  Z: A.matmul(W.t()).add(b),
});

/** Z is −1, 0 and 2. */
const example = (activation: "relu" | "sigmoid") =>
  [
    tensor([[1], [2], [-3]]),
    cacheOf(tensor([[1], [0], [-2]]), tensor([[-1]]), tensor([0])),
    activation,
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  of: "linearActivationBackward",
  example: [
    ["is right for relu, at 0 too", () => example("relu")],
    ["is right for sigmoid", () => example("sigmoid")],
  ],
  any: (r) => {
    const [m, inputs, units] = [r.int(1, 4), r.int(1, 4), r.int(1, 4)];
    const cache = cacheOf(r.table(m, inputs), r.table(units, inputs), r.list(units));
    return [r.table(m, units), cache, r.pick(["relu", "sigmoid"] as const)];
  },
  gradient: {
    at: (_dA, { linear: { A, W, b } }) => ({ A, W, b }),
    gradients: ({ dA, dW, db }, given) => ({ A: dA.div(given.size(0)), W: dW, b: db }),
    loss: ({ A, W, b }, dA, _cache, activation) => {
      const Z = A.matmul(W.t()).add(b);
      return (activation === "relu" ? Z.relu() : Z.sigmoid()).mul(dA).sum().div(dA.size(0));
    },
  },
  mistakes: {
    "no slope": [
      replace("dA.mul(slope)", "dA"),
      "dA goes through the layer unchanged. It has to be multiplied by the bend's slope at Z first.",
    ],
    "the mask is made of dA": [
      replace("Z.gt(0).float()", "dA.gt(0).float()"),
      "You let through what is positive in dA. ReLU's slope asks Z, the sums: what comes from above may be negative and still pass.",
    ],
    "the mask is made of A": [
      replace("Z.gt(0).float()", "linear.A.sum(1, { keepdim: true }).gt(0).float()"),
      "Your mask is made of A, the layer's input. It has to be made of Z, the sums before the bend.",
    ],
    "relu of Z as its slope": [
      replace("gt(0).float", "relu"),
      "You multiplied by relu(Z), the value. The slope is 1 where Z is positive, however large it is.",
    ],
    "slope 1 at 0": [
      replace("Z.gt", "Z.ge"),
      "At Z = 0 the slope is taken as 0: greater than 0, not greater or equal.",
    ],
    "the sigmoid's slope taken at Z": [
      replace("s.mul(sub(1, s", "Z.mul(sub(1, Z"),
      "The slope is s·(1 − s) with s = sigmoid(Z). You put Z itself in.",
    ],
    "the sigmoid as its slope": [
      replace("s.mul(sub(1, s))", "s"),
      "You multiplied by the sigmoid itself. Its slope is s·(1 − s).",
    ],
    "relu's slope whatever is asked": [
      replace('activation === "relu" ? Z.gt(0).float() : s.mul(sub(1, s))', "Z.gt(0).float()"),
      "You take relu's slope, whatever activation says. Ask it, and take s·(1 − s) for the sigmoid.",
    ],
    "the sigmoid's slope whatever is asked": [
      replace('activation === "relu" ? Z.gt(0).float() : s.mul(sub(1, s))', "s.mul(sub(1, s))"),
      "You take the sigmoid's slope, whatever activation says. Ask it, and take 1 where Z is above 0 for relu.",
    ],
  },
  alternatives: {
    where: [
      body(`
        const { linear, Z } = cache;
        if (activation === "relu") return linearBackward(where(Z.gt(0), dA, zerosLike(dA)), linear);
        const e = Z.neg().exp();
        return linearBackward(dA.mul(e).div(e.add(1).square()), linear);`),
      "relu picks what passes, and the sigmoid's slope is written with a power of e.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
