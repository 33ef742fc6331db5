/** Ten thousand training steps without any dispose, in a process of their own: memory stays flat. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("10,000 steps leave memory where it was: it grows less than 5 % in the last half", async () => {
  const child = fileURLToPath(new URL("memory-child.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", child]);
  const held = stdout.trim().split("\n").map(Number);
  expect(held).toHaveLength(20);
  // The floor of each quarter of the run: pages come back to the system late.
  const [third, last] = [held.slice(10, 15), held.slice(15)].map((part) => Math.min(...part)) as [
    number,
    number,
  ];
  expect((last - third) / third).toBeLessThan(0.05);
}, 120_000);
