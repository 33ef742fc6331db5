/**
 * Replays a layer's golden case: makes the layer, loads PyTorch's state dict under PyTorch's key names, runs
 * it, and compares outputs, the gradients of inputs and parameters, and the buffers afterwards.
 */
import type { Tensor } from "@gradus/core";
import { MismatchError } from "./close.ts";
import {
  buildArgument,
  type GoldenOutput,
  type GoldenTensor,
  type LossOf,
  makeTensor,
} from "./golden.ts";
import {
  expectGolden,
  expectGradient,
  expectRefusal,
  flattenOutputs,
  lossGradients,
} from "./run.ts";

export interface LayerCase {
  readonly name: string;
  readonly ctor: readonly unknown[];
  readonly inputs: readonly unknown[];
  readonly error?: true;
  readonly mode?: "train" | "eval";
  /** How often the layer is called before it is looked at; default once. */
  readonly steps?: number;
  readonly state?: Readonly<Record<string, GoldenTensor>>;
  readonly out?: readonly GoldenOutput[];
  readonly loss?: LossOf;
  readonly grads?: Readonly<Record<string, GoldenTensor>>;
  readonly paramGrads?: Readonly<Record<string, GoldenTensor>>;
  /** Buffers that the call changed. */
  readonly after?: Readonly<Record<string, GoldenTensor>>;
}

export interface LayerFile {
  readonly torch: string;
  readonly layer: string;
  readonly cases: readonly LayerCase[];
}

/** What this file needs of a `Module`; the test kit does not import nn. */
interface LayerLike {
  call(...inputs: unknown[]): unknown;
  train(on?: boolean): unknown;
  loadStateDict(state: Record<string, Tensor>): unknown;
  stateDict(): Record<string, Tensor>;
  namedParameters(): Iterable<[string, Tensor]>;
}

type LayerClass = new (...args: unknown[]) => LayerLike;

/**
 * Replays one case of a layer's golden file.
 *
 * @param space where the class is looked up, usually everything `@gradus/nn` exports
 * @throws MismatchError at the first difference
 */
export async function runLayerCase(
  space: object,
  file: LayerFile,
  golden: LayerCase,
): Promise<void> {
  const name = file.layer;
  const found = (space as Record<string, unknown>)[name];
  if (typeof found !== "function") throw new MismatchError(`there is no layer ${name}`);
  const make = (): LayerLike => {
    const ctor = golden.ctor.map((a) => buildArgument(a, "", new Map()));
    return new (found as LayerClass)(...ctor);
  };
  const leaves = new Map<string, Tensor>();
  const inputs = golden.inputs.map((a, i) => buildArgument(a, `${i}`, leaves));
  if (golden.error) {
    await expectRefusal(() => make().call(...inputs));
    return;
  }
  const layer = make();
  const state = Object.entries(golden.state ?? {});
  layer.loadStateDict(Object.fromEntries(state.map(([key, t]) => [key, makeTensor(t)])));
  layer.train(golden.mode !== "eval");
  let outputs: unknown[] = [];
  for (let i = 0; i < (golden.steps ?? 1); i++) outputs = flattenOutputs(layer.call(...inputs));

  const want = golden.out ?? [];
  if (outputs.length !== want.length)
    throw new MismatchError(`got ${outputs.length} outputs, want ${want.length}`);
  const params = new Map(layer.namedParameters());
  const wanted: [string, Tensor, GoldenTensor][] = [
    ...Object.entries(golden.grads ?? {}).map(
      ([path, g]) => [`gradient of input ${path}`, leaves.get(path) as Tensor, g] as const,
    ),
    ...Object.entries(golden.paramGrads ?? {}).map(
      ([key, g]) => [`gradient of ${key}`, params.get(key) as Tensor, g] as const,
    ),
  ].map(([what, t, g]) => {
    if (!t) throw new MismatchError(`${what}: there is no such parameter`);
    return [what, t, g];
  });
  const got =
    wanted.length > 0
      ? await lossGradients(
          outputs,
          wanted.map(([, t]) => t),
          golden.loss,
        )
      : [];
  for (const [i, o] of outputs.entries())
    await expectGolden(o, want[i] as GoldenOutput, `output ${i}`, name);
  for (const [i, [what, , g]] of wanted.entries())
    await expectGradient(got[i] ?? null, g, what, name);
  const after = layer.stateDict();
  for (const [key, t] of Object.entries(golden.after ?? {}))
    await expectGolden(after[key], t, `${key} afterwards`, name);
}
