/** A wrong window in a real browser: the check's result draws it on the input beside the right one, and says it in words. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, startStudio } from "./studio.ts";

let browser: Browser | undefined;

beforeAll(async () => {
  browser = await openBrowser("tests of the window's picture are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

/** Rows and columns are exchanged where the picture is read. */
const exchanged = `export function crossCorrelate(image: number[][], filter: number[][]): number[][] {
  const answer: number[][] = [];
  for (let i = 0; i + filter.length <= image.length; i++) {
    const row: number[] = [];
    for (let j = 0; j + (filter[0]?.length ?? 0) <= (image[0]?.length ?? 0); j++) {
      let sum = 0;
      filter.forEach((weights, u) => {
        weights.forEach((w, v) => {
          sum += w * (image[j + u]?.[i + v] ?? 0);
        });
      });
      row.push(sum);
    }
    answer.push(row);
  }
  return answer;
}
`;

describe.skipIf(missing)("a wrong window", () => {
  test("is drawn on the input beside the right one", async () => {
    const studio = await startStudio("course", {
      "exercises/convolutional-networks/cross-correlate.ts": exchanged,
    });
    const context = await (browser as Browser).newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(30_000);
    try {
      const page = await context.newPage();
      await page.goto(studio.url);
      await page.locator(".course-link, .lesson-row a, main a").first().waitFor();
      const lesson = "lesson/convolutional-networks/edges-and-windows/cross-correlate";
      await page.goto(new URL(`/${lesson}`, studio.url).href);
      await page.locator(".cm-content").waitFor();
      await page.locator(".toolbar").getByRole("button", { name: "Check" }).click();
      const picture = page.locator(".window-picture");
      await picture
        .getByText(/Your number comes from .*: row and column are exchanged\./)
        .waitFor();
      expect(await picture.locator("svg rect").count()).toBeGreaterThanOrEqual(3);
      expect(await picture.getByText("the right window", { exact: true }).count()).toBe(1);
      expect(await picture.getByText("the window used", { exact: true }).count()).toBe(1);
    } finally {
      await context.close();
      studio.stop();
    }
  }, 90_000);
});
