/** Operators with gradients of their own, beside those of the engine and PyTorch's answers. */
import { describe, expect, test } from "vitest";
import { autograd, noGrad, ones, type Tensor, tensor } from "../index.ts";

type Context = autograd.FunctionContext;

/** `x³`, whose gradient is made of operators on the saved input. */
class Cube extends autograd.Function {
  static override forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return x.pow(3);
  }
  static override backward(ctx: Context, g: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    return g.mul(x.square().mul(3));
  }
}

/** `eˣ`, whose gradient is made of the saved output. */
class Exp extends autograd.Function {
  static override forward(ctx: Context, x: Tensor): Tensor {
    const y = x.exp();
    ctx.saveForBackward(y);
    return y;
  }
  static override backward(ctx: Context, g: Tensor): Tensor {
    return g.mul(ctx.savedTensors[0] as Tensor);
  }
}

/** `a·x + b` and `a·b`, with a number among the inputs. */
class Affine extends autograd.Function {
  static override forward(ctx: Context, a: Tensor, factor: number, x: Tensor): Tensor[] {
    ctx.saveForBackward(a, x);
    ctx.factor = factor;
    return [a.mul(x).mul(factor), a.add(x)];
  }
  static override backward(ctx: Context, g: Tensor, h: Tensor): (Tensor | null)[] {
    const [a, x] = ctx.savedTensors as [Tensor, Tensor];
    const factor = ctx.factor as number;
    return [g.mul(x).mul(factor).add(h), null, g.mul(a).mul(factor).add(h)];
  }
}

const leaf = (data: number[]): Tensor => tensor(data, { dtype: "float64", requiresGrad: true });
const numbers = async (t: Tensor | null): Promise<number[]> =>
  Array.from(await (t as Tensor).data());

describe("an operator of one's own", () => {
  test("has the gradient that it gives, of first and second order", async () => {
    const x = leaf([0.5, -1.2, 2]);
    expect(await autograd.gradcheck((v) => Cube.apply(v), [x])).toBe(true);
    expect(await autograd.gradgradcheck((v) => Cube.apply(v), [x])).toBe(true);
    expect(await autograd.gradgradcheck((v) => Exp.apply(v), [x])).toBe(true);
  });

  test("with several inputs and outputs gets and gives a gradient for each", async () => {
    const both = (a: Tensor, x: Tensor): Tensor => {
      const [y, z] = Affine.apply(a, 3, x) as [Tensor, Tensor];
      return y.mul(z);
    };
    const inputs = [leaf([0.5, -1.2]), leaf([2, 0.3])];
    expect(await autograd.gradcheck(both, inputs)).toBe(true);
    expect(await autograd.gradgradcheck(both, inputs)).toBe(true);
  });

  test("need not have the true gradient", async () => {
    class Sign extends autograd.Function {
      static override forward(ctx: Context, x: Tensor): Tensor {
        ctx.saveForBackward(x);
        return x.sign();
      }
      static override backward(ctx: Context, g: Tensor): Tensor {
        const [x] = ctx.savedTensors as [Tensor];
        return g.mul(x.abs().le(1));
      }
    }
    const x = leaf([0.5, -3]);
    const y = Sign.apply(x);
    expect(await numbers(y)).toEqual([1, -1]);
    y.mul(tensor([2, 5]))
      .sum()
      .backward();
    expect(await numbers(x.grad)).toEqual([2, 0]);
  });

  test("knows which gradients are wanted, in the order of its arguments", () => {
    let wanted: readonly boolean[] = [];
    class Looks extends autograd.Function {
      static override forward(ctx: Context, _a: Tensor, _k: number, b: Tensor): Tensor {
        wanted = ctx.needsInputGrad;
        return b.mul(2);
      }
    }
    Looks.apply(ones([2]), 3, leaf([1, 2]));
    expect(wanted).toEqual([false, false, true]);
  });

  test("records nothing where no input requires a gradient, or in noGrad", () => {
    expect(Cube.apply(ones([2])).requiresGrad).toBe(false);
    expect(noGrad(() => Cube.apply(leaf([1]))).requiresGrad).toBe(false);
    expect(Cube.apply(leaf([1])).gradFn?.name).toBe("Cube");
  });

  test("may keep the context apart from forward", async () => {
    class Square extends autograd.Function {
      static override forward(x: Tensor): Tensor {
        return x.square();
      }
      static setupContext(ctx: Context, [x]: [Tensor], _output: Tensor): void {
        ctx.saveForBackward(x);
      }
      static override backward(ctx: Context, g: Tensor): Tensor {
        return g.mul(ctx.savedTensors[0] as Tensor).mul(2);
      }
    }
    expect(await autograd.gradgradcheck((v) => Square.apply(v), [leaf([0.5, 2])])).toBe(true);
  });

  test("has outputs without a gradient: integers, and what it marks", async () => {
    class Top extends autograd.Function {
      static override forward(ctx: Context, x: Tensor): [Tensor, Tensor, Tensor] {
        const { values, indices } = x.max(1);
        const low = x.min(1).values;
        ctx.markNonDifferentiable(low);
        ctx.saveForBackward(indices);
        ctx.width = x.shape[1];
        return [values, indices, low];
      }
      static override backward(ctx: Context, g: Tensor, _i: Tensor, low: Tensor): Tensor {
        const [indices] = ctx.savedTensors as [Tensor];
        const zero = ones([g.shape[0] as number, ctx.width as number]).mul(low.unsqueeze(1));
        return zero.scatterAdd(1, indices.unsqueeze(1), g.float().unsqueeze(1));
      }
    }
    const x = tensor([
      [1, 5, 2],
      [4, 3, 0],
    ]).requiresGrad_();
    const [values, indices, low] = Top.apply(x);
    expect([values.requiresGrad, indices.requiresGrad, low.requiresGrad]).toEqual([
      true,
      false,
      false,
    ]);
    values
      .mul(tensor([2, 3]))
      .sum()
      .backward();
    expect(await numbers(x.grad)).toEqual([0, 2, 0, 3, 0, 0]);
  });

  test("sees what it saved as it was, though it is changed in place before the backward pass", async () => {
    const [a, b] = [leaf([3]), leaf([3])];
    for (const [x, f] of [
      [a, Cube],
      [b, Exp],
    ] as const) {
      const h = x.mul(1);
      const y = f.apply(h);
      h.add_(100);
      const out = y.mul(1);
      y.zero_();
      out.sum().backward();
    }
    expect((await numbers(a.grad))[0]).toBeCloseTo(27, 10);
    expect((await numbers(b.grad))[0]).toBeCloseTo(Math.exp(3), 10);
  });

  test("may change an input in place, as PyTorch's markDirty", async () => {
    class Double extends autograd.Function {
      static override forward(ctx: Context, x: Tensor): Tensor {
        ctx.markDirty(x);
        return x.mul_(2);
      }
      static override backward(_ctx: Context, g: Tensor): Tensor {
        return g.mul(2);
      }
    }
    const x = leaf([1, 2]);
    const h = x.mul(3);
    expect(Double.apply(h)).toBe(h);
    h.square().sum().backward();
    // (6x)² has the slope 72x.
    expect(await numbers(x.grad)).toEqual([72, 144]);
    expect(() => Double.apply(leaf([1]))).toThrow(/leaf/);
  });

  test("hands an input or a view of it on as a tensor with a history of its own", async () => {
    class Reverse extends autograd.Function {
      static override forward(_ctx: Context, x: Tensor): [Tensor, Tensor] {
        return [x, x.narrow(0, 0, 1)];
      }
      static override backward(_ctx: Context, g: Tensor, h: Tensor): Tensor {
        return g.neg().add(h);
      }
    }
    const x = leaf([1, 2]);
    const [y, first] = Reverse.apply(x);
    expect(y).not.toBe(x);
    y.sum().add(first.sum().mul(10)).backward();
    expect(await numbers(x.grad)).toEqual([9, 9]);
  });

  test("gives gradients that broadcasting has widened", async () => {
    class Scale extends autograd.Function {
      static override forward(ctx: Context, x: Tensor, s: Tensor): Tensor {
        ctx.saveForBackward(x, s);
        return x.mul(s);
      }
      static override backward(ctx: Context, g: Tensor): Tensor[] {
        const [x, s] = ctx.savedTensors as [Tensor, Tensor];
        return [g.mul(s), g.mul(x)];
      }
    }
    expect(
      await autograd.gradgradcheck((x, s) => Scale.apply(x, s), [leaf([1, 2, 3]), leaf([2])]),
    ).toBe(true);
  });
});

describe("an operator of one's own says what is wrong", () => {
  const made = (forward: unknown, backward: unknown): { apply(...xs: unknown[]): Tensor } => {
    class Odd extends autograd.Function {}
    if (forward) Object.assign(Odd, { forward });
    if (backward) Object.assign(Odd, { backward });
    return Odd as unknown as { apply(...xs: unknown[]): Tensor };
  };
  const same = (_ctx: Context, x: Tensor): Tensor => x.mul(1);
  const back = (gradient: unknown) => (): void => {
    made(same, () => gradient)
      .apply(leaf([1, 2]))
      .sum()
      .backward();
  };

  test.each([
    ["without forward", () => made(null, null).apply(leaf([1])), "no static forward"],
    [
      "without backward",
      () =>
        made(same, null)
          .apply(leaf([1]))
          .backward(),
      "no static backward",
    ],
    ["that gives nothing", () => made(() => 3, null).apply(leaf([1])), "must give back a tensor"],
    [
      "that saves a number",
      () => made((c: Context) => c.saveForBackward(3 as never), null).apply(leaf([1])),
      "ctx.scale",
    ],
    ["with too few gradients", back([]), "gave 0 gradients"],
    ["with too many gradients", back([ones([2]), ones([2])]), "gave 2 gradients"],
    ["with a number for a gradient", back(3), "must be a tensor or null"],
    ["with a gradient of another shape", back(ones([3])), "has shape [3]"],
    ["made an object", () => new Cube(), "apply(…)"],
  ])("%s", (_what, run, words) => {
    expect(run).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^grad\/function-/) }) as Error,
    );
    expect(run).toThrow(words);
  });

  test("with a gradient for a number", () => {
    const odd = made(
      (_c: Context, x: Tensor) => x.mul(2),
      (_c: Context, g: Tensor) => [g, g],
    );
    expect(() => odd.apply(leaf([1]), 3).backward()).toThrow(/input 1, which is no tensor/);
  });
});
