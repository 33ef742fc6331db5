/** The committed results belong to the snippets as they are, and what judges them sees what it should. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { difference, differsFromStated } from "./judge.mjs";
import { findSnippets, hashOf, statedText } from "./snippets.mjs";

const snippets = findSnippets();
const compared = snippets.filter((s) => existsSync(join(s.folder, "result.json")));

test("every result was made from its three texts as they are, and they agree", () => {
  const missing = snippets.filter((s) => !compared.includes(s)).map((s) => s.name);
  if (missing.length > 0)
    process.stdout.write(`comparisons not run yet (${missing.length}): ${missing.join(", ")}\n`);
  for (const { folder, name, texts } of compared) {
    const result = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
    const next = `run node tools/compare/main.mjs ${name}`;
    expect(result.hash, `the texts of ${name} have changed: ${next}`).toBe(hashOf(texts));
    expect(result.agree, name).toBe(true);
    const { gradus, pytorch, keras } = result;
    expect(difference(gradus, pytorch), name).toBeNull();
    if (keras === null) expect(texts.keras, name).toContain(result.missing);
    else expect(difference(gradus, keras), name).toBeNull();
    const stated = statedText(texts.gradus, "gradus") ?? "";
    expect(differsFromStated(gradus, stated), name).toBeNull();
  }
});

test("values agree within 1e-5 of their size, and only with equal shapes", () => {
  expect(difference([1, 1e6], [1.000009, 1e6 + 9])).toBeNull();
  expect(difference([1, 2], [1, 2.0001])).toBe("at [1] 2 and 2.0001");
  expect(difference([[1], [2]], [1, 2])).toContain("one is a list");
  expect(difference([1, 2], [1, 2, 3])).toContain("lengths 2 and 3");
  expect(difference([1, 0], [1, 1e-8])).toBeNull();
  expect(difference([true, "NaN"], [1, "NaN"])).toBeNull();
  expect(difference(["NaN"], [0])).not.toBeNull();
});

test("a comment states a value to the digits written, and to four decimals at most", () => {
  expect(differsFromStated([0.26894, 0.5], "[0.2689, 0.5]")).toBeNull();
  expect(differsFromStated([0.26894, 0.5], "[0.2689, 0.6]")).not.toBeNull();
  expect(differsFromStated(140.4, "140")).not.toBeNull();
  expect(differsFromStated(0.649, "0.6")).not.toBeNull();
  expect(differsFromStated([2, 3], "(2, 3)")).toBeNull();
  expect(differsFromStated([true, "-Infinity"], "[True, -inf]")).toBeNull();
  expect(differsFromStated([[1]], "[1]")).toContain("shape");
  expect(() => differsFromStated(1, "about one")).toThrow("nested list");
  expect(statedText("x = 1\nx + 1  # 2\n", "keras")).toBe("2");
  expect(statedText("x;\n", "gradus")).toBeNull();
});
