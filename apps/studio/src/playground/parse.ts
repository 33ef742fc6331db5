/**
 * A network from code: `nn.Sequential(...)` of linear layers with one kind of activation between them, and where
 * wanted batch norm before it and dropout after it, alike in all hidden layers.
 */
import { type Activation, mostLayers, mostUnits } from "./state.ts";

export type Parsed =
  | {
      readonly layers: readonly number[];
      readonly activation: Activation | null;
      readonly batchNorm: boolean;
      readonly dropout: number;
    }
  | { readonly error: string };

const known: Readonly<Record<string, Activation>> = {
  Tanh: "tanh",
  ReLU: "relu",
  Sigmoid: "sigmoid",
  Identity: "linear",
};

interface Call {
  readonly name: string;
  readonly args: string;
  readonly line: number;
}

/** The calls `nn.Name(args)` in a list, or what is in the way. */
function callsIn(list: string, firstLine: number): Call[] | { error: string } {
  const calls: Call[] = [];
  let rest = list;
  let line = firstLine;
  const skip = (length: number): void => {
    line += rest.slice(0, length).split("\n").length - 1;
    rest = rest.slice(length);
  };
  for (;;) {
    skip(/^[\s,]*/.exec(rest)?.[0].length ?? 0);
    if (rest === "") return calls;
    const call = /^(?:new\s+)?nn\.(\w+)\s*\(([^()]*)\)\s*(?=,|$)/.exec(rest);
    if (!call) {
      const got = rest.split("\n")[0]?.slice(0, 40) ?? "";
      return { error: `Line ${line}: expected a layer such as nn.Linear(2, 4), got ${got}` };
    }
    calls.push({ name: call[1] as string, args: (call[2] as string).trim(), line });
    skip(call[0].length);
  }
}

/** Reads a network that takes `inputs` features; `activation` is null where the code has none. */
export function parseNetwork(source: string, inputs: number): Parsed {
  const text = source
    .replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, " "))
    .replace(/\/\/.*$/gm, "");
  const start = /(?:new\s+)?nn\.Sequential\s*\(/.exec(text);
  if (!start) return { error: "There is no nn.Sequential(...) in the code. Start with that." };
  const from = start.index + start[0].length;
  let open = 1;
  let to = from;
  for (; to < text.length && open > 0; to++)
    open += text[to] === "(" ? 1 : text[to] === ")" ? -1 : 0;
  if (open > 0) return { error: "nn.Sequential( is not closed. Add the missing )." };
  const calls = callsIn(text.slice(from, to - 1), text.slice(0, from).split("\n").length);
  if ("error" in calls) return calls;

  const sizes: number[] = [];
  let activation: Activation | null = null;
  let width = inputs;
  let bare = false;
  const norms: number[] = [];
  const drops: number[] = [];
  for (const { name, args, line } of calls) {
    if (name === "Linear") {
      const counts = args.split(",").map((a) => Number(a.trim() || Number.NaN));
      const [into = 0, out = 0] = counts;
      if (counts.length !== 2 || !counts.every((n) => Number.isInteger(n) && n > 0))
        return { error: `Line ${line}: nn.Linear(${args}) needs two whole numbers above 0.` };
      if (into !== width)
        return {
          error: `Line ${line}: nn.Linear(${args}) takes ${into} values, but ${
            sizes.length === 0 ? "the chosen features are" : "the layer before gives"
          } ${width}. Write nn.Linear(${width}, ${out}).`,
        };
      sizes.push(out);
      width = out;
      bare = true;
      continue;
    }
    if (name === "BatchNorm1d") {
      if (Number(args) !== width || !bare)
        return {
          error: `Line ${line}: nn.BatchNorm1d(${args}) belongs right after nn.Linear(…, ${width}). Write nn.BatchNorm1d(${width}) there.`,
        };
      norms.push(width);
      continue;
    }
    if (name === "Dropout") {
      const p = args === "" ? 0.5 : Number(args);
      if (!(p >= 0 && p <= 0.9))
        return { error: `Line ${line}: nn.Dropout(${args}) needs a number from 0 to 0.9.` };
      if (bare || sizes.length === 0)
        return { error: `Line ${line}: nn.Dropout(${args}) belongs after an activation.` };
      drops.push(p);
      continue;
    }
    const found = known[name];
    if (!found)
      return {
        error: `Line ${line}: the playground cannot draw nn.${name}. Use nn.Linear with nn.Tanh, nn.ReLU, nn.Sigmoid or nn.Identity, nn.BatchNorm1d and nn.Dropout.`,
      };
    if (args !== "") return { error: `Line ${line}: nn.${name} takes nothing here, got ${args}.` };
    if (!bare)
      return { error: `Line ${line}: nn.${name} has no nn.Linear before it. Put one there.` };
    if (activation && activation !== found)
      return {
        error: `Line ${line}: nn.${name} differs from the activation before. The playground draws one kind; use it in every layer.`,
      };
    activation = found;
    bare = false;
  }
  const last = calls.at(-1);
  if (!last) return { error: "nn.Sequential has no layers. Add nn.Linear(…, 1)." };
  if (last.name !== "Linear" || width !== 1)
    return {
      error: `Line ${last.line}: the last layer must be nn.Linear(${
        last.name === "Linear" ? (sizes.at(-2) ?? inputs) : width
      }, 1): one answer for two classes.`,
    };
  const layers = sizes.slice(0, -1);
  const given = calls.filter((c) => c.name in known).length;
  if (given > 0 && given < layers.length)
    return {
      error: `${given} of ${layers.length} hidden layers have an activation. Give one to every layer or to none.`,
    };
  if (layers.length > mostLayers)
    return { error: `There are ${layers.length} hidden layers; at most ${mostLayers} are drawn.` };
  const wide = layers.find((n) => n > mostUnits);
  if (wide)
    return {
      error: `A layer has ${wide} neurons; at most ${mostUnits} are drawn. Make it smaller.`,
    };
  for (const [name, found] of [
    ["BatchNorm1d", norms],
    ["Dropout", drops],
  ] as const)
    if (found.length > 0 && found.length !== layers.length)
      return {
        error: `${found.length} of ${layers.length} hidden layers have nn.${name}. Give one to every layer or to none.`,
      };
  if (new Set(drops).size > 1)
    return {
      error: `nn.Dropout has ${drops.join(", ")}; the playground draws one rate for all layers.`,
    };
  const [dropout = 0] = drops;
  const batchNorm = norms.length > 0;
  return {
    layers,
    batchNorm,
    dropout,
    activation: activation ?? (layers.length > 0 ? "linear" : null),
  };
}
