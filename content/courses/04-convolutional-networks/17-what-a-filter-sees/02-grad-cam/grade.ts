import { agreeing, contract, defineExercise, failed, replace, value } from "@gradus/exercise";
import { manualSeed, nn, rand, type Tensor, tensor } from "gradus";

const small = (): { body: nn.Sequential; head: nn.Sequential } => ({
  body: new nn.Sequential(
    new nn.Conv2d(2, 4, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  ),
  head: new nn.Sequential(
    new nn.Conv2d(4, 3, 3),
    new nn.Tanh(),
    new nn.Flatten(),
    new nn.Linear(12, 3),
  ),
});

const maps = (): Tensor =>
  tensor([
    [
      [0.4, 1.2, 0.3],
      [0.9, 0.1, 2],
    ],
    [
      [1.5, -0.6, 0.7],
      [0.3, 0.8, 0.6],
    ],
    [
      [0.1, 0.5, 1.1],
      [1.4, 0.2, 0.4],
    ],
  ]);
const gradients = (): Tensor =>
  tensor([
    [
      [0.6, -0.2, 0.9],
      [0.3, 0.4, 1],
    ],
    [
      [-1, 0.3, -0.7],
      [-0.4, 0.2, -0.8],
    ],
    [
      [0.5, 0.8, -0.3],
      [0.1, -0.6, 0.7],
    ],
  ]);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "weighs maps",
      of: "weighted",
      cases: [
        { args: () => [maps(), gradients()] },
        {
          name: "where everything speaks for the class",
          args: () => [maps().abs().add(0.5), gradients().abs()],
        },
        {
          name: "where everything speaks against the class",
          args: () => [maps(), gradients().abs().neg()],
        },
      ],
    }),
    contract({
      name: "goes back from the score of the class to the maps",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        // A class whose map is not 0 everywhere, with these weights.
        for (let i = 0; i < 8; i++) {
          const { body, head } = small();
          const image = rand([2, 8, 8]);
          const rightFor = (label: number | null): Tensor => {
            const A = body.call(image.unsqueeze(0)).detach().requiresGrad_();
            const scores = head.call(A);
            (label === null ? scores : scores.select(1, label)).sum().backward();
            return learner.weighted(A.detach().select(0, 0), (A.grad as Tensor).select(0, 0));
          };
          const right = rightFor(1);
          if ((await right.max().item()) < 0.5) continue;
          const got = learner.gradCam(body, head, image, 1);
          if (got.requiresGrad)
            return failed(
              "gradCam: the map carries a way back. It is for looking at: detach the maps.",
            );
          for (const [name, explanation, label] of [
            [
              "all classes at once",
              "You went back from the sum of all scores. Choose the score of the class: select(1, label).",
              null,
            ],
            ["the first class", "This is the map for class 0, and class 1 was asked for.", 0],
          ] as const) {
            const wrong = rightFor(label);
            const same =
              got.shape.join() === wrong.shape.join() &&
              (await got.sub(wrong).abs().max().item()) < 1e-5 &&
              (await right.sub(wrong).abs().max().item()) > 1e-3;
            if (same)
              return failed("gradCam: it is the map of something else.", {
                misconception: { name, explanation },
              });
          }
          return agreeing(
            "gradCam: the map of class 1 is not made of the score's gradients by the maps:",
            got,
            right,
          );
        }
        return failed("gradCam: no class was seen in eight images.");
      },
    }),
  ],
  mistakes: {
    "sums of gradients": [
      replace("gradients.mean([1, 2], { keepdim: true })", "gradients.mean(0, { keepdim: true })"),
      "You averaged over the maps at each place. A weight belongs to a map: the mean over its places, directions 1 and 2.",
    ],
    "gradients place by place": [
      replace("maps.mul(weights)", "maps.mul(gradients)"),
      "Each place has its own gradient as its weight. Grad-CAM gives a whole map one weight, the mean.",
    ],
    "what speaks against it stays": [
      replace(".sum(0).relu()", ".sum(0)"),
      "Numbers below 0 are still there. They speak against the class: the map keeps what is above 0.",
    ],
    "its size instead": [
      replace(".sum(0).relu()", ".sum(0).abs()"),
      "You dropped the signs. What speaks against the class then looks as if it spoke for it.",
    ],
    "cut off before the sum": [
      replace("maps.mul(weights).sum(0).relu()", "maps.mul(weights).relu().sum(0)"),
      "Each map was cut off at 0 before the sum, so that no map can speak against another. Add up first.",
    ],
    "weights above 0 only": [
      replace("maps.mul(weights)", "maps.mul(weights.relu())"),
      "Weights below 0 were dropped. Such a map counts against the class, and takes away from the others.",
    ],
    "not divided": [
      replace("map.div(map.max().clamp(1e-12))", "map"),
      "The map is not divided by its largest number.",
    ],
    "from the least number": [
      replace(
        "map.div(map.max().clamp(1e-12))",
        "map.sub(map.min()).div(map.max().sub(map.min()).clamp(1e-12))",
      ),
      "You took off the least number first. Then a class that is seen everywhere seems to be missing somewhere. Divide by the largest only.",
    ],
    "divided by the sum": [
      replace("map.max()", "map.sum()"),
      "You divided by the sum. The largest number shall become 1.",
    ],
    "0 divided by 0": [
      replace(".clamp(1e-12)", ""),
      "Where all of the map is 0 you divide 0 by 0. It stays 0.",
    ],
    "gradients without the maps": [
      replace("maps.mul(weights).sum(0)", "gradients.sum(0)"),
      "These are the gradients alone. The maps say where something is, the gradients only how much it counts.",
    ],
    "all classes at once": replace(".select(1, label).sum()", ".sum()"),
    "the first class": replace(".select(1, label)", ".select(1, 0)"),
    "shares instead of scores": replace("head.call(maps)", "head.call(maps).softmax(1)"),
    "with a way back": replace("weighted(maps.detach().select(0, 0)", "weighted(maps.select(0, 0)"),
  },
  alternatives: {
    "the product of tables": [
      replace(
        "const map = maps.mul(weights).sum(0).relu();",
        "const [channels, height, width] = maps.shape as [number, number, number];\n  const flat = weights.reshape([1, channels]).matmul(maps.reshape([channels, height * width]));\n  const map = flat.reshape([height, width]).relu();",
      ),
      "The weighted sum is a row of weights times the maps, laid out flat.",
    ],
    grad: [
      replace(
        "head.call(maps).select(1, label).sum().backward();\n  const gradients = maps.grad as Tensor;",
        "const [gradients] = grad(head.call(maps).select(1, label).sum(), [maps]) as [Tensor];",
      ),
      "grad gives the gradients and leaves nothing in maps.grad.",
    ],
  },
});
