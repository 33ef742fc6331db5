/** What one sees after a pass and before giving up, in a real browser: other answers beside one's own. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  missing,
  openBrowser,
  type RunningStudio,
  seriousFindings,
  startStudio,
} from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio | undefined;
let context: BrowserContext;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("tests of answers are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  problems.length = 0;
}, 30_000);

afterEach(async () => {
  await context?.close();
  studio?.stop();
});

/** The page of the exercise double, with this text in its file. */
async function openDouble(text: string, width?: number): Promise<Page> {
  studio = await startStudio("small", { "exercises/numbers/double.ts": text });
  const page = await context.newPage();
  if (width) await page.setViewportSize({ width, height: 800 });
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(studio.url);
  await page.locator(".lesson-row a").first().click();
  await page.locator(".cm-content").waitFor();
  return page;
}

const check = (page: Page) =>
  page.locator(".toolbar").getByRole("button", { name: "Check" }).click();
const verdict = (page: Page) => page.locator(".verdict");
const right = "export const double = (x: number) => {\n  return x * 2;\n};\n";

describe.skipIf(missing)("answers", () => {
  test("after a pass the solution and others stand beside one's own, and not before", async () => {
    const page = await openDouble(right, 390);
    await page.getByRole("button", { name: "Hint" }).waitFor();
    const open = page.getByRole("button", { name: "Compare with other answers" });
    expect(await open.count()).toBe(0);
    await check(page);
    await verdict(page).getByText("Passed").waitFor();
    // Nothing of it is shown until it is asked for.
    await open.waitFor();
    expect(await page.locator("body").innerText()).not.toContain("x + x;");
    await open.click();
    const answers = page.getByRole("region", { name: "Other answers beside yours" });
    const yours = answers.getByRole("region", { name: "yours" });
    await answers.getByRole("region", { name: "the solution" }).getByText("x + x").waitFor();
    await yours.getByText(/3 lines of code/).waitFor();
    await answers.getByText(/Times: double, on one input, the median of/).waitFor();
    await yours.getByText(/about|less than/).waitFor();
    await answers.getByRole("button", { name: "times", exact: true }).click();
    await answers.getByRole("region", { name: "times" }).getByText("2 * x").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      390,
    );
    await answers.getByRole("button", { name: "Close" }).click();
    await open.waitFor();
    // It is there again whenever the exercise is opened.
    await page.reload();
    await open.waitFor();
    expect(problems).toEqual([]);
  });
});
