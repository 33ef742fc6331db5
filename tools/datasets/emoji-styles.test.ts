/** The data set emoji-styles: what the lessons read of it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  emojiGroups,
  emojiNames,
  emojiPixels,
  emojiSet,
} from "../../content/courses/04-convolutional-networks/15-same-or-another/emoji.ts";

const bytes = new Uint8Array(
  readFileSync(
    fileURLToPath(new URL("../../content/datasets/emoji-styles/data.bin", import.meta.url)),
  ),
);

describe("emoji-styles", () => {
  test("has three parts that share no symbol, the groups in turn", async () => {
    const parts = (["training", "dev", "test"] as const).map((part) => emojiSet(bytes, part));
    expect(parts.map((p) => p.names.length)).toEqual([240, 60, 60]);
    expect(new Set(parts.flatMap((p) => p.names)).size).toBe(360);
    expect(parts.flatMap((p) => p.names)).toEqual(emojiNames(bytes));
    for (const { groups, names } of parts) {
      const found = Array.from(await groups.data(), Number);
      expect(found).toEqual(names.map((_, i) => i % emojiGroups.length));
    }
  });

  test("has colours in 0..1 on a white ground, as its pixels say", async () => {
    const { names, hands } = emojiSet(bytes, "training", 12);
    expect(hands.map((h) => h.shape)).toEqual([
      [12, 3, 32, 32],
      [12, 3, 32, 32],
    ]);
    const pig = names.indexOf("pig");
    const image = Array.from(await hands[1].select(0, pig).data(), Number);
    const pixels = emojiPixels(bytes, pig, 1);
    expect(pixels.slice(0, 3)).toEqual([255, 255, 255]);
    const middle = 16 * 32 + 16;
    const colour = [0, 1, 2].map((c) => Math.round(255 * (image[c * 1024 + middle] as number)));
    expect(colour).toEqual(pixels.slice(3 * middle, 3 * middle + 3));
    // A pig is pink: more red than green.
    expect(colour[0]).toBeGreaterThan((colour[1] as number) + 30);
  });

  test("shows each symbol in two ways that differ, and are nearer to one another than to most others", async () => {
    const { hands } = emojiSet(bytes, "test");
    const [one, other] = hands.map((h) => h.reshape([60, -1]));
    if (!one || !other) throw new Error("two hands");
    const own = await one.sub(other).square().mean(1).data();
    expect(Math.min(...Array.from(own, Number))).toBeGreaterThan(1e-4);
    const all = one.unsqueeze(1).sub(other.unsqueeze(0)).square().mean(2);
    const nearer = await all.lt(all.diagonal().unsqueeze(1)).float().mean().item();
    expect(nearer).toBeLessThan(0.25);
  });
});
