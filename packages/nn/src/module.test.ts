import { manualSeed, noGrad, ones, type Tensor, tensor, zeros } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { ModuleDict, ModuleList, Sequential } from "./containers.ts";
import { ReLU } from "./layers/activations.ts";
import { Identity, Linear } from "./layers/basic.ts";
import { Dropout } from "./layers/dropout.ts";
import { BatchNorm1d } from "./layers/normalization.ts";
import { Module } from "./module.ts";

class Net extends Module {
  readonly first = new Linear(2, 3);
  readonly norm = new BatchNorm1d(3);
  readonly rest = new Sequential(new ReLU(), new Dropout(0.5), new Linear(3, 1, { bias: false }));

  override forward(x: Tensor): Tensor {
    return this.rest.call(this.norm.call(this.first.call(x)));
  }
}

class Scaled extends Module {
  readonly weight = tensor([1, 2], { requiresGrad: true });
  declare offset: Tensor;
  declare scratch: Tensor;

  constructor() {
    super();
    this.registerBuffer("offset", tensor([3, 4]));
    this.registerBuffer("scratch", tensor([5]), { persistent: false });
  }

  override forward(x: Tensor): Tensor {
    return x.mul(this.weight).add(this.offset);
  }
}

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (e) {
    return String(e);
  }
  return "nothing was thrown";
};

describe("names", () => {
  test("of parameters are paths of fields, in the order the fields were set", () => {
    expect([...new Net().namedParameters()].map(([name]) => name)).toEqual([
      "first.weight",
      "first.bias",
      "norm.weight",
      "norm.bias",
      "rest.2.weight",
    ]);
  });

  test("of modules start with the module itself", () => {
    const names = [...new Net().namedModules()].map(([name]) => name);
    expect(names).toEqual(["", "first", "norm", "rest", "rest.0", "rest.1", "rest.2"]);
  });

  test("of a parameter two modules share appear once, but both are in the state", () => {
    const [a, b] = [new Linear(2, 2, { bias: false }), new Linear(2, 2, { bias: false })];
    b.weight = a.weight;
    const tied = new Sequential(a, b);
    expect([...tied.namedParameters()].map(([name]) => name)).toEqual(["0.weight"]);
    expect(Object.keys(tied.stateDict())).toEqual(["0.weight", "1.weight"]);
  });
});

describe("buffers", () => {
  test("are not parameters, and only persistent ones are in the state", () => {
    const m = new Scaled();
    expect([...m.namedParameters()].map(([name]) => name)).toEqual(["weight"]);
    expect([...m.namedBuffers()].map(([name]) => name)).toEqual(["offset", "scratch"]);
    expect(Object.keys(m.stateDict())).toEqual(["weight", "offset"]);
  });

  test("that are not persistent are neither needed nor taken by loadStateDict", () => {
    const m = new Scaled();
    m.loadStateDict(m.stateDict());
    const extra = { ...m.stateDict(), scratch: zeros([1]) };
    expect(message(() => m.loadStateDict(extra))).toContain("unexpected: scratch");
  });
});

describe("state", () => {
  test("is a copy: training on does not change it", async () => {
    const m = new Scaled();
    const state = m.stateDict();
    noGrad(() => {
      m.weight.mul_(10);
    });
    expect(await state.weight?.toArray()).toEqual([1, 2]);
    expect(await m.weight.toArray()).toEqual([10, 20]);
  });

  test("goes to another model of the same form, which then computes the same", async () => {
    manualSeed(0);
    const [a, b] = [new Net().eval(), new Net().eval()];
    const x = tensor([
      [1, 2],
      [3, -4],
    ]);
    expect(await a.call(x).toArray()).not.toEqual(await b.call(x).toArray());
    b.loadStateDict(a.stateDict());
    expect(await b.call(x).toArray()).toEqual(await a.call(x).toArray());
  });

  test("keeps parameters the same tensors, so that an optimizer goes on with them", () => {
    const m = new Net();
    const before = m.parameters();
    m.loadStateDict(new Net().stateDict());
    expect(m.parameters()).toHaveLength(before.length);
    expect(m.parameters().every((p, i) => p === before[i] && p.requiresGrad)).toBe(true);
  });

  test("is taken in the model's dtype", async () => {
    const m = new Scaled();
    m.loadStateDict({ weight: tensor([7, 8], { dtype: "int32" }), offset: zeros([2]) });
    expect(m.weight.dtype).toBe("float32");
    expect(await m.weight.toArray()).toEqual([7, 8]);
  });

  test("that does not fit is refused with every misfit, and nothing is changed", async () => {
    const m = new Scaled();
    const wrong = { weight: zeros([3]), ofset: zeros([2]) };
    expect(() => m.loadStateDict(wrong)).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: Scaled.loadStateDict: the weights do not fit the model; nothing was changed.
        missing: offset
        unexpected: ofset
        weight: has shape [3], the model needs [2]
      Hint: load weights of the same architecture, or pass { strict: false } to skip missing and unexpected names.
      (nn/state-dict)]
    `);
    expect(await m.weight.toArray()).toEqual([1, 2]);
  });

  test("with one shape that does not fit changes nothing, though the others do", async () => {
    const m = new Scaled();
    const half = { weight: zeros([2]), offset: zeros([3]) };
    expect(message(() => m.loadStateDict(half))).toContain(
      "offset: has shape [3], the model needs [2]",
    );
    expect(await m.weight.toArray()).toEqual([1, 2]);
  });

  test("not strict, reports missing and unexpected names and loads the rest", async () => {
    const m = new Scaled();
    const report = m.loadStateDict({ offset: zeros([2]), other: zeros([1]) }, { strict: false });
    expect(report).toEqual({ missingKeys: ["weight"], unexpectedKeys: ["other"] });
    expect(await m.offset.toArray()).toEqual([0, 0]);
  });

  test("not strict, still refuses shapes that do not fit", () => {
    const m = new Scaled();
    expect(message(() => m.loadStateDict({ weight: zeros([5]) }, { strict: false }))).toContain(
      "(nn/state-dict)",
    );
  });
});

describe("train and eval", () => {
  test("reach every module below, and return the module", () => {
    const m = new Net();
    expect(m.eval()).toBe(m);
    expect(m.modules().map((x) => x.training)).toEqual(new Array(7).fill(false));
    m.rest.train();
    expect(m.modules().filter((x) => x.training)).toHaveLength(4);
    m.train();
    expect(m.modules().every((x) => x.training)).toBe(true);
    m.train(false);
    expect(m.modules().some((x) => x.training)).toBe(false);
  });
});

describe("apply", () => {
  test("visits children before their parent", () => {
    const visited: string[] = [];
    const m = new Net();
    const returned = m.apply((x) => {
      visited.push(x.constructor.name);
    });
    expect(returned).toBe(m);
    expect(visited).toEqual([
      "Linear",
      "BatchNorm1d",
      "ReLU",
      "Dropout",
      "Linear",
      "Sequential",
      "Net",
    ]);
  });
});

describe("hooks", () => {
  test("see module, inputs and output, in the order they were added", () => {
    const layer = new Identity();
    const seen: unknown[] = [];
    layer.registerForwardHook((m, inputs, output) => {
      seen.push(m, inputs, output);
    });
    const x = zeros([1]);
    expect(layer.call(x)).toBe(x);
    expect(seen).toEqual([layer, [x], x]);
    expect(seen[0]).toBe(layer);
  });

  test("replace the output with what they return, each seeing the one before", async () => {
    const layer = new Identity();
    layer.registerForwardHook((_m, _inputs, output) => (output as Tensor).add(1));
    layer.registerForwardHook((_m, _inputs, output) => (output as Tensor).mul(10));
    expect(await layer.call(tensor([1])).toArray()).toEqual([20]);
  });

  test("run for modules inside others, and no more once removed", () => {
    const m = new Net().eval();
    let calls = 0;
    const hook = m.first.registerForwardHook(() => {
      calls++;
    });
    m.call(zeros([1, 2]));
    hook.remove();
    m.call(zeros([1, 2]));
    expect(calls).toBe(1);
  });
});

describe("gradients", () => {
  test("are cleared by zeroGrad", () => {
    const m = new Scaled();
    m.call(tensor([1, 1]))
      .sum()
      .backward();
    expect(m.weight.grad).not.toBeNull();
    m.zeroGrad();
    expect(m.weight.grad).toBeNull();
  });

  test("are switched off and on by requiresGrad_, for parameters but not for buffers", () => {
    const m = new Scaled();
    m.requiresGrad_(false);
    expect(m.weight.requiresGrad).toBe(false);
    expect([...m.namedParameters()].map(([name]) => name)).toEqual(["weight"]);
    m.requiresGrad_();
    expect(m.weight.requiresGrad).toBe(true);
    expect(m.offset.requiresGrad).toBe(false);
  });
});

test("the printout shows the tree of modules with their sizes", () => {
  const tree = new Sequential(new Sequential(new Linear(2, 3), new ReLU()), new Linear(3, 1));
  expect(tree.toString()).toMatchInlineSnapshot(`
    "Sequential(
      (0): Sequential(
        (0): Linear(2, 3, bias=true)
        (1): ReLU()
      )
      (1): Linear(3, 1, bias=true)
    )"
  `);
});

describe("containers", () => {
  test("are iterated in their order", () => {
    const [a, b] = [new Identity(), new ReLU()];
    expect([...new ModuleList([a, b])]).toEqual([a, b]);
    expect([...new ModuleDict<Module>({ x: a, y: b })]).toEqual([
      ["x", a],
      ["y", b],
    ]);
    expect([...new Sequential(a, b)]).toEqual([a, b]);
  });

  test("count, find and name their items", () => {
    const dict = new ModuleDict<Module>({ x: new Linear(1, 1) });
    expect([dict.length, dict.has("x"), dict.has("y")]).toEqual([1, true, false]);
    expect([...dict.values()][0]).toBe(dict.get("x"));
    expect(Object.keys(new ModuleList([dict]).stateDict())).toEqual(["0.x.weight", "0.x.bias"]);
  });

  test("replace a named item, in the state too", () => {
    const dict = new ModuleDict<Module>({ x: new Linear(1, 1) });
    const other = new Linear(1, 5);
    dict.set("x", other);
    expect(dict.get("x")).toBe(other);
    expect(dict.stateDict()["x.weight"]?.shape).toEqual([5, 1]);
  });

  test("refuse names that would break the state or hide a member", () => {
    const dict = new ModuleDict<Module>();
    expect(() => dict.set("a.b", new Identity())).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: ModuleDict: "a.b" cannot be a module's name; it is empty, has a dot, or is a member of ModuleDict.
      Hint: choose another name, such as "a_b_".
      (nn/module-name)]
    `);
    expect(() => dict.set("", new Identity())).toThrow("(nn/module-name)");
    expect(() => dict.set("keys", new Identity())).toThrow("a member of ModuleDict");
  });

  test("of items only have no forward", () => {
    expect(() => new ModuleList().forward()).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: ModuleList: it only holds modules and has no forward.
      Hint: call its items one by one: for (const item of list) x = item.call(x).
      (nn/no-forward)]
    `);
    expect(() => new ModuleDict().forward()).toThrow("(nn/no-forward)");
  });
});

test("a hook before forward sees the inputs and may change them", async () => {
  const layer = new Linear(2, 2);
  const seen: number[] = [];
  const hook = layer.registerForwardPreHook((_module, inputs) => {
    seen.push(inputs.length);
    return (inputs[0] as Tensor).mul(0);
  });
  expect(
    await layer
      .call(ones([1, 2]))
      .sub(layer.bias as Tensor)
      .abs()
      .sum()
      .item(),
  ).toBe(0);
  hook.remove();
  layer.call(ones([1, 2]));
  expect(seen).toEqual([1]);
  expect(() => layer.registerForwardPreHook(3 as never)).toThrow("usage/option");
});

test("parts of a model are found by their path", () => {
  const model = new Sequential(new Linear(2, 2), new Sequential(new BatchNorm1d(2)));
  expect(model.getSubmodule("1.0")).toBeInstanceOf(BatchNorm1d);
  expect(model.getSubmodule("")).toBe(model);
  expect(model.getParameter("0.weight")).toBe((model.at(0) as unknown as Linear).weight);
  expect(model.getBuffer("1.0.running_mean").shape).toEqual([2]);
  expect(() => model.getSubmodule("2")).toThrow('there is no module at "2"');
  expect(() => model.getParameter("0.wait")).toThrow("(nn/path)");
  const whole = new Sequential();
  whole.addModule("head", new Linear(2, 1));
  expect(whole.getParameter("head.bias").shape).toEqual([1]);
  expect(() => whole.registerModule("x", 3 as never)).toThrow("nn/option");
});
