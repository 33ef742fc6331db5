/** `gradus/vision` in a learner's file: loaded for a check, on the same tensors, and known to the editor. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;
let page: Page;
const loaded: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the test of gradus/vision in the studio is");
  if (!browser) return;
  studio = await startStudio("twoCourses");
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.context().on("request", (request) => loaded.push(new URL(request.url()).pathname));
  // With the token in its address, which lets the page in.
  await page.goto(studio.url);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

async function check(code: string): Promise<void> {
  await page.goto(new URL("/lesson/numbers/doubling/double", studio.url).href);
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator(".verdict").waitFor();
}

/** Twice x is the area of a box x wide and 2 high; read only if it is a tensor of the file's own library. */
const area = `import { readValues, Tensor, tensor } from "gradus";
import { boxArea } from "gradus/vision";
export const double = (x: number): number => {
  const y = boxArea(tensor([[0, 0, x, 2]]));
  return y instanceof Tensor ? Number(readValues(y)[0]) : 0;
};
`;

describe.skipIf(missing)("gradus/vision in the studio", () => {
  test("is loaded for a file that names it, works on the library's tensors, and is no problem", async () => {
    await check("export const double = (x: number): number => x + x;\n");
    expect(await page.locator(".verdict.passed").count()).toBe(1);
    expect(loaded.filter((path) => /vision/.test(path))).toEqual([]);
    await check(area);
    expect(await page.locator(".verdict").innerText()).toContain("is right for the example");
    expect(await page.locator(".verdict.passed").count()).toBe(1);
    // A name that is not there is the editor's to tell, so what is there is known.
    await check(area.replaceAll("boxArea", "boxAria"));
    await page.locator(".cm-lintRange-error").first().waitFor();
    await check(area);
    await expect.poll(() => page.locator(".cm-lintRange-error").count()).toBe(0);
  }, 90_000);
});
