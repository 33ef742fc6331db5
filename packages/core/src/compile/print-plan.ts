/**
 * A plan as text, a line for each kernel: what it loops over, what it computes and what it stores. Slots are named
 * `in0`, `out0`, `t0`. An expression that is used once stands where it is used; others are `e3 = …`, and `r0` is what
 * the reduction of that number gives. A view is printed as `[strides]+offset`, and not at all where it is the buffer
 * in order; `?` marks a mask. A softmax, for one:
 *
 *     loop 4 over 8: e2 = exp((in0 - r0)); r0 = max(in0); r1 = sum(e2); out0 <- (e2 / r1)
 */
import { contiguousStrides, type View } from "../shape.ts";
import type { ContractKernel, Expr, Kernel, LoopKernel } from "./kernel.ts";
import type { Plan, Slot } from "./plan.ts";

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  and: "&",
  or: "|",
  xor: "^",
};

/** A view beside the axes it is over: what is not said is the buffer in order. */
function viewText({ shape, strides, offset, mask }: View): string {
  const usual = contiguousStrides(shape);
  const plain = strides.every((s, i) => s === usual[i] || shape[i] === 1);
  const at = offset === 0 ? "" : offset < 0 ? `${offset}` : `+${offset}`;
  return `${plain ? "" : `[${strides.join(" ")}]`}${at}${mask ? "?" : ""}`;
}

const times = (sizes: readonly number[]): string => (sizes.length > 0 ? sizes.join("x") : "1");

function loopText({ outer, inner, exprs, stages }: LoopKernel, names: readonly string[]): string {
  const uses = exprs.map(() => 0);
  const see = (i: number): void => {
    uses[i]++;
  };
  for (const e of exprs) if ("args" in e) e.args.forEach(see);
  for (const s of stages) see(s.value);
  const named = exprs.map((e, i) => uses[i] > 1 && e.op !== "const" && e.op !== "acc");
  const text = (i: number): string => (named[i] ? `e${i}` : whole(exprs[i]));
  const whole = (e: Expr): string => {
    switch (e.op) {
      case "load":
        return `${names[e.buffer]}${viewText(e.view)}`;
      case "const":
        return String(Object.is(e.value, -0) ? "-0" : e.value);
      case "iota":
        return `index${viewText(e.view)}`;
      case "valid":
        return `inside${viewText(e.view)}`;
      case "acc":
        return `r${e.stage}`;
      case "cast":
        return `${e.dtype}(${text(e.args[0])})`;
      default: {
        const args = e.args.map(text);
        const sign = infix[e.op];
        return sign ? `(${args.join(` ${sign} `)})` : `${e.op}(${args.join(", ")})`;
      }
    }
  };
  const lines = exprs.flatMap((e, i) => (named[i] ? [`e${i} = ${whole(e)}`] : []));
  stages.forEach((s, i) => {
    if (s.kind === "reduce") lines.push(`r${i} = ${s.op}(${text(s.value)})`);
    else lines.push(`${names[s.buffer]}${viewText(s.view)} <- ${text(s.value)}`);
  });
  return `loop ${times(outer)}${inner.length > 0 ? ` over ${times(inner)}` : ""}: ${lines.join("; ")}`;
}

function contractText(k: ContractKernel, [a, b, out]: readonly string[]): string {
  const batch = k.batch.length > 0 ? `${times(k.batch)} of ` : "";
  const sizes = `${batch}${times(k.m)} by ${times(k.n)} over ${times(k.k)}`;
  return `contract ${sizes}: ${out} <- ${a}${viewText(k.a)} . ${b}${viewText(k.b)}`;
}

function kernelText(kernel: Kernel, names: readonly string[]): string {
  if (kernel.kind === "loop") return loopText(kernel, names);
  if (kernel.kind === "contract") return contractText(kernel, names);
  const { op, ...rest } = kernel.special;
  const details = Object.entries(rest)
    .filter(([, value]) => typeof value !== "function")
    .map(([key, value]) => `${key}=${value}`);
  const [out, ...inputs] = [...names].reverse();
  return `${op} ${details.join(" ")}: ${out} <- ${inputs.reverse().join(", ")}`;
}

function nameOf({ kind, index }: Slot, temporaries: number): string {
  if (kind === "input") return `in${index}`;
  return kind === "output" ? `out${index}` : `t${temporaries}`;
}

/**
 * A plan as lines of text, one for each kernel and for each result that is the next value of an input.
 *
 * @example
 * const plans = [];
 * clearPrograms();
 * const stop = onEngineEvent(({ plan }) => plans.push(printPlan(plan)));
 * await tensor([1, 2]).exp().data();
 * stop();
 * plans[0].includes("exp(") // true
 */
export function printPlan(plan: Plan): string {
  let temporaries = 0;
  const names = plan.slots.map((s) => nameOf(s, s.kind === "temp" ? temporaries++ : 0));
  const lines = plan.steps.map(({ kernel, slots }) =>
    kernelText(
      kernel,
      slots.map((s) => names[s]),
    ),
  );
  plan.outputs.forEach(({ slot, donor, alternates, inPlace }, i) => {
    if (donor >= 0) {
      const how = inPlace ? "over" : alternates ? "in turn with" : "in place of";
      lines.push(`result ${i}: ${names[slot]}, ${how} in${donor}`);
    } else if (names[slot] !== `out${i}`) lines.push(`result ${i}: ${names[slot]}`);
  });
  return lines.join("\n");
}
