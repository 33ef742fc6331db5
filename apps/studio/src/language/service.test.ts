import { expect, test } from "vitest";
import { LanguageService } from "./service.ts";

const service = new LanguageService();
const file = "networks/neuron.ts";
const good = `import { tensor, nn, type Tensor } from "gradus";
import { notDone } from "@gradus/exercise";
import { sigmoid } from "./sigmoid.ts";
export function neuron(x: Tensor, w: Tensor): Tensor {
  console.log(new nn.Linear(2, 1), notDone, tensor([1]));
  return sigmoid(x.dot(w));
}
`;
service.open({
  "networks/sigmoid.ts":
    'import type { Tensor } from "gradus";\nexport const sigmoid = (z: Tensor): Tensor => z.sigmoid();\n',
});

test("the library, the engine's words and the learner's own files are known", () => {
  expect(service.problems(file, good)).toEqual([]);
});

test("what stands in gradus/vision is known, with its types and its docs", () => {
  const text = `import { tensor, type Tensor } from "gradus";
import { boxIou } from "gradus/vision";
const iou: Tensor = boxIou(tensor([[0, 0, 1, 1]]), tensor([[0, 0, 1, 1]]));
console.log(iou);
`;
  expect(service.problems("boxes.ts", text)).toEqual([]);
  expect(service.hover("boxes.ts", text, text.indexOf("boxIou(") + 1)?.docs).toMatch(/union/);
  const wrong = text.replace("tensor([[0, 0, 1, 1]]), ", "1, ");
  expect(service.problems("boxes.ts", wrong)[0]?.message).toMatch(/number/);
  const begun = text.replace("{ boxIou }", "{ b }");
  const names = service.completions("boxes.ts", begun, begun.indexOf("{ b }") + 3);
  expect(names.map((c) => c.name)).toContain("boxConvert");
});

test("files of one name in two courses are two, each with its own types", () => {
  service.open({ "numbers/double.ts": "export const double = (x: number): number => x + x;\n" });
  const own = (type: string): string =>
    `import { double as one } from "../numbers/double.ts";\nexport const double = (x: ${type}[]): ${type}[] => x.map(one);\n`;
  expect(service.problems("lists/double.ts", own("number"))).toEqual([]);
  expect(service.problems("lists/double.ts", own("string"))[0]?.message).toMatch(/'string'/);
  // The import of a course that has no such file.
  const lost = own("number").replace("../numbers/", "../words/");
  expect(service.problems("lists/double.ts", lost)[0]?.message).toMatch(/words\/double/);
});

test("a wrong type is a problem where it stands", () => {
  const wrong = good.replace("x.dot(w)", 'x.dot("w")');
  const [problem] = service.problems(file, wrong);
  expect(problem?.severity).toBe("error");
  expect(wrong.slice(problem?.from, problem?.to)).toBe('"w"');
  expect(service.problems(file, good.replace("x.dot", "x.dott"))[0]?.message).toMatch(/'dot'/);
});

test("after a dot come the tensor's methods, with their docs", () => {
  const text = good.replace("x.dot(w)", "x.");
  const at = text.indexOf("x.") + 2;
  const kinds = new Map(service.completions(file, text, at).map((c) => [c.name, c.kind]));
  for (const name of ["matmul", "sum", "sigmoid", "exp", "reshape", "numel"])
    expect([name, kinds.get(name)]).toEqual([name, "method"]);
  expect(kinds.get("shape")).toBe("getter");
  const details = service.details(file, at, "matmul");
  expect(details?.signature).toMatch(/matmul/);
  // A method has its function's docs.
  expect(details?.docs.length).toBeGreaterThan(20);
});

test("hovering tells signature and docs", () => {
  const hover = service.hover(file, good, good.indexOf("tensor([1])") + 1);
  expect(hover?.signature).toMatch(/tensor/);
  expect(hover?.docs.length).toBeGreaterThan(20);
});

test("hovering over a method shows its operator's docs and how it is called", () => {
  const calls = ["exp()", "sum(0)", "softmax(0)", "matmul(x)", "var(0)", "reshape(1)", "max(0)"];
  const own = ["add_(1)", "item()", "backward()", "to('int32')", "numel()"];
  for (const call of [...calls, ...own]) {
    const text = `import { tensor } from "gradus";\nconst x = tensor([1]);\nx.${call};\n`;
    expect([call, service.problems("hover.ts", text)]).toEqual([call, []]);
    const hover = service.hover("hover.ts", text, text.indexOf(`x.${call}`) + 2);
    const name = call.slice(0, call.indexOf("("));
    expect(hover?.signature.startsWith(`(method) Tensor.${name}(`)).toBe(true);
    expect([call, (hover?.docs ?? "").length > 10]).toEqual([call, true]);
  }
  const exp = `import { tensor } from "gradus";\ntensor([1]).exp();\n`;
  expect(service.hover("hover.ts", exp, exp.indexOf("exp") + 1)).toMatchObject({
    signature: "(method) Tensor.exp(): Tensor",
    docs: "Exponential: `y = eˣ`.",
  });
});

test("an empty file is no trouble", () => {
  expect(service.problems("empty.ts", "")).toEqual([]);
});

test("what explains a wrong answer is said in words, with its line", () => {
  expect(service.said(file, good)).toEqual([]);
  const wrong = good.replace("x.dot(w)", "x * w");
  expect(service.said(file, wrong)).toEqual([
    { line: 6, message: "Tensors have no *: write `x.mul(w)` instead of `x * w`." },
  ]);
});
