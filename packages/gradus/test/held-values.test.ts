/**
 * What a program holds has the value it had when it was made, whenever it is read: each program here runs twice, once
 * with every value read as it is made, once with all of them read after the loop.
 */
import { afterEach, describe, expect, test } from "vitest";
import {
  availableBackends,
  type BackendName,
  GradusError,
  grad,
  nn,
  noGrad,
  optim,
  setDefaultBackend,
  setEngineOptions,
  type Tensor,
  tensor,
} from "../src/index.ts";

const F = nn.functional;

const wave = (shape: readonly number[], seed: number): Tensor => {
  const n = shape.reduce((p, k) => p * k, 1);
  return tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(1.7 * i + seed) * 0.3),
    { shape },
  );
};

const weight = (shape: readonly number[], seed: number): Tensor =>
  wave(shape, seed).requiresGrad_(true);

interface Size {
  readonly name: string;
  readonly batch: number;
  readonly inputs: number;
  readonly hidden: number;
}

/** Values at one step, by name; what stays from step to step is the closure's. */
type Probe = (at: {
  readonly w: readonly Tensor[];
  readonly hidden: Tensor;
  readonly loss: Tensor;
  readonly when: "before" | "after";
}) => Tensor[];

/** A network by hand and an optimizer; the probes look on before and after each step. */
async function train(
  size: Size,
  probe: Probe,
  read: "at once" | "at the end",
): Promise<number[][]> {
  const { batch, inputs, hidden } = size;
  const x = wave([batch, inputs], 1);
  const y = wave([batch, 2], 2);
  const w = [weight([inputs, hidden], 3), weight([hidden], 4), weight([hidden, 2], 5)];
  const [w1, b1, w2] = w as [Tensor, Tensor, Tensor];
  const optimizer = new optim.Adam(w, { lr: 0.05 });
  const held: Tensor[] = [];
  const values: number[][] = [];
  const look = async (when: "before" | "after", h: Tensor, loss: Tensor): Promise<void> => {
    for (const t of probe({ w, hidden: h, loss, when })) {
      if (read === "at once") values.push(Array.from(await t.data()));
      else held.push(t);
    }
  };
  for (let step = 0; step < 6; step++) {
    const h = x.matmul(w1).add(b1).tanh();
    const loss = F.mseLoss(h.matmul(w2), y);
    optimizer.zeroGrad();
    loss.backward();
    await look("before", h, loss);
    optimizer.step();
    await look("after", h, loss);
  }
  for (const t of held) values.push(Array.from(await t.data()));
  return values;
}

const before =
  (f: (at: { w: readonly Tensor[]; hidden: Tensor; loss: Tensor }) => Tensor[]) =>
  (): Probe =>
  (at) =>
    at.when === "before" ? f(at) : [];
const after =
  (f: (at: { w: readonly Tensor[]; hidden: Tensor; loss: Tensor }) => Tensor[]) =>
  (): Probe =>
  (at) =>
    at.when === "after" ? f(at) : [];

const probes: Record<string, () => Probe> = {
  losses: before(({ loss }) => [loss]),
  "detached losses": before(({ loss }) => [loss.detach()]),
  penalties: before(({ w }) => [w.reduce((sum, p) => sum.add(p.square().sum()), tensor(0))]),
  "penalties after the step": after(({ w }) => w.map((p) => p.square().sum())),
  "gradient norms": before(({ w }) => w.map((p) => (p.grad as Tensor).norm())),
  "gradient norms after the step": after(({ w }) => w.map((p) => (p.grad as Tensor).norm())),
  "weight norms": after(({ w }) => w.map((p) => p.detach().norm())),
  "copies of weights": after(({ w }) => w.map((p) => p.clone())),
  "copies of weights before the step": before(({ w }) => w.map((p) => p.detach().clone())),
  "copies of gradients": before(({ w }) => w.map((p) => (p.grad as Tensor).clone())),
  "scaled weights": before(({ w }) => w.map((p) => p.detach().mul(0.5).add(1))),
  "hidden activations": before(({ hidden }) => [hidden]),
  "means of activations": before(({ hidden }) => [hidden.mean(), hidden.detach().abs().amax(0)]),
  "a moving average by hand": () => {
    let e: Tensor[] | null = null;
    return ({ w, when }) => {
      if (when === "before") return [];
      e = e
        ? e.map((a, i) => a.mul(0.9).add((w[i] as Tensor).detach().mul(0.1)))
        : w.map((p) => p.detach().clone());
      return e;
    };
  },
  "a moving average in place": () => {
    let q: Tensor[] | null = null;
    return ({ w, when }) => {
      if (when === "before") return [];
      q ??= w.map((p) => p.detach().clone());
      q.forEach((a, i) => {
        a.mul_(0.9).add_((w[i] as Tensor).detach().mul(0.1));
      });
      return q.map((a) => a.clone());
    };
  },
  "a target network": () => {
    let q: Tensor[] | null = null;
    return ({ w, when }) => {
      if (when === "before") return q?.map((a) => a.sum()) ?? [];
      q ??= w.map((p) => p.detach().clone());
      noGrad(() =>
        q?.forEach((a, i) => {
          a.copy_((w[i] as Tensor).detach());
        }),
      );
      return q.map((a) => a.mul(2));
    };
  },
};

const sizes: readonly Size[] = [
  { name: "small", batch: 4, inputs: 3, hidden: 5 },
  { name: "large", batch: 256, inputs: 300, hidden: 310 },
];

afterEach(() => {
  setDefaultBackend("wasm");
  setEngineOptions({ tier: "auto" });
});

describe.each(availableBackends())("on %s", (backend) => {
  describe.each(sizes)("$name", (size) => {
    test.each(Object.keys(probes))("%s", async (name) => {
      setDefaultBackend(backend as BackendName);
      const make = probes[name] as () => Probe;
      const want = await train(size, make(), "at once");
      const got = await train(size, make(), "at the end");
      expect(got.length).toBe(want.length);
      expect(got.length).toBeGreaterThan(5);
      got.forEach((values, i) => {
        const expected = want[i] as number[];
        expect(values.length).toBe(expected.length);
        let off = 0;
        let scale = 1e-6;
        values.forEach((v, k) => {
          off = Math.max(off, Math.abs(v - (expected[k] as number)));
          scale = Math.max(scale, Math.abs(expected[k] as number));
        });
        expect(off / scale, `value ${i}`).toBeLessThan(2e-5);
      });
    });
  });
});

test("a gradient, however large, can be read after the step that used it", async () => {
  const w = weight([600, 600], 1);
  const x = wave([8, 600], 2);
  const optimizer = new optim.SGD([w], { lr: 0.1 });
  for (let step = 0; step < 3; step++) {
    optimizer.zeroGrad();
    x.matmul(w).square().sum().backward();
    const before = Array.from((await (w.grad as Tensor).clone().data()).slice(0, 5));
    optimizer.zeroGrad();
    x.matmul(w).square().sum().backward();
    optimizer.step();
    const after = Array.from((await (w.grad as Tensor).data()).slice(0, 5));
    after.forEach((v, i) => {
      expect(v).toBeCloseTo(before[i] as number, 4);
    });
  }
});

test("truncated backpropagation through time with a cell by hand", async () => {
  const run = async (readEach: boolean): Promise<number[]> => {
    const [wx, wh] = [weight([6, 70], 1), weight([70, 70], 2)] as [Tensor, Tensor];
    const optimizer = new optim.SGD([wx, wh], { lr: 0.1 });
    let h = wave([64, 70], 3);
    const states: Tensor[] = [];
    for (let chunk = 0; chunk < 5; chunk++) {
      let loss = tensor(0);
      for (let t = 0; t < 3; t++) {
        h = wave([64, 6], chunk * 3 + t)
          .matmul(wx)
          .add(h.matmul(wh))
          .tanh();
        loss = loss.add(h.square().mean());
      }
      optimizer.zeroGrad();
      loss.backward();
      if (readEach) await h.data();
      optimizer.step();
      h = h.detach();
      states.push(h);
    }
    const means: number[] = [];
    for (const s of states) means.push(await s.mean().item());
    return means;
  };
  const [want, got] = [await run(true), await run(false)];
  got.forEach((v, i) => {
    expect(v).toBeCloseTo(want[i] as number, 6);
  });
});

test("what a model's forward leaves in its fields, and what hooks see, can be read at the end", async () => {
  class Net extends nn.Module {
    fc1 = new nn.Linear(90, 120);
    fc2 = new nn.Linear(120, 2);
    hidden: Tensor | null = null;

    forward(x: Tensor): Tensor {
      const h = this.fc1.call(x).relu();
      Reflect.set(this, "hidden", h);
      return this.fc2.call(h);
    }
  }
  const net = new Net();
  const seen: Tensor[] = [];
  const hidden: Tensor[] = [];
  net.fc1.registerForwardHook((_m, _in, out) => {
    seen.push(out as Tensor);
  });
  const optimizer = new optim.SGD([...net.fc1.parameters(), ...net.fc2.parameters()], { lr: 0.1 });
  const want: number[] = [];
  const x = wave([100, 90], 1);
  for (let step = 0; step < 5; step++) {
    want.push(
      await noGrad(() =>
        x
          .matmul(net.fc1.weight.t())
          .add(net.fc1.bias as Tensor)
          .mean()
          .item(),
      ),
    );
    net.call(x).square().mean().backward();
    hidden.push(net.hidden as Tensor);
    optimizer.step();
    optimizer.zeroGrad();
  }
  for (let step = 0; step < 5; step++) {
    expect(await (seen[step] as Tensor).mean().item()).toBeCloseTo(want[step] as number, 5);
    expect(
      await (hidden[step] as Tensor)
        .sub((seen[step] as Tensor).relu())
        .abs()
        .sum()
        .item(),
    ).toBe(0);
  }
});

test("a second backward pass after a step is refused where it needs what the step changed", () => {
  const [w1, w2] = [weight([3, 4], 1), weight([4, 1], 2)] as [Tensor, Tensor];
  const optimizer = new optim.SGD([w1, w2], { lr: 0.1 });
  const loss = wave([2, 3], 3).matmul(w1).matmul(w2).sum();
  loss.backward(null, { retainGraph: true });
  optimizer.step();
  expect(() => loss.backward()).toThrow("grad/changed");
  expect(() => grad(loss, [w1])).toThrow(GradusError);
});

test("a second backward pass after a step is right where nothing it needs has changed", async () => {
  // As in PyTorch: the gradient of a linear model needs its input and the error, not the weight.
  const w = weight([3, 1], 1);
  const optimizer = new optim.SGD([w], { lr: 0.1 });
  const loss = wave([4, 3], 2).matmul(w).sub(1).square().mean();
  loss.backward(null, { retainGraph: true });
  const first = await (w.grad as Tensor).clone().toArray();
  optimizer.step();
  w.grad = null;
  loss.backward();
  expect(await (w.grad as unknown as Tensor).toArray()).toEqual(first);
});
