/** Two ways through a lesson beside its exercises: a question answered in words, and the fast lane. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  missing,
  openBrowser,
  type RunningStudio,
  seriousFindings,
  startStudio,
} from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser("the test of the ways through a lesson is");
  if (!browser) return;
  studio = await startStudio("course");
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(studio.url);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

const open = (path: string) => page.goto(new URL(path, studio.url).href);
const events = (): Record<string, unknown>[] =>
  readFileSync(join(studio.folder, "progress.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe.skipIf(missing)("a lesson", () => {
  test("asks for an answer in words, and shows the model answer only when there is one", async () => {
    await open("/lesson/neural-networks/what-networks-learn");
    const card = page.locator(".explain");
    await card.getByRole("heading", { name: "Right on all of its examples" }).waitFor();
    const compare = card.getByRole("button", { name: "Compare with a model answer" });
    expect(await compare.isDisabled()).toBe(true);
    expect(await card.innerText()).not.toContain("kept away from the training");
    await card.getByRole("textbox").fill("It has learned these fifty by heart.");
    await compare.click();
    expect(await card.innerText()).toContain("kept away from the training");
    expect(await seriousFindings(page)).toEqual([]);
    await card.getByRole("checkbox").nth(1).check();
    await card.getByRole("button", { name: "Done" }).click();
    await card.getByText("Your answer said 1 of 4 points.").waitFor();
    await expect
      .poll(() => events().at(-1))
      .toMatchObject({
        kind: "explain",
        explain: "neural-networks/right-on-all",
        points: [false, true, false, false],
        text: "It has learned these fifty by heart.",
      });
  }, 60_000);

  test("has a fast lane: one exercise without its steps, which stands for the others when it passes", async () => {
    await open("/lesson/neural-networks/tensors-and-squashing");
    await page.getByRole("button", { name: "Do only this one" }).click();
    await page
      .getByText("The steps are left out: this one exercise stands for the whole lesson.")
      .waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(
      `import type { Tensor } from "gradus";\nimport { sigmoid } from "./sigmoid.ts";\nexport function sigmoidDerivative(z: Tensor): Tensor {\n  const s = sigmoid(z);\n  return s.mul(s.neg().add(1));\n}\n`,
    );
    await page.locator(".pane").getByRole("button", { name: "Check" }).click();
    await page.locator(".verdict.passed").waitFor();
    const others = page.locator(".exercise .state", { hasText: "by the fast lane" });
    await others.first().waitFor();
    expect(await others.count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
  }, 60_000);
});
