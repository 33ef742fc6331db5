/** What one sees after a pass and before giving up, in a real browser: other answers, an answer's lines to arrange. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
async function openDouble(
  text: string,
  width?: number,
  content: Parameters<typeof startStudio>[0] = "small",
): Promise<Page> {
  studio = await startStudio(content, { "exercises/numbers/double.ts": text });
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

  test("after two hints the lines of an answer can be arranged by keyboard, tried, and put into the file", async () => {
    const content = mkdtempSync(join(tmpdir(), "gradus-lines-"));
    const small = fileURLToPath(
      new URL("../../../packages/content/fixtures/small", import.meta.url),
    );
    cpSync(small, content, { recursive: true });
    writeFileSync(
      join(content, "courses/01-numbers/01-doubling/01-double/solution.ts"),
      "export function double(x: number): number {\n  const once = x;\n  const twice = once + x;\n  return twice;\n}\n",
    );
    try {
      const text = "export const double = (x: number) => x;\n";
      const page = await openDouble(text, 390, { path: content });
      const hint = page.locator(".toolbar").getByRole("button", { name: "Hint" });
      const open = page.getByRole("button", { name: "Arrange the lines" });
      await hint.click();
      await page.getByText("Hint 1 of 3").waitFor();
      expect(await open.count()).toBe(0);
      await page.getByRole("button", { name: "Another hint" }).click();
      await open.click();
      const lines = page.getByRole("region", { name: "Arrange the lines" });
      // In the wrong order first, by keyboard alone.
      for (const text of ["return twice;", "const once = x;", "const twice = once + x;"]) {
        await lines.getByRole("button", { name: text, exact: true }).focus();
        await page.keyboard.press("Enter");
      }
      await lines.getByRole("button", { name: "Try it" }).click();
      await verdict(page).getByText("Not yet").waitFor();
      // The line that moves takes the focus along.
      await lines.getByRole("button", { name: "Line 1 down" }).focus();
      await page.keyboard.press("Enter");
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
        .toBe("Line 2 down");
      await page.keyboard.press("Enter");
      expect(await lines.getByRole("list", { name: "Your order" }).innerText()).toMatch(
        /once = x;[\s\S]*twice = once[\s\S]*return twice/,
      );
      await lines.getByRole("button", { name: "Try it" }).click();
      await verdict(page).getByText("Passed").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await lines.getByRole("button", { name: "Put them into my file" }).click();
      await lines.getByText("They are in your file").waitFor();
      await expect.poll(() => page.locator(".cm-content").innerText()).toContain("once + x");
      const { folder } = studio as RunningStudio;
      expect(readFileSync(join(folder, "notes/numbers/double-before-lines-1.ts"), "utf8")).toBe(
        text,
      );
      // It was help, and no attempt.
      const kinds = (): string[] =>
        readFileSync(join(folder, "progress.jsonl"), "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).kind)
          .filter((kind) => kind !== "read");
      await expect.poll(kinds).toEqual(["hint", "hint", "arrange"]);
      expect(problems).toEqual([]);
    } finally {
      rmSync(content, { recursive: true, force: true });
    }
  });

  test("after three quick failures one number is asked for before what differs is shown", async () => {
    const code = (n: number): string => `export const double = (x: number) => x + ${n};\n`;
    const page = await openDouble(code(3), 390);
    const write = async (text: string): Promise<void> => {
      await page.locator(".cm-content").click();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    };
    const question = page.getByText("What do you expect here?");
    for (const n of [3, 4]) {
      await write(code(n));
      await check(page);
      await verdict(page)
        .getByText(`the answer is ${2 + n}, expected 4`)
        .waitFor();
    }
    await write(code(5));
    await check(page);
    await question.waitFor();
    expect(await verdict(page).innerText()).not.toMatch(/expected 4|the answer is 7/);
    expect(await seriousFindings(page)).toEqual([]);
    const number = page.getByLabel("Which number is the answer?");
    await number.fill("four");
    await number.press("Enter");
    await page.getByText("Write a number").waitFor();
    await number.fill("7");
    await number.press("Enter");
    await page.getByText("You expect what your code gives, 7").waitFor();
    await verdict(page).getByText("the answer is 7, expected 4").waitFor();
    // Then there is quiet for two more, and the next question can be skipped.
    for (const n of [6, 7]) {
      await write(code(n));
      await check(page);
      await verdict(page)
        .getByText(`the answer is ${2 + n}, expected 4`)
        .waitFor();
    }
    await write(code(8));
    await check(page);
    await question.waitFor();
    await page.getByRole("button", { name: "Skip" }).click();
    await verdict(page).getByText("the answer is 10, expected 4").waitFor();
    expect(problems).toEqual([]);
  });
});
