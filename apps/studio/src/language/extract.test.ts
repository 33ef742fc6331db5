import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { extract } from "./extract.ts";
import { LanguageService } from "./service.ts";

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8");

test("an operator's source comes with the rule of its gradient", () => {
  const relu = extract(read("packages/core/src/ops/activation.ts"), "relu", null);
  expect(relu?.source).toMatch(/^export function relu/);
  expect(relu?.gradient).toBe("(g) => [where(le(x, 0), 0, g)]");
});

test("a rule that stands before options is found too, and checks are not what it is made of", () => {
  const text = read("packages/core/src/ops/elementwise.ts");
  expect(extract(text, "mul", null)?.gradient).toBe(
    "(g, x, y) => [() => mul(g, y), () => mul(g, x)]",
  );
  expect(extract(text, "trueDivide", null)?.gradient).toMatch(/^\(g, x, y\) =>/);
  expect(extract(text, "trueDivide", null)?.madeOf).not.toContain("commonDtype");
});

test("an operator made of others names them", () => {
  const silu = extract(read("packages/core/src/ops/activation.ts"), "silu", null);
  expect(silu).toMatchObject({ gradient: null, madeOf: ["mul", "sigmoid"] });
});

test("what it is made of leads further inside, through the file, its imports and other packages", async () => {
  const service = new LanguageService();
  const silu = await service.inside("packages/core/src/ops/activation.ts", "silu");
  expect(silu?.docs).toContain("σ(x)");
  expect(silu?.signature).toBe("const silu = (x: Tensor): Tensor");
  const sigmoid = await service.inside(silu?.path ?? "", "sigmoid");
  expect(sigmoid).toMatchObject({ name: "sigmoid", path: "packages/core/src/ops/math.ts" });
  expect(sigmoid?.gradient).not.toBeNull();
  expect(await service.inside("packages/nn/src/layers/basic.ts", "matmul")).toMatchObject({
    path: "packages/core/src/ops/matrix.ts",
  });
  expect(await service.inside(silu?.path ?? "", "nobody")).toBeNull();
});

test("a name that is not there is null, a class is found, and its method", () => {
  const text = read("packages/nn/src/layers/basic.ts");
  expect(extract(text, "nothing", null)).toBeNull();
  expect(extract(text, "Linear", null)?.source).toMatch(/^export class Linear/);
  const state = read("packages/core/src/autograd/tensor.ts");
  expect(extract(state, "numel", "Tensor")?.source).toContain("sizeOf");
});

test("the box behind a call in a program: of a method it is the function of its name", async () => {
  const service = new LanguageService();
  const text =
    'import { nn, tensor } from "gradus";\nconst x = tensor([1]).softmax(0);\nnew nn.Linear(2, 1);\nnn.functional.mseLoss(x, x);\n';
  const at = (word: string) => service.box("a.ts", text, text.indexOf(word) + 1);
  expect(await at("softmax")).toMatchObject({
    name: "softmax",
    path: "packages/core/src/ops/activation.ts",
  });
  expect((await at("softmax"))?.gradient).toContain("gy");
  const names = async (call: string) => {
    const program = `import { tensor } from "gradus";\nconst x = tensor([1]);\nx.${call};\n`;
    return (await service.box("b.ts", program, program.indexOf(`x.${call}`) + 2))?.name;
  };
  expect(await names("max()")).toBe("max");
  expect(await names("reshape(1)")).toBe("reshape");
  expect(await names("var()")).toBe("variance");
  expect(await names("item()")).toBe("item");
  expect(await names("add_(1)")).toBe("add_");
  expect(await names("backward()")).toBe("backward");
  expect(await at("Linear")).toMatchObject({ name: "Linear" });
  expect((await at("mseLoss"))?.source).toContain("mseLoss");
  expect(await at("const")).toBeNull();
});
