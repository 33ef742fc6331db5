import { fileURLToPath } from "node:url";
import { readContent } from "@gradus/content/node";
import { expect, test } from "vitest";
import { mathsLines, mathsText } from "./maths.ts";

test.each([
  ["z = w_1 x_1 + \\dots + w_n x_n + b", "z = w₁ x₁ + … + wₙ xₙ + b"],
  ["\\sigma(z) = \\frac{1}{1 + e^{-z}}", "σ(z) = 1/(1 + e⁻ᶻ)"],
  ["\\frac{dJ}{dw} = \\frac{d\\ell}{da} \\cdot \\frac{da}{dw_1}", "dJ/dw = dℓ/da · da/dw₁"],
  ["\\frac{a+b}{2 c}", "(a+b)/(2 c)"],
  ["\\tfrac12", "1/2"],
  ["\\sqrt{x_1^2 + x_2^2}", "√(x₁² + x₂²)"],
  ["\\sqrt n", "√n"],
  ["y - \\hat y", "y - ŷ"],
  ["dW_l = dZ_l^\\top A_{l-1}", "dWₗ = dZₗᵀ Aₗ₋₁"],
  ["A_L", "A_L"],
  ["e^{x_i}", "e^(xᵢ)"],
  ["\\sum_{i=1}^{m} y_i", "Σᵢ₌₁ᵐ yᵢ"],
  ["\\sum_{\\text{examples}} dZ", "Σ_(examples) dZ"],
  ["\\left( \\frac{Y}{A} \\right)", "(Y/A)"],
  ["y\\ln a", "y ln a"],
  ["\\ln(1 - a)", "ln(1 - a)"],
  ["\\operatorname{softmax}(x)_i", "softmax(x)ᵢ"],
  ["w \\;\\leftarrow\\; w", "w ← w"],
  ["\\{1, 2\\} \\% \\_", "{1, 2} % _"],
  ["\\unheard{of}", "unheardof"],
])("%s", (tex, text) => {
  expect(mathsText(tex)).toBe(text);
});

test("lines of an equation stay lines, its columns stay apart", () => {
  const tex = "\\begin{aligned} a &= b & c &= d \\\\ e &= f & g &= h \\end{aligned}";
  expect(mathsLines(tex)).toEqual(["a = b     c = d", "e = f     g = h"]);
});

test("a formula that is cut anywhere ends", () => {
  const tex = "\\frac{d\\ell}{dz} = \\Big( -\\frac{y}{a} \\Big) \\sqrt{\\hat y_{i}^{2}} \\text{ok";
  for (let end = 0; end <= tex.length; end++)
    expect(typeof mathsText(tex.slice(0, end))).toBe("string");
});

test("no formula of any lesson keeps a backslash or a brace", async () => {
  const { content } = await readContent(
    fileURLToPath(new URL("../../../../content", import.meta.url)),
  );
  const texts = [
    ...content.lessons.flatMap((l) => l.blocks.map((b) => (b.kind === "markdown" ? b.text : ""))),
    ...content.exercises.map((e) => e.task),
  ].map((text) => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, ""));
  const formulas = texts.flatMap((text) =>
    [...text.matchAll(/\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$/g)].map((m) => (m[1] ?? m[2]) as string),
  );
  expect(formulas.length).toBeGreaterThan(200);
  for (const formula of formulas) expect(mathsText(formula), formula).not.toMatch(/[\\{}&]/);
});
