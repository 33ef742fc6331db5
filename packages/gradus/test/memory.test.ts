/** Ten thousand training steps without any dispose, in a process of their own: memory stays flat. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const child = async (file: string): Promise<number[]> => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", path]);
  return stdout.trim().split("\n").map(Number);
};

test("10,000 steps leave memory where it was: it grows less than 5 % in the last half", async () => {
  const held = await child("memory-child.mjs");
  expect(held).toHaveLength(20);
  // The floor of each quarter of the run: pages come back to the system late.
  const [third, last] = [held.slice(10, 15), held.slice(15)].map((part) => Math.min(...part)) as [
    number,
    number,
  ];
  expect((last - third) / third).toBeLessThan(0.05);
}, 120_000);

test("a loop that never reads and never waits holds no more after 6,000 steps than after 2,000", async () => {
  const heap = await child("unread-child.mjs");
  expect(heap).toHaveLength(3);
  expect((heap[2] as number) - (heap[0] as number)).toBeLessThan(2e6);
}, 120_000);
