import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, rand, randn } from "gradus";

const named = (model: nn.Module): string =>
  [...model.children()].map((m) => m.constructor.name).join(", ");

/** Orders of the layers that have a name. */
const wrongOrders = [
  {
    name: "dropout before ReLU",
    explanation:
      "Your dropout stands before ReLU. It is made for a unit's answer, which comes out of ReLU.",
    layers: "Linear, Dropout, ReLU, Linear, Dropout, ReLU, Linear",
  },
  {
    name: "dropout behind the last layer",
    explanation:
      "There is a dropout behind the last layer. It would drop whole answers: only hidden units drop out.",
    layers: "Linear, ReLU, Dropout, Linear, ReLU, Dropout, Linear, Dropout",
  },
  {
    name: "a sigmoid at the end",
    explanation:
      "The last layer ends in a sigmoid. Its answers are the sums before it: leave the sigmoid to the loss.",
    layers: "Linear, ReLU, Dropout, Linear, ReLU, Dropout, Linear, Sigmoid",
  },
  {
    name: "ReLU at the end",
    explanation: "The last layer is bent, too. Its answers are sums, which may be below 0.",
    layers: "Linear, ReLU, Dropout, Linear, ReLU, Dropout, Linear, ReLU",
  },
];

/** A network with dropout, and points with classes that it gets right, were it whole. */
function whole(p = 0.6) {
  const model = new nn.Sequential(
    new nn.Linear(3, 30),
    new nn.ReLU(),
    new nn.Dropout(p),
    new nn.Linear(30, 1),
  );
  const X = randn([200, 3]);
  model.eval();
  const Y = noGrad(() => model.call(X).gt(0).float());
  model.train();
  return { model, X, Y };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers in order",
      run: ({ learner }) => {
        const model = learner.dropoutNetwork([3, 5, 4, 1], 0.3);
        const wanted = "Linear, ReLU, Dropout, Linear, ReLU, Dropout, Linear";
        const got = named(model);
        const misconception = wrongOrders.find(({ layers }) => layers === got);
        if (got !== wanted)
          return failed(
            `dropoutNetwork: for [3, 5, 4, 1] the layers are ${got}, expected ${wanted}.`,
            misconception ? { misconception } : {},
          );
        const shapes = [...model.modules()]
          .filter((m) => m instanceof nn.Linear)
          .map((m) => `[${m.weight.shape.join(", ")}]`)
          .join(" ");
        if (shapes !== "[5, 3] [4, 5] [1, 4]")
          return failed(
            `dropoutNetwork: for [3, 5, 4, 1] the weights have shapes ${shapes}, expected [5, 3] [4, 5] [1, 4].`,
          );
        const ps = [...model.modules()].filter((m) => m instanceof nn.Dropout).map((m) => m.p);
        return ps.every((p) => p === 0.3)
          ? passed
          : failed(`dropoutNetwork: with p = 0.3 the layers drop with p = ${ps.join(" and ")}.`);
      },
    }),
    contract({
      name: "counts right predictions",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        // Without dropout in it, so that only the counting is looked at.
        const { model, X, Y } = whole(0);
        const flipped = rand([200, 1]).lt(0.3).float();
        const noisy = Y.sub(flipped).abs();
        const wanted = 1 - (await flipped.mean().item());
        const share = await learner.accuracy(model, X, noisy);
        if (Math.abs(share - wanted) < 1e-5) return passed;
        const crossed = await Y.eq(noisy.reshape([-1]))
          .float()
          .mean()
          .item();
        const misconception =
          Math.abs(share - (1 - wanted)) < 1e-5
            ? { name: "the error", explanation: "This is the share of wrong predictions." }
            : Math.abs(share - 200 * wanted) < 1e-2
              ? { name: "a count", explanation: "This is how many are right. Take the mean." }
              : Math.abs(share - crossed) < 1e-5 && {
                  name: "every answer against every label",
                  explanation:
                    "You compared [m, 1] with [m], which broadcasts to [m, m]: each prediction is held against all labels.",
                };
        return failed(
          `accuracy: the share of right predictions is ${wanted.toFixed(4)}, and you say ${share.toFixed(4)}.`,
          misconception ? { misconception } : {},
        );
      },
    }),
    contract({
      name: "measures without dropout",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const { model, X, Y } = whole();
        const share = await learner.accuracy(model, X, Y);
        return Math.abs(share - 1) < 1e-6
          ? passed
          : failed(
              `accuracy: this network is right for all 200 points when no unit is dropped, and you measure ${typeof share === "number" ? share.toFixed(3) : String(share)}. Call model.eval() first.`,
            );
      },
    }),
    contract({
      name: "leaves the model in training mode",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const { model, X, Y } = whole();
        await learner.accuracy(model, X, Y);
        return model.training && [...model.modules()].every((m) => m.training)
          ? passed
          : failed(
              "accuracy: afterwards the model is in eval mode, so the rest of its training runs without dropout. Call model.train().",
            );
      },
    }),
  ],
  mistakes: {
    "dropout while measuring": replace("  model.eval();\n", ""),
    "left in eval mode": replace("  model.train();\n", ""),
    "dropout behind the last layer": replace(
      "if (l < sizes.length - 1) layers.push(new nn.ReLU(), new nn.Dropout(p));",
      "if (l < sizes.length - 1) layers.push(new nn.ReLU());\n    layers.push(new nn.Dropout(p));",
    ),
    "a sigmoid at the end": replace(
      "new nn.ReLU(), new nn.Dropout(p));",
      "new nn.ReLU(), new nn.Dropout(p));\n    else layers.push(new nn.Sigmoid());",
    ),
    "ReLU at the end": replace(
      "new nn.ReLU(), new nn.Dropout(p));",
      "new nn.ReLU(), new nn.Dropout(p));\n    else layers.push(new nn.ReLU());",
    ),
    "dropout before ReLU": replace(
      "new nn.ReLU(), new nn.Dropout(p)",
      "new nn.Dropout(p), new nn.ReLU()",
    ),
    "only one dropout": replace(
      "new nn.ReLU(), new nn.Dropout(p));",
      "new nn.ReLU());\n    if (l === 1) layers.push(new nn.Dropout(p));",
    ),
    "the share that stays": replace("new nn.Dropout(p)", "new nn.Dropout(1 - p)"),
    "sums against one half": [
      replace(".gt(0)", ".gt(0.5)"),
      "You compared the sums with 0.5. They are sums before the sigmoid, and the sigmoid is one half at 0: above 0 means class 1.",
    ],
    "every answer against every label": [
      replace(".eq(Y)", ".eq(Y.reshape([-1]))"),
      "You compared [m, 1] with [m], which broadcasts to [m, m]: each prediction is held against all labels.",
    ],
    "a count": replace(".mean());", ".sum());"),
    "the share of class 1": [
      replace(".gt(0).float().eq(Y).float()", ".gt(0).float()"),
      "This is the share of points that are called class 1. A prediction is right where it is the same as Y.",
    ],
    "right for class 1 only": [
      replace(".eq(Y).float().mean()", ".mul(Y).sum().div(Y.sum())"),
      "You only look at the points of class 1. A 0 that is predicted as 0 is right, too.",
    ],
    "the error": replace(".eq(Y)", ".ne(Y)"),
  },
  alternatives: {
    "sigmoid first": [
      replace(".gt(0).float()", ".sigmoid().gt(0.5).float()"),
      "It makes a probability of the sum and compares it with one half.",
    ],
    "train(false)": [
      replace("model.eval();", "model.train(false);"),
      "It says train(false), which is what eval() does.",
    ],
  },
});
