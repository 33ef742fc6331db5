/** What programs become. A change of the compiler shows here: look at it, and update with `-u` if it is meant. */
import { expect, test } from "vitest";
import { printPlan } from "../src/compile/print-plan.ts";
import {
  applyUpdates,
  checkpoint,
  clearPrograms,
  conv2d,
  matmul,
  onEngineEvent,
  operate,
  type Tensor,
  tensor,
  zeros,
} from "../src/index.ts";

/** The plans that are made while `run` runs, one below the other. */
async function plansOf(run: () => unknown): Promise<string> {
  clearPrograms();
  const plans: string[] = [];
  const stop = onEngineEvent(({ plan }) => plans.push(printPlan(plan)));
  try {
    await run();
  } finally {
    stop();
  }
  return `\n${plans.join("\n---\n")}\n`;
}

const planOf = (make: () => Tensor): Promise<string> => plansOf(() => operate(make).data());

/** Stored values, which no program folds away. */
const stored = (...shape: number[]): Tensor => {
  const count = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: count }, (_, i) => i + 1),
    { shape },
  );
};

test("a chain of elementwise operators is one kernel, a view costs nothing", async () => {
  const x = stored(2, 3);
  expect(await planOf(() => x.transpose(0, 1).mul(2).add(1).exp())).toMatchInlineSnapshot(`
    "
    loop 3x2: out0 <- exp(((in0[1 3] * 2) + 1))
    "
  `);
});

test("a softmax is one kernel over its rows", async () => {
  const x = stored(4, 8);
  expect(await planOf(() => x.softmax(1))).toMatchInlineSnapshot(`
    "
    loop 4 over 8: e0 = in0; e3 = exp((e0 - r0)); r0 = max(e0); r1 = sum(e3); out0 <- (e3 * reciprocal(r1))
    "
  `);
});

test("trivial work is gone: times one, there and back", async () => {
  const x = stored(2, 2);
  const same = () => x.mul(1).transpose(0, 1).transpose(1, 0).reshape(4).add(2);
  expect(await planOf(same)).toMatchInlineSnapshot(`
    "
    loop 4: out0 <- (in0 + 2)
    "
  `);
});

test("equal nodes are computed once", async () => {
  const x = stored(3);
  expect(await planOf(() => x.exp().mul(x.exp()))).toMatchInlineSnapshot(`
    "
    loop 3: e1 = exp(in0); out0 <- (e1 * e1)
    "
  `);
});

test("a product reads its operands through views, bias and activation follow in one kernel", async () => {
  const [x, w, b] = [stored(2, 3), stored(4, 3), stored(4)];
  expect(await planOf(() => matmul(x, w.transpose(0, 1)).add(b).relu())).toMatchInlineSnapshot(`
    "
    contract 2 by 4 over 3: t0 <- in0 . in1
    loop 2x4: out0 <- maximum((t0 + in2[0 1]), 0)
    "
  `);
});

test("a convolution is one contraction over a view of windows", async () => {
  const [x, w] = [stored(1, 2, 5, 5), stored(3, 2, 3, 3)];
  expect(await planOf(() => conv2d(x, w, undefined, { padding: 1 }))).toMatchInlineSnapshot(`
    "
    loop 1x2x7x7: t0 <- in1[50 25 5 1]-6?
    contract 1x1 of 3 by 5x5 over 2x3x3: t1 <- in0 . t0[0 0 7 1 49 7 1]
    loop 1x3x5x5: out0 <- t1
    "
  `);
});

test("an update is written over the value before, where nobody can hold that", async () => {
  const w = zeros([3], { requiresGrad: true });
  const g = stored(3);
  const update = () =>
    applyUpdates([
      { target: w, value: operate(() => w.detach().sub(g.mul(0.5))).node, inPlace: true },
    ]);
  expect(await plansOf(update)).toMatchInlineSnapshot(`
    "
    loop 3: out0 <- (in0 - (in1 * 0.5))
    result 0: out0, over in0
    "
  `);
});

test("and in turn with it where somebody may", async () => {
  const w = zeros([3], { requiresGrad: true });
  const g = stored(3);
  const update = () =>
    applyUpdates([{ target: w, value: operate(() => w.detach().sub(g.mul(0.5))).node }]);
  expect(await plansOf(update)).toMatchInlineSnapshot(`
    "
    loop 3: out0 <- (in0 - (in1 * 0.5))
    result 0: out0, in turn with in0
    "
  `);
});

test("a backward pass: value and gradients in one program", async () => {
  const [x, w] = [stored(2, 3), stored(3, 1)];
  w.requiresGrad = true;
  const pass = async () => {
    const loss = operate(() => matmul(x, w).square().mean());
    loss.backward();
    await loss.item();
  };
  expect(await plansOf(pass)).toMatchInlineSnapshot(`
    "
    contract 2 by 1 over 3: out2 <- in0 . in1
    loop 1 over 2x1: e0 = out2; e5 = (0.5 * e0); r0 = sum((e0 * e0)); out0[0 0] <- (r0 * 0.5); t0 <- (e5 + e5)
    contract 1 by 3 over 2: t1 <- t0 . in0[1 3]
    loop 3x1: out1 <- t1
    "
  `);
});

test("a checkpoint computes its inside again", async () => {
  const x = stored(3);
  x.requiresGrad = true;
  const pass = async () => {
    const y = checkpoint((z: Tensor) => z.exp().sin(), x).sum();
    y.backward();
    await (x.grad as Tensor).data();
  };
  expect(await plansOf(pass)).toMatchInlineSnapshot(`
    "
    loop 1 over 3: e1 = exp(in0); e4 = sin(e1); out0 <- (cos(e1) * e1); out2 <- e4; r2 = sum(e4); out1[0] <- r2
    "
  `);
});
