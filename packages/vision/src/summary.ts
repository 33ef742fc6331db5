/**
 * What a model is made of, module by module in the order of its forward pass: shapes, kernels, parameters and
 * multiply-adds. The forward pass is only written down, never computed, so that a large network costs as little as a
 * small one, and nothing of the model changes.
 */
import {
  isFloat,
  needOptions,
  newMultiplyAdds,
  noGrad,
  Tensor,
  unheld,
  within,
  zeros,
} from "@gradus/core";
import {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Module,
} from "@gradus/nn";
import { modelError, optionError } from "./errors.ts";

type Shape = readonly number[];

/** One call of a module, or a module with parameters that the forward pass does not come to. */
export interface SummaryRow {
  /** Its path in the model, such as "layer1.0.conv1"; "" for the model itself. */
  readonly name: string;
  /** The name of its class. */
  readonly type: string;
  /** How many modules it is inside of. */
  readonly depth: number;
  /** Of its first input; null where that is no tensor, or where it is not called. */
  readonly inputShape: Shape | null;
  /** Of its output, or of the first tensor in it; null where there is none, or where it is not called. */
  readonly outputShape: Shape | null;
  /** Of a convolution or pooling, a size for each axis. */
  readonly kernelSize: Shape | null;
  readonly stride: Shape | null;
  /** Numbers in its parameters and those of all modules below it. */
  readonly parameters: number;
  /** Products of its convolutions and matrix products, and of all it calls; each is added to others. */
  readonly multiplyAdds: number;
  /** Whether it was called before: its parameters are the same ones. */
  readonly repeated: boolean;
}

/** What `summary` gives. As text it is a table. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** Numbers in all parameters, each counted once. */
  readonly parameters: number;
  /** Of them those that require a gradient. */
  readonly trainableParameters: number;
  readonly multiplyAdds: number;
  /** With `partial`: what the forward pass threw; then the rows are those up to there. */
  readonly problem: Error | null;
  toString(): string;
}

/** Options of `summary`. */
export interface SummaryOptions {
  /** Gives the rows up to an error in place of throwing it; default false. */
  readonly partial?: boolean;
}

type Row = { -readonly [K in keyof SummaryRow]: SummaryRow[K] };

const convolutions = [
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
] as const;
const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d] as const;

/** One number for every axis, or one for each. */
function each(value: unknown, axes: number): Shape | null {
  if (typeof value === "number") return new Array<number>(axes).fill(value);
  return Array.isArray(value) ? [...value] : null;
}

/** Kernel and stride of a convolution or pooling that gives a tensor of so many axes. */
function windowOf(module: Module, ndim: number): Pick<SummaryRow, "kernelSize" | "stride"> {
  const options = (Reflect.get(module, "options") ?? {}) as { stride?: unknown };
  const conv = convolutions.find((C) => module instanceof C);
  if (conv) {
    const { weight } = module as Conv2d;
    const kernelSize = weight.shape.slice(2);
    return { kernelSize, stride: each(options.stride ?? 1, kernelSize.length) };
  }
  const kernel: unknown = Reflect.get(module, "kernelSize");
  if (kernel === undefined) return { kernelSize: null, stride: null };
  return {
    kernelSize: each(kernel, ndim - 2),
    stride: each(options.stride ?? kernel, ndim - 2),
  };
}

/** The tensors in what a module takes or gives. */
function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (value && Object.getPrototypeOf(value) === Object.prototype)
    return Object.values(value as object).flatMap(tensorsIn);
  return [];
}

/** Numbers in a module's parameters, each counted once. */
const numbersIn = (module: Module, wanted: (p: Tensor) => boolean = () => true): number =>
  module
    .parameters()
    .filter(wanted)
    .reduce((sum, p) => sum + p.numel(), 0);

/** The inputs that a caller describes. @throws UsageError `vision/option` */
function inputsOf(input: unknown): Tensor[] {
  const isShape = (s: unknown): s is number[] =>
    Array.isArray(s) && s.length > 0 && s.every((n) => Number.isInteger(n) && n >= 0);
  const one = (x: unknown): Tensor | null =>
    x instanceof Tensor ? x : isShape(x) ? zeros(x) : null;
  const single = one(input);
  if (single) return [single];
  const several = Array.isArray(input) && input.length > 0 ? input.map(one) : [null];
  const given = several.filter((x) => x !== null);
  if (given.length < several.length)
    throw optionError("summary", "input", input, "a shape such as [1, 3, 224, 224], or tensors");
  return given;
}

class Recorder {
  readonly rows: Row[] = [];
  readonly #names: ReadonlyMap<Module, string>;
  readonly #stack: Row[] = [];
  readonly #counted = new WeakSet<object>();
  readonly #called = new Set<Module>();

  constructor(model: Module) {
    this.#names = new Map([...model.namedModules()].map(([name, module]) => [module, name]));
    // How weights were made is no work of the forward pass.
    for (const t of [...model.parameters(), ...model.buffers()]) newMultiplyAdds(t, this.#counted);
  }

  /** Adds to all that is being called what a tensor needs beyond what was counted. */
  #count(values: unknown): void {
    for (const t of tensorsIn(values)) {
      const work = newMultiplyAdds(t, this.#counted);
      for (const row of this.#stack) row.multiplyAdds += work;
    }
  }

  enter(module: Module, inputs: unknown[]): void {
    this.#count(inputs);
    const row: Row = {
      ...this.#blank(module),
      depth: this.#stack.length,
      inputShape: tensorsIn(inputs)[0]?.shape ?? null,
    };
    this.rows.push(row);
    this.#stack.push(row);
    this.#called.add(module);
  }

  leave(module: Module, inputs: unknown[], output: unknown): void {
    const row = this.#stack.at(-1);
    if (!row) return;
    const transpose = transposed.some((C) => module instanceof C);
    if (transpose) {
      // Its graph multiplies the zeros between the inputs, too: each input meets each weight of its channel once.
      const [x] = tensorsIn(inputs);
      const { weight } = module as ConvTranspose2d;
      const work = x ? (x.numel() / (weight.shape[0] ?? 1)) * weight.numel() : 0;
      for (const t of tensorsIn(output)) newMultiplyAdds(t, this.#counted);
      for (const above of this.#stack) above.multiplyAdds += work;
    } else this.#count(output);
    const [first] = tensorsIn(output);
    row.outputShape = first?.shape ?? null;
    Object.assign(row, windowOf(module, first?.ndim ?? 0));
    this.#stack.pop();
  }

  #blank(module: Module): Row {
    return {
      name: this.#names.get(module) ?? "",
      type: module.constructor.name,
      depth: 0,
      inputShape: null,
      outputShape: null,
      kernelSize: null,
      stride: null,
      parameters: numbersIn(module),
      multiplyAdds: 0,
      repeated: this.#called.has(module),
    };
  }

  /** Rows for the uppermost modules with parameters of which nothing was called. */
  addUncalled(): void {
    const above: string[] = [];
    for (const [module, name] of this.#names) {
      if (above.some((prefix) => name.startsWith(`${prefix}.`))) continue;
      if (module.modules().some((m) => this.#called.has(m))) continue;
      const row = { ...this.#blank(module), depth: name.split(".").length };
      if (row.parameters === 0) continue;
      above.push(name);
      this.rows.push(row);
    }
  }
}

/**
 * The modules of a model as its forward pass calls them, with shapes, kernels, strides, parameters and multiply-adds.
 * Nothing is computed: VGG-16 at 224 by 224 takes milliseconds. The model is looked at as in evaluation, and afterwards
 * is as it was.
 *
 * @param input the shape of the input, batch first; or a tensor, or a list of these for several inputs
 * @param options.partial gives the rows up to an error in place of throwing it
 * @throws UsageError `vision/model`, `vision/option`; what the model throws
 * @remarks A multiply-add is one product of a convolution or a matrix product, with its addition. Biases,
 *   normalisations, activations and poolings are not counted, which is what papers mean by it. A learner's own modules
 *   and functions are counted like the library's.
 * @example summary(lenet5(), [1, 1, 28, 28]).rows[1]?.outputShape // [1, 6, 28, 28]
 * @example summary(alexnet(), [1, 3, 224, 224]).multiplyAdds // 714188480
 */
export function summary(
  model: Module,
  input: Shape | Tensor | readonly (Shape | Tensor)[],
  options: SummaryOptions = {},
): Summary {
  if (!(model instanceof Module)) throw modelError("summary", model);
  needOptions("summary", options, ["partial"]);
  const inputs = inputsOf(input);
  const recorder = new Recorder(model);
  const modules = model.modules();
  const training = modules.map((m) => m.training);
  const hooks = modules.flatMap((module) => [
    module.registerForwardPreHook((_m, given) => recorder.enter(module, given)),
    module.registerForwardHook((_m, given, output) => recorder.leave(module, given, output)),
  ]);
  let problem: Error | null = null;
  model.eval();
  try {
    // In the precision of the model, so that a model in float64 takes it.
    const dtype = model.parameters().find((p) => isFloat(p.dtype))?.dtype;
    const given = inputs.map((x) => (dtype && isFloat(x.dtype) ? x.to(dtype) : x));
    noGrad(() => unheld(() => within("library", () => model.call(...(given as never[])))));
  } catch (error) {
    if (!options.partial) throw error;
    problem = error instanceof Error ? error : new Error(String(error));
  } finally {
    for (const hook of hooks) hook.remove();
    modules.forEach((m, i) => {
      m.training = training[i] as boolean;
    });
  }
  if (!problem) recorder.addUncalled();
  const { rows } = recorder;
  return {
    rows,
    parameters: numbersIn(model),
    trainableParameters: numbersIn(model, (p) => p.requiresGrad),
    multiplyAdds: rows[0]?.multiplyAdds ?? 0,
    problem,
    toString: () => table(rows),
  };
}

const grouped = (n: number): string => n.toLocaleString("en-US");

/** Rows as lines, a column each for module, output, kernel, parameters and multiply-adds. */
function table(rows: readonly SummaryRow[]): string {
  const shape = (s: Shape | null): string => (s ? `[${s.join(", ")}]` : "");
  const lines = rows.map((row) => [
    `${"  ".repeat(row.depth)}${row.name.split(".").at(-1) || "model"} ${row.type}`,
    row.outputShape ? shape(row.outputShape) : "not called",
    row.kernelSize ? `${row.kernelSize.join("x")}/${row.stride?.join("x") ?? ""}` : "",
    row.repeated ? "as above" : grouped(row.parameters),
    grouped(row.multiplyAdds),
  ]);
  const all = [["module", "output", "kernel/stride", "parameters", "multiply-adds"], ...lines];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...all.map((line) => line[i]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
