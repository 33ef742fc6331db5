/**
 * A checkpoint: a safetensors file with the model's and the optimizer's tensors, and in its metadata where the run is,
 * the random generator, and the optimizer's numbers. A SHA-256 of the whole file, counted with zeros in its own place,
 * stands there too: a bit that flips on the disk is refused, where it would else go on as another model.
 */
import { DataError, type Generator, type GeneratorState, type Tensor, tensor } from "@gradus/core";
import { decodeSafetensors, encodeSafetensors } from "@gradus/data";
import type { Module } from "@gradus/nn";
import type { GroupOptions, Optimizer, OptimizerState } from "@gradus/optim";
import { nodeModule } from "./node-modules.ts";

/** Where a run is. */
export interface Progress {
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  readonly step: number;
  /** Sums over the epoch's examples so far, from which a resumed epoch reports the whole of it. */
  readonly sums?: EpochSums;
}

/** Sums over the examples of an epoch that have been trained on. */
export interface EpochSums {
  readonly loss: number;
  readonly right: number;
  readonly seen: number;
}

interface StepState {
  readonly step: number;
  readonly numbers: Readonly<Record<string, number>>;
}

interface Meta {
  readonly progress: Progress;
  readonly generator: GeneratorState;
  readonly optimizer: {
    readonly steps: Readonly<Record<string, StepState>>;
    readonly paramGroups: OptimizerState["paramGroups"];
  };
}

/** Everything a checkpoint holds, checked. */
export interface Checkpoint {
  readonly progress: Progress;
  readonly model: Readonly<Record<string, Tensor>>;
  readonly optimizer: OptimizerState;
  readonly generator: GeneratorState;
}

/** A checkpoint that is not whole; `message` completes "checkpoint.safetensors …". */
export class DamagedCheckpoint extends Error {}

const sumKey = "gradus.sha256";
const noSum = "0".repeat(64);

const toArray = async (t: Tensor) => ({ dtype: t.dtype, shape: t.shape, data: await t.data() });

/** The tensors of a model as a safetensors file takes them. */
export async function modelArrays(
  model: Module,
  prefix = "",
): Promise<Parameters<typeof encodeSafetensors>[0]> {
  const arrays: Record<string, Awaited<ReturnType<typeof toArray>>> = {};
  for (const [name, t] of Object.entries(model.stateDict()))
    arrays[`${prefix}${name}`] = await toArray(t);
  return arrays as Parameters<typeof encodeSafetensors>[0];
}

const sha256 = (bytes: Uint8Array): string =>
  nodeModule("node:crypto").createHash("sha256").update(bytes).digest("hex");

/** Where the checksum stands in a file: the first byte of its 64 digits. */
function sumPlace(bytes: Uint8Array, sum: string): number {
  const { buffer, byteOffset, byteLength } = bytes;
  const at = Buffer.from(buffer, byteOffset, byteLength).indexOf(`"${sumKey}":"${sum}"`);
  return at < 0 ? -1 : at + sumKey.length + 4;
}

/** A checkpoint as the bytes of its file. */
export async function encodeCheckpoint<O extends GroupOptions>(
  model: Module,
  optimizer: Optimizer<O>,
  generator: Generator,
  progress: Progress,
): Promise<Uint8Array> {
  const arrays = { ...(await modelArrays(model, "model.")) } as Record<
    string,
    Awaited<ReturnType<typeof toArray>>
  >;
  const state = optimizer.stateDict();
  const steps: Record<string, StepState> = {};
  for (const [index, s] of Object.entries(state.state)) {
    steps[index] = { step: s.step, numbers: s.numbers };
    for (const [key, t] of Object.entries(s.tensors))
      arrays[`optimizer.${index}.${key}`] = await toArray(t);
  }
  const meta: Meta = {
    progress,
    generator: generator.getState(),
    optimizer: { steps, paramGroups: state.paramGroups },
  };
  const bytes = encodeSafetensors(arrays as Parameters<typeof encodeSafetensors>[0], {
    metadata: { gradus: JSON.stringify(meta), [sumKey]: noSum },
  });
  bytes.set(new TextEncoder().encode(sha256(bytes)), sumPlace(bytes, noSum));
  return bytes;
}

/** Throws unless the checksum is that of the bytes. Checkpoints of earlier versions have none. */
function checkSum(bytes: Uint8Array, sum: string | undefined, needed: boolean): void {
  if (sum === undefined) {
    if (needed) throw new DamagedCheckpoint("has lost its checksum");
    return;
  }
  const at = sumPlace(bytes, sum);
  if (at < 0) throw new DamagedCheckpoint("has no checksum where it should be");
  const blank = bytes.slice();
  blank.fill(48, at, at + noSum.length);
  const found = sha256(blank);
  if (found !== sum)
    throw new DamagedCheckpoint(
      `is damaged: its SHA-256 is ${found.slice(0, 12)}…, it says ${sum.slice(0, 12)}…`,
    );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Throws unless what the metadata says is of the form that `encodeCheckpoint` writes. */
function checkMeta(meta: unknown): asserts meta is Meta {
  const fail = (what: string): never => {
    throw new DamagedCheckpoint(`is not whole: ${what}`);
  };
  if (!isRecord(meta)) return fail("it does not say where the run was");
  const { progress, generator, optimizer } = meta;
  if (!isRecord(progress)) return fail("it does not say where the run was");
  for (const name of ["epoch", "batch", "step"])
    if (!isCount(progress[name]))
      return fail(`its ${name} is ${JSON.stringify(progress[name]) ?? "missing"}`);
  const { sums } = progress;
  if (sums !== undefined)
    for (const name of ["loss", "right", "seen"])
      if (!isRecord(sums) || typeof sums[name] !== "number")
        return fail(`its sum of ${name} is missing`);
  if (!isRecord(generator) || !Number.isSafeInteger(generator.seed) || !isCount(generator.offset))
    return fail("the random generator's state is missing");
  if (!isRecord(optimizer) || !isRecord(optimizer.steps) || !Array.isArray(optimizer.paramGroups))
    return fail("the optimizer's state is missing");
  for (const [index, s] of Object.entries(optimizer.steps))
    if (!isRecord(s) || typeof s.step !== "number" || !isRecord(s.numbers))
      return fail(`the optimizer's state of parameter ${index} is missing`);
  for (const g of optimizer.paramGroups)
    if (!isRecord(g) || !Array.isArray(g.params)) return fail("a parameter group is missing");
}

function parseMeta(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new DamagedCheckpoint("is not whole: its metadata is no JSON");
  }
}

/**
 * Reads a checkpoint.
 *
 * @param needsSum whether the run's version writes checksums
 * @throws DamagedCheckpoint
 */
export function decodeCheckpoint(bytes: Uint8Array, needsSum: boolean): Checkpoint {
  let file: ReturnType<typeof decodeSafetensors>;
  try {
    file = decodeSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const what = (error.message.split("\n")[0] as string).replace(/^decodeSafetensors[^:]*: /, "");
    throw new DamagedCheckpoint(`is damaged: ${what.replace(/\.$/, "")}`);
  }
  const json = file.metadata.get("gradus");
  if (json === undefined) throw new DamagedCheckpoint("was not written by gradus");
  checkSum(bytes, file.metadata.get(sumKey), needsSum);
  const meta = parseMeta(json);
  checkMeta(meta);
  const all = [...file.tensors].map(
    ([name, a]) => [name, tensor(a.data, { shape: a.shape, dtype: a.dtype })] as const,
  );
  const part = (prefix: string) =>
    Object.fromEntries(
      all.filter(([k]) => k.startsWith(prefix)).map(([k, t]) => [k.slice(prefix.length), t]),
    );
  return {
    progress: meta.progress,
    model: part("model."),
    optimizer: {
      paramGroups: meta.optimizer.paramGroups,
      state: Object.fromEntries(
        Object.entries(meta.optimizer.steps).map(([index, s]) => [
          index,
          { ...s, tensors: part(`optimizer.${index}.`) },
        ]),
      ),
    },
    generator: meta.generator,
  };
}
