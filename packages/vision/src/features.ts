/** What a trained network sees: outputs of its layers by name, and where in the image a class comes from. */
import { enableGrad, grad, keepAlive, needTensor, needWhole, noGrad, Tensor } from "@gradus/core";
import { functional, Module } from "@gradus/nn";
import {
  argumentShapeError,
  layerNameError,
  modelError,
  noOutputError,
  optionError,
} from "./errors.ts";

/**
 * A model that gives outputs of its layers; `createFeatureExtractor` makes it.
 *
 * @example createFeatureExtractor(lenet5(), ["conv1"]).parameters().length // 10
 */
export class FeatureExtractor extends Module {
  readonly model: Module;
  readonly #names: readonly string[];

  /** @internal */
  constructor(model: Module, names: readonly string[]) {
    super();
    this.model = model;
    this.#names = names;
  }

  /**
   * Runs the model once.
   *
   * @returns the output of each layer, by its name
   * @throws UsageError `vision/no-output` for a layer that the forward pass does not come to
   */
  override forward(...inputs: unknown[]): Record<string, Tensor> {
    const { outputs } = watched("createFeatureExtractor", this.model, this.#names, inputs);
    return outputs;
  }
}

/** The module at a path, or an error that tells which there are. */
function moduleAt(where: string, model: Module, name: unknown): Module {
  const all = new Map(model.namedModules());
  const found = typeof name === "string" && name !== "" ? all.get(name) : undefined;
  if (!found)
    throw layerNameError(
      where,
      name,
      [...all.keys()].filter((key) => key !== ""),
    );
  return found;
}

/** Runs a model and takes the first output of each named module on the way. */
function watched(
  where: string,
  model: Module,
  names: readonly string[],
  inputs: readonly unknown[],
): { output: unknown; outputs: Record<string, Tensor> } {
  const found = new Map<string, unknown>();
  const hooks = names.map((name) =>
    moduleAt(where, model, name).registerForwardHook((_module, _inputs, output) => {
      if (!found.has(name)) found.set(name, output);
    }),
  );
  let output: unknown;
  try {
    output = model.call(...(inputs as never[]));
  } finally {
    for (const hook of hooks) hook.remove();
  }
  const outputs: Record<string, Tensor> = {};
  for (const name of names) {
    if (!found.has(name)) throw noOutputError(where, name, "is not called by the forward pass");
    const one = found.get(name);
    if (!(one instanceof Tensor)) throw noOutputError(where, name, "does not give one tensor");
    outputs[name] = one;
  }
  return { output, outputs };
}

/**
 * A model whose call gives the outputs of some of its layers, by the names that `model.namedModules()` has. Its weights
 * are the model's own, gradients flow through it, and the whole forward pass runs.
 *
 * @param names such as ["layer1", "layer4.1.conv2"]
 * @throws UsageError `vision/model`; `vision/layer` for a name that no module has
 * @remarks A module that is called several times gives its first output. torchvision's traces the program and also knows
 *   names of functions; this one knows modules.
 * @example createFeatureExtractor(lenet5(), ["conv2"]).call(zeros([1, 1, 28, 28])).conv2.shape // [1, 16, 10, 10]
 */
export function createFeatureExtractor(model: Module, names: readonly string[]): FeatureExtractor {
  if (!(model instanceof Module)) throw modelError("createFeatureExtractor", model);
  if (!Array.isArray(names) || names.length === 0)
    throw optionError("createFeatureExtractor", "names", names, "a list of at least one name");
  for (const name of names) moduleAt("createFeatureExtractor", model, name);
  return new FeatureExtractor(model, [...new Set(names as string[])]);
}

/**
 * Grad-CAM: where in the image the score of a class comes from. Of a layer's maps A it takes
 * `relu(Σₖ αₖ·Aₖ)` with `αₖ` the mean over the map of the score's gradient `∂s/∂Aₖ`, brings that to the image's size, and
 * divides each image's map by its largest value.
 *
 * @shape x: [N, C, H, W] -> [N, H, W], values in 0..1
 * @param layer the name of a module whose output is maps, usually the last before pooling
 * @param target the class: a number for all images, or one for each
 * @throws UsageError `vision/model`, `vision/layer`, `vision/no-output`, `vision/option`; ShapeError
 *   `vision/argument-shape`
 * @remarks The model is called as it is: switch it to `eval()` first. Nothing of it changes, nor do its gradients. A map
 *   without a positive value is 0 everywhere.
 * @example gradCam(lenet5().eval(), "conv2", rand([2, 1, 28, 28]), 3).shape // [2, 28, 28]
 * @source Selvaraju et al. 2016, arXiv:1610.02391, equations 1 and 2
 */
export function gradCam(
  model: Module & { forward(x: Tensor): Tensor },
  layer: string,
  x: Tensor,
  target: number | readonly number[],
): Tensor {
  if (!(model instanceof Module)) throw modelError("gradCam", model);
  moduleAt("gradCam", model, layer);
  needTensor("gradCam", "the input", x);
  if (x.ndim !== 4)
    throw argumentShapeError(
      "gradCam",
      "the input",
      "[N, C, H, W]",
      x.shape,
      "unsqueeze(0) makes a batch of one image.",
    );
  const [count = 0, , height = 0, width = 0] = x.shape;
  // A frozen model has a gradient by its maps where the input has one.
  const input = x.detach().requiresGrad_();
  const { maps, score } = enableGrad(() => {
    const { output, outputs } = watched("gradCam", model, [layer], [input]);
    const scores = output as Tensor;
    if (!(scores instanceof Tensor) || scores.ndim !== 2)
      throw noOutputError("gradCam", "", "does not give scores of shape [N, classes]");
    const classes = scores.shape[1] as number;
    const wanted = typeof target === "number" ? new Array<number>(count).fill(target) : target;
    if (!Array.isArray(wanted) || wanted.length !== count)
      throw optionError("gradCam", "target", target, `one class, or a list of ${count}`);
    for (const c of wanted as number[]) {
      needWhole("gradCam", "target", c, 0);
      if (c >= classes) throw optionError("gradCam", "target", c, `below the ${classes} classes`);
    }
    const rows = wanted.map((c) => Array.from({ length: classes }, (_, i) => (i === c ? 1 : 0)));
    return {
      maps: outputs[layer] as Tensor,
      score: scores.mul(scores.newTensor(rows)).sum(),
    };
  });
  if (maps.ndim !== 4)
    throw noOutputError("gradCam", layer, `gives [${maps.shape.join(", ")}], which are no maps`);
  const [gradient] = grad(score, [maps]);
  return noGrad(() => {
    const alpha = (gradient as Tensor).mean([2, 3], { keepdim: true });
    const seen = alpha.mul(maps.detach()).sum(1, { keepdim: true }).relu();
    const large = functional
      .interpolate(seen, { size: [height, width], mode: "bilinear", alignCorners: false })
      .squeeze(1);
    const most = large.amax([1, 2], { keepdim: true });
    const map = large.div(most.add(most.eq(0).to(most.dtype)));
    keepAlive(map);
    return map;
  });
}
