/** Each package's public surface, kept as a file: a change to it is seen in the diff. */
import { describe, expect, test } from "vitest";
import { exportsOf } from "./exports.ts";

const packages = ["core", "nn", "optim", "data", "train", "gradus", "exercise", "content", "cli"];

describe("the public surface is the one on file", () => {
  test.each(packages)("of %s", async (name) => {
    const lines = exportsOf(name, packages).map((e) => `${e.kind} ${e.name}: ${e.signature}`);
    expect(lines.length).toBeGreaterThan(0);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`surface/${name}.txt`);
  }, 60_000);
});
