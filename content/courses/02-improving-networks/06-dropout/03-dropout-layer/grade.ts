import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, ones, randn, type Tensor, tensor } from "gradus";

/** How many places of a tensor are 0. */
const zerosIn = (x: Tensor): Promise<number> => x.eq(0).float().sum().item();

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export default defineExercise<typeof import("./solution.ts")>({
  forbid: ["dropout"],
  checks: [
    contract({
      name: "is a module that answers in the shape it was asked",
      run: ({ learner, seed }) => {
        manualSeed(seed);
        const layer = new learner.DropoutLayer(0.5);
        if (!(layer instanceof nn.Module))
          return failed("DropoutLayer: it is no nn.Module. Write `class … extends nn.Module`.");
        for (const shape of [[4], [3, 5], [2, 3, 4, 1]]) {
          const got = layer.call(ones(shape)).shape;
          if (got.join() !== shape.join())
            return failed(
              `DropoutLayer: for x of shape [${shape.join(", ")}] the answer has shape [${got.join(", ")}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "throws the dice for every value, and anew at every call",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const layer = new learner.DropoutLayer(0.5);
        const x = ones([40, 40]);
        const [first, second] = [layer.call(x), layer.call(x)];
        if ((await first.sub(second).abs().sum().item()) === 0)
          return failed(
            "DropoutLayer: two calls drop the same values. Make a new mask in forward.",
          );
        const masked = first.ne(0).float();
        for (const direction of [0, 1]) {
          const counts = masked.sum(direction);
          const same = (await counts.max().item()) - (await counts.min().item()) === 0;
          const whole = (await counts.mul(counts.neg().add(40)).abs().max().item()) === 0;
          if (same || whole)
            return failed(
              "DropoutLayer: whole rows or columns are dropped together. Give the mask the shape of x, so that every value has its own dice.",
            );
        }
        return passed;
      },
    }),
    contract({
      name: "drops a share of p",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        for (const p of [0.2, 0.8]) {
          const layer = new learner.DropoutLayer(p);
          const share = (await zerosIn(layer.call(ones([100, 100])))) / 10_000;
          if (Math.abs(share - p) < 0.03) continue;
          const misconception = Math.abs(share - (1 - p)) < 0.03 && {
            name: "p taken for the share that stays",
            explanation: "You keep a share of p. Here, as in PyTorch, p is the share that goes.",
          };
          return failed(
            `DropoutLayer: with p = ${p}, ${percent(share)} of 10,000 values were dropped.`,
            misconception ? { misconception } : {},
          );
        }
        return passed;
      },
    }),
    contract({
      name: "divides what stays by 1 − p",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        for (const p of [0.2, 0.75]) {
          const x = randn([20, 30]).add(5);
          const y = new learner.DropoutLayer(p).call(x);
          const factor = y.div(x);
          const off = y
            .ne(0)
            .float()
            .mul(factor.sub(1 / (1 - p)).abs());
          if ((await off.max().item()) < 1e-4) continue;
          const most = await factor.max().item();
          const misconception =
            Math.abs(most - 1) < 1e-4
              ? {
                  name: "what stays is not divided",
                  explanation:
                    "What stays is as it was, so that the next layer gets less in training than later. Divide by 1 − p.",
                }
              : Math.abs(most - 1 / p) < 1e-4
                ? {
                    name: "divided by p",
                    explanation: "You divided by p. Divide by the share that stays, 1 − p.",
                  }
                : Math.abs(most - (1 - p)) < 1e-4 && {
                    name: "multiplied by 1 − p",
                    explanation:
                      "You multiplied by 1 − p. Fewer values are left, so each has to count more: divide.",
                  };
          return failed(
            `DropoutLayer: with p = ${p} a value that stays is multiplied by ${most.toPrecision(3)}, expected ${(1 / (1 - p)).toPrecision(3)}.`,
            misconception ? { misconception } : {},
          );
        }
        return passed;
      },
    }),
    contract({
      name: "does nothing after eval()",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const layer = new learner.DropoutLayer(0.5);
        const model = new nn.Sequential(layer);
        const x = tensor([[1, -2, 3, 4, 5, 6, 7, 8]]);
        model.eval();
        if ((await layer.call(x).sub(x).abs().max().item()) > 1e-6)
          return failed(
            "DropoutLayer: after eval() the answer is not x. Ask this.training: when it is false, give x back as it came.",
          );
        model.train();
        return (await zerosIn(layer.call(ones([30, 30])))) > 0
          ? passed
          : failed("DropoutLayer: after train() nothing is dropped any more.");
      },
    }),
    contract({
      name: "hands the gradient back through the same mask",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const x = ones([12, 12]).requiresGrad_();
        const y = new learner.DropoutLayer(0.25).call(x);
        if (!y.requiresGrad)
          return failed(
            "DropoutLayer: no gradient reaches x. Work with tensors' methods, without noGrad or detach.",
          );
        y.sum().backward();
        return (await (x.grad as Tensor).sub(y).abs().max().item()) < 1e-5
          ? passed
          : failed("DropoutLayer: the gradient does not go through the mask of the way forward.");
      },
    }),
  ],
  mistakes: {
    "p taken for the share that stays": [
      replace(".ge(this.p)", ".lt(this.p)"),
      "You keep a share of p. Here, as in PyTorch, p is the share that goes.",
    ],
    "what stays is not divided": [
      replace(".div(1 - this.p)", ""),
      "What stays is as it was, so that the next layer gets less in training than later. Divide by 1 − p.",
    ],
    "divided by p": [
      replace(".div(1 - this.p)", ".div(this.p)"),
      "You divided by p. Divide by the share that stays, 1 − p.",
    ],
    "multiplied by 1 − p": [
      replace(".div(1 - this.p)", ".mul(1 - this.p)"),
      "You multiplied by 1 − p. Fewer values are left, so each has to count more: divide.",
    ],
    "it always drops": replace("    if (!this.training) return x;\n", ""),
    "it drops when it should not": replace("!this.training", "this.training"),
    "scaled in eval too": replace(
      "if (!this.training) return x;",
      "if (!this.training) return x.mul(1 - this.p);",
    ),
    "whole columns": replace("rand(x.shape)", "rand(x.shape.slice(-1))"),
    "one mask for ever": [
      replace("  readonly p: number;\n", "  readonly p: number;\n  mask?: Tensor;\n"),
      replace(
        "const mask = rand(x.shape).ge(this.p).float();",
        'if (this.mask?.shape.join("x") !== x.shape.join("x"))\n      this.mask = rand(x.shape).ge(this.p).float();\n    const mask = this.mask as Tensor;',
      ),
    ],
    "normal dice": replace("rand(x.shape)", "randn(x.shape)"),
    "cut off the gradient": replace("return x.mul(mask)", "return x.detach().mul(mask)"),
    "no mask on the way back": replace(
      "return x.mul(mask).div(1 - this.p);",
      "const scaled = x.div(1 - this.p);\n    return scaled.sub(scaled.mul(mask.neg().add(1)).detach());",
    ),
    "not a module": [
      replace(" extends nn.Module", ""),
      replace("    super();\n", ""),
      replace("readonly p: number;", "readonly p: number;\n  training = true;"),
    ],
  },
  alternatives: {
    bernoulli: [
      replace("rand(x.shape).ge(this.p).float()", "bernoulli(full(x.shape, 1 - this.p))"),
      "The library can throw the dice with a given probability.",
    ],
    where: [
      replace(
        "return x.mul(mask).div(1 - this.p);",
        "return where(mask.gt(0), x.div(1 - this.p), zerosLike(x));",
      ),
      "It chooses between the scaled value and 0.",
    ],
  },
});
