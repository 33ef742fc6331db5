/** Spectral normalisation: a weight divided by its largest singular value. */
import { dot, mv, needOptions, noGrad, randn, snapshot, type Tensor } from "@gradus/core";
import { layerOptionError } from "../errors.ts";
import { normalize } from "../functional/activation.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "../layers/convolution.ts";
import type { Module } from "../module.ts";
import { Parameter } from "../parameters.ts";
import { needParameter, recompute, replaceField, undo } from "./reparametrized.ts";

export interface SpectralNormOptions {
  /** The parameter; default "weight". */
  readonly name?: string;
  /** Steps of the power iteration before every call in training; default 1. */
  readonly nPowerIterations?: number;
  /** Least norm of a vector of the iteration; default 1e-12. */
  readonly eps?: number;
  /** The axis of the outputs; default 0, for transposed convolutions 1. */
  readonly dim?: number | null;
}

/**
 * Replaces a module's weight W by `W / σ` with `σ = uᵀ·W·v`, where steps of the power iteration
 * `v ← Wᵀ·u / ‖Wᵀ·u‖`, `u ← W·v / ‖W·v‖` lead u and v to the singular vectors of the largest singular value.
 *
 * @state weight_orig: the weight as it was, trained
 * @state weight_u: [rows], a random unit vector, not trained
 * @state weight_v: [columns], a random unit vector, not trained
 * @throws UsageError `nn/option` for what is no parameter, `nn/reparametrized` where it was done before
 * @remarks The form of `torch.nn.utils.spectral_norm`: names of the state as there; u and v change with every call in
 *   training only, and have no gradient. Weights of more axes are matrices with `dim` as rows.
 * @source Miyato et al. 2018, arXiv:1802.05957, algorithm 1
 * @example [...utils.spectralNorm(new Linear(3, 2)).namedBuffers()].map(([name]) => name) // [weight_u, weight_v]
 */
export function spectralNorm<M extends Module>(module: M, options: SpectralNormOptions = {}): M {
  const where = "spectralNorm";
  needOptions(where, options, ["name", "nPowerIterations", "eps", "dim"]);
  const { name = "weight", nPowerIterations = 1, eps = 1e-12 } = options;
  const weight = needParameter(where, module, name);
  if (!Number.isInteger(nPowerIterations) || nPowerIterations < 1)
    throw layerOptionError(where, "nPowerIterations", nPowerIterations, "a whole number from 1");
  const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d].some(
    (Made) => module instanceof Made,
  );
  const dim = options.dim ?? (transposed ? 1 : 0);
  if (!Number.isInteger(dim) || dim < 0 || dim >= weight.ndim)
    throw layerOptionError(where, "dim", dim, `from 0 to ${weight.ndim - 1}`);
  const [orig, u, v] = [`${name}_orig`, `${name}_u`, `${name}_v`];
  const field = (key: string): Tensor => Reflect.get(module, key) as Tensor;
  const matrix = (): Tensor => {
    const w = field(orig).movedim(dim, 0);
    return w.reshape([w.shape[0] as number, -1]);
  };
  const unit = (x: Tensor): Tensor => normalize(x, { dim: 0, eps });

  replaceField(module, name, { [orig]: Parameter(weight) });
  const { dtype } = weight;
  const [rows, columns] = matrix().shape as [number, number];
  module.registerBuffer(u, unit(randn([rows], { dtype })));
  module.registerBuffer(v, unit(randn([columns], { dtype })));
  const compute = (iterates: boolean): Tensor => {
    if (iterates)
      noGrad(() => {
        const w = matrix();
        let [left, right] = [field(u), field(v)];
        for (let i = 0; i < nPowerIterations; i++) {
          right = unit(mv(w.t(), left));
          left = unit(mv(w, right));
        }
        field(u).copy_(left);
        field(v).copy_(right);
      });
    // The buffers go on changing; this weight's gradient is made with what they are now.
    const [left, right] = [field(u).clone(), field(v).clone()];
    return field(orig).div(dot(left, mv(matrix(), right)));
  };
  Reflect.set(module, name, snapshot(weight));
  recompute(
    where,
    module,
    name,
    () => compute(module.training),
    () => {
      const now = Parameter(noGrad(() => compute(false)));
      for (const key of [orig, u, v, name]) Reflect.deleteProperty(module, key);
      Reflect.set(module, name, now);
    },
  );
  return module;
}

/**
 * Makes a weight that `spectralNorm` replaced an ordinary parameter again, with the value it has.
 *
 * @throws UsageError `nn/option` where `spectralNorm` was not applied
 * @example utils.removeSpectralNorm(utils.spectralNorm(new Linear(3, 2))).weight.isLeaf // true
 */
export function removeSpectralNorm<M extends Module>(module: M, name = "weight"): M {
  undo("removeSpectralNorm", "spectralNorm", module, name);
  return module;
}
