import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, optim, randn } from "gradus";

/** A body of three linear layers; those in odd places have no parameters. */
function made(seed: number): { body: nn.Sequential; head: nn.Linear } {
  manualSeed(seed);
  const layers = [0, 1, 2].flatMap(() => [new nn.Linear(4, 4), new nn.Tanh()]);
  return { body: new nn.Sequential(...layers), head: new nn.Linear(4, 3) };
}

/** Which layers of a body learn, by their numbers. */
const learning = (body: nn.Sequential): string =>
  [...body].flatMap((m, i) => (m.parameters().some((p) => p.requiresGrad) ? [i] : [])).join(", ") ||
  "none";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "unfreezes the layers from one on, and no others",
      run: ({ learner, seed }) => {
        for (const before of [true, false])
          for (const [layer, right] of [
            [2, "2, 4"],
            [0, "0, 2, 4"],
            [3, "4"],
            [6, "none"],
          ] as const) {
            const { body } = made(seed);
            for (const p of body.parameters()) p.requiresGrad = before;
            learner.unfreezeFrom(body, layer);
            const got = learning(body);
            if (got !== right)
              return failed(
                `unfreezeFrom: ${before ? "all layers learned" : "no layer learned"}; after unfreezeFrom(body, ${layer}) these learn: ${got}. Expected: ${right}. (Layers 1, 3 and 5 have no parameters.)`,
              );
            const halves = [...body].some(
              (m) => new Set(m.parameters().map((p) => p.requiresGrad)).size > 1,
            );
            if (halves)
              return failed("unfreezeFrom: in one layer some parameters learn and others do not.");
          }
        return passed;
      },
    }),
    contract({
      name: "takes steps of two sizes",
      run: async ({ learner, reference, seed }) => {
        const { body, head } = made(seed);
        reference.unfreezeFrom(body, 2);
        const optimizer = learner.tuner(body, head, 0.02);
        if (!(optimizer instanceof optim.Adam)) return failed("tuner: it is no optim.Adam.");
        const watched = [
          ["layer 0, which is frozen,", body.at(0)?.parameters() ?? [], 0],
          ["layer 2", body.at(2)?.parameters() ?? [], 0.002],
          ["layer 4", body.at(4)?.parameters() ?? [], 0.002],
          ["the head", head.parameters(), 0.02],
        ] as const;
        const before = watched.map(([, ps]) => ps.map((p) => p.detach().clone()));
        optimizer.zeroGrad();
        head
          .call(body.call(randn([6, 4])))
          .square()
          .sum()
          .backward();
        optimizer.step();
        const moves: string[] = [];
        let wrong = "";
        for (const [i, [name, ps, right]] of watched.entries()) {
          let most = 0;
          for (const [j, p] of ps.entries()) {
            const was = before[i]?.[j];
            if (was) most = Math.max(most, await p.detach().sub(was).abs().max().item());
          }
          moves.push(`${name} ${most.toFixed(5)}`);
          // Adam's first step is as large as its learning rate.
          if (wrong === "" && Math.abs(most - right) > 1e-4)
            wrong = `${name} moves by ${most.toFixed(5)}, expected ${right.toFixed(5)}`;
        }
        return wrong === ""
          ? passed
          : failed(
              `tuner: with a learning rate of 0.02, in the first step of Adam ${wrong}. All moves: ${moves.join("; ")}.`,
            );
      },
    }),
    contract({
      name: "has only what learns in its groups",
      run: ({ learner, reference, seed }) => {
        const { body, head } = made(seed);
        reference.unfreezeFrom(body, 4);
        const { paramGroups } = learner.tuner(body, head, 0.02);
        const sizes = paramGroups.map((g) => g.params.length).join(" and ");
        return sizes === "2 and 2"
          ? passed
          : failed(
              `tuner: with one layer unfrozen its groups have ${sizes} parameters, expected 2 and 2: weight and bias of the layer, weight and bias of the head.`,
            );
      },
    }),
  ],
  mistakes: {
    "one learning rate for all": [
      replace("lr: learningRate / 10", "lr: learningRate"),
      "The body takes steps as large as the head's. What it has learned is worth keeping: a tenth.",
    ],
    "the rates are exchanged": [
      replace(
        "{ params: unfrozen, lr: learningRate / 10 },\n    { params: head.parameters(), lr: learningRate },",
        "{ params: unfrozen, lr: learningRate },\n    { params: head.parameters(), lr: learningRate / 10 },",
      ),
      "The head has the small rate and the body the large one. It is the other way round.",
    ],
    "a tenth for both": [
      replace(
        "{ params: head.parameters(), lr: learningRate }",
        "{ params: head.parameters(), lr: learningRate / 10 }",
      ),
      "The head has the small rate, too. It is new, and may take whole steps.",
    ],
    "ten times as much": [
      replace("learningRate / 10", "learningRate * 10"),
      "The body's rate is ten times the learning rate. It should be a tenth.",
    ],
    "the default rate for the body": [
      replace("{ params: unfrozen, lr: learningRate / 10 }", "{ params: unfrozen }"),
      "The body's group has no rate of its own, so it has Adam's default, 0.001.",
    ],
    "the layers before it": replace("i >= layer", "i < layer"),
    "one layer later": replace("i >= layer", "i > layer"),
    "what was frozen stays frozen": replace(
      "p.requiresGrad = i >= layer;",
      "p.requiresGrad = p.requiresGrad && i >= layer;",
    ),
    "frozen ones in the group": replace(
      "body.parameters().filter((p) => p.requiresGrad)",
      "body.parameters()",
    ),
    "the head is left out": replace("    { params: head.parameters(), lr: learningRate },\n", ""),
  },
  alternatives: {
    "one rate with an exception": [
      replace(
        "new optim.Adam([\n    { params: unfrozen, lr: learningRate / 10 },\n    { params: head.parameters(), lr: learningRate },\n  ])",
        "new optim.Adam([{ params: unfrozen, lr: learningRate / 10 }, { params: head.parameters() }], {\n    lr: learningRate,\n  })",
      ),
      "The rate stands once for all groups, and the body's group has another.",
    ],
  },
});
