/**
 * What checks look at in a network that may be written in many ways: its parameters, its convolutions in the order in
 * which an image passes them, and what it computes when its parameters are set by a rule. The rule looks at a
 * parameter's shape alone, so that two networks of one structure give the same numbers, whatever their fields are called.
 */
import { failed, numberText, type Outcome, passed, randomFrom } from "@gradus/exercise";
import { nn, noGrad, type Tensor, tensor } from "gradus";

/** How many numbers a network learns. */
export const countOf = (model: nn.Module): number =>
  model.parameters().reduce((sum, p) => sum + p.numel(), 0);

const one = (v: number | readonly number[]): string => String([v].flat()[0]);

/** A convolution in words: "3×3 from 8 to 16, stride 2, padding 1"; a stride of 1 and a padding of 0 are left out. */
export function conv2dText(conv: nn.Conv2d): string {
  const [rows = 0, columns = 0] = conv.weight.shape.slice(2);
  const { stride = 1, groups = 1, padding: given = 0 } = conv.options;
  const padding = given === "same" ? (rows - 1) / 2 : given === "valid" ? 0 : given;
  return [
    `${rows}×${columns} from ${conv.inChannels} to ${conv.outChannels}`,
    one(stride) !== "1" && `stride ${one(stride)}`,
    one(padding) !== "0" && `padding ${one(padding)}`,
    groups !== 1 && `groups ${groups}`,
  ]
    .filter(Boolean)
    .join(", ");
}

export interface Passed {
  readonly layer: nn.Module;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** The layers that x passes, in their order, with the shapes of what they are given and give; nothing is computed. */
export function passedBy(model: nn.TensorModule, x: Tensor): Passed[] {
  const seen: Passed[] = [];
  const hooks = [...new Set(model.modules())]
    .filter((m) => [...m.children()].length === 0)
    .map((m) =>
      m.registerForwardHook((layer, [input], output) => {
        seen.push({
          layer,
          input: [...(input as Tensor).shape],
          output: [...(output as Tensor).shape],
        });
      }),
    );
  try {
    noGrad(() => model.call(x));
  } finally {
    for (const hook of hooks) hook.remove();
  }
  return seen;
}

/** The failure of a network that stops on its way, with what it says; nothing where images get through. */
export function stopped(of: string, model: nn.TensorModule, x: Tensor): Outcome | undefined {
  try {
    noGrad(() => model.call(x));
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return failed(`${of}: images of shape [${x.shape.join(", ")}] do not get through it. ${said}`);
  }
}

/** The convolutions that x passes, in words. */
export const convolutionsOf = (model: nn.TensorModule, x: Tensor): string[] =>
  passedBy(model, x).flatMap(({ layer }) =>
    layer instanceof nn.Conv2d ? [conv2dText(layer)] : [],
  );

const isNorm = (module: nn.Module | undefined): boolean =>
  module instanceof nn.BatchNorm2d || module instanceof nn.BatchNorm1d;

/** Sets every parameter by its shape and its kind: the same numbers for the same shape. */
export function filled<M extends nn.Module>(model: M): M {
  const modules = new Map(model.namedModules());
  for (const [path, p] of model.namedParameters()) {
    const cut = path.lastIndexOf(".");
    const kind = path.slice(cut + 1);
    const norm = isNorm(modules.get(cut < 0 ? "" : path.slice(0, cut)));
    const random = randomFrom(p.shape.reduce((h, side) => 31 * h + side, kind.length));
    const fanIn = p.shape.slice(1).reduce((n, side) => n * side, 1);
    const numbers =
      norm && kind === "weight"
        ? random.numbers(p.numel(), 0.5, 1.5)
        : random
            .numbers(p.numel(), -1, 1)
            .map((v) => (p.ndim > 1 ? v * Math.sqrt(3 / fanIn) : v / 2));
    noGrad(() => p.copy_(tensor(numbers).reshape(p.shape)));
  }
  return model;
}

/** Whether two lists of layers in words are one and the same; else what stands where. */
export function sameLayers(of: string, got: readonly string[], right: readonly string[]): Outcome {
  if (got.join("; ") === right.join("; ")) return passed;
  return failed(
    `${of}: the convolutions are, in their order, ${got.join("; ") || "none"}; expected ${right.join("; ")}.`,
  );
}

/** Whether a network has as many parameters as it should. */
export function sameCount(of: string, model: nn.Module, right: number): Outcome {
  const got = countOf(model);
  return got === right
    ? passed
    : failed(`${of}: it has ${numberText(got)} parameters, expected ${numberText(right)}.`);
}
