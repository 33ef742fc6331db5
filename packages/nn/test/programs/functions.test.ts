/** A program of functions of functions: gradients of each example, curvature, an ensemble as one model. */
import { autograd, func, matmul, outer, type Tensor, tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { describe, expect, test } from "vitest";
import { classes, filled, likePyTorch, mlp, type Trace, values } from "./scene.ts";

const { functional: F } = nn;
const flat = async (...tensors: readonly Tensor[]): Promise<number[]> =>
  (await Promise.all(tensors.map(async (t) => Array.from(await t.data())))).flat();

type Named = Record<string, Tensor>;

async function functionsOfFunctions(): Promise<Trace> {
  const model = mlp([3, 4, 2]);
  const params: Named = Object.fromEntries(
    [...model.namedParameters()].map(([name, p]) => [name, p.detach()]),
  );
  const [x, y] = [values([5, 3], 1), classes(5, 2, 1)];
  const loss = (p: Named, one: Tensor, label: Tensor): Tensor =>
    F.crossEntropy(func.functionalCall(model, p, one.unsqueeze(0)), label.unsqueeze(0));
  const each = func.vmap(func.grad(loss), { inDims: [null, 0, 0] })(params, x, y);
  const names = Object.keys(each).sort();
  const out = await flat(...names.map((name) => each[name] as Tensor));
  const f = (w: Tensor): Tensor =>
    matmul(x, w).tanh().prod(0).add(w.square().sum()).mul(w.select(0, 0).exp());
  const w = values([3], 2);
  out.push(...(await flat(func.jacrev(f)(w), func.jacfwd(f)(w), func.hessian(f)(w))));
  const g = (a: Tensor, b: Tensor): Tensor => outer(a.sin(), b).softmax(1);
  const b = values([2], 4);
  out.push(...(await flat(...(func.jacrev(g, { argnums: [0, 1] })(w, b) as Tensor[]))));
  const [, along] = func.jvp(g, [w, b], [values([3], 5), values([2], 6)]);
  const back = func.vjp(g, w, b)[1](values([3, 2], 7));
  out.push(...(await flat(along, ...back)));
  const [, curved] = autograd.functional.hvp(f, w, tensor([1, -2, 0.5]));
  out.push(...(await flat(func.vmap(f, { inDims: 1 })(values([3, 4], 3)), curved as Tensor)));
  const models = [0, 3].map((start) => mlp([3, 4, 2], { start }));
  const [stacked] = func.stackModuleState(models);
  const ensemble = func.vmap((p: Named, v: Tensor) => func.functionalCall(model, p, v), {
    inDims: [0, null],
  });
  return [...out, ...(await flat(ensemble(stacked, x)))];
}

likePyTorch({ functions_of_functions: functionsOfFunctions });

describe("func.functionalCall", () => {
  const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;
  const given = (): Named => ({ weight: tensor([[1, 2]]), bias: tensor([3]) });

  test("leaves the module as it was, though its call fails", async () => {
    const linear = filled(new nn.Linear(2, 1));
    const { weight } = linear;
    expect(() => func.functionalCall(linear, given(), tensor([1]))).toThrow();
    expect(linear.weight).toBe(weight);
  });

  test("replaces a tied parameter under each of its names, and those of a list", async () => {
    class Twice extends nn.Module {
      first = new nn.Linear(2, 2, { bias: false });
      second = new nn.Linear(2, 2, { bias: false });
      more = new nn.ParameterList([tensor([1])]);
      constructor() {
        super();
        this.second.weight = this.first.weight;
      }
      forward(x: Tensor): Tensor {
        return this.second.call(this.first.call(x)).add(this.more.at(0) as Tensor);
      }
    }
    const eye = tensor([
      [2, 0],
      [0, 2],
    ]);
    const instead = { "first.weight": eye, "more.0": tensor([100]) };
    const y = func.functionalCall(new Twice(), instead, tensor([1, 2]));
    expect(await y.toArray()).toEqual([104, 108]);
    const untied = func.functionalCall(
      filled(new Twice()),
      { ...instead, "second.weight": eye.mul(10) },
      tensor([1, 2]),
      { tieWeights: false },
    );
    expect(await untied.toArray()).toEqual([140, 180]);
  });

  test("says which names do not fit", () => {
    const linear = new nn.Linear(2, 1);
    const x = tensor([1, 1]);
    expect(() => func.functionalCall(linear, { wight: tensor([[1, 2]]) }, x)).toThrow(
      /there is no wight/,
    );
    expect(() =>
      func.functionalCall(linear, { weight: tensor([[1, 2]]) }, x, { strict: true }),
    ).toThrow(/missing: bias/);
    expect(() => func.functionalCall(linear, [given(), given()], x)).toThrow(code("func/names"));
    expect(() => func.functionalCall({} as never, given(), x)).toThrow(code("func/module"));
    expect(() => func.stackModuleState([linear, new nn.Linear(2, 1, { bias: false })])).toThrow(
      code("func/names"),
    );
  });
});
