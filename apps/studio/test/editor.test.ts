/** The editor in a real browser: shapes at the lines' ends, the picture of a clash, completion, docs and problems. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio | undefined;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the editor's tests are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  problems.length = 0;
  studio = await startStudio("course");
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(30_000);
  page = await context.newPage();
  page.on("pageerror", (e) => problems.push(e.message));
  // An address from before there were courses.
  await page.goto(studio.url.replace("/#", "/lesson/shapes/softmax#"));
  await page.waitForURL(/\/lesson\/neural-networks\/shapes\/softmax/);
  await page.locator(".cm-content").waitFor();
}, 60_000);

afterEach(async () => {
  await page?.context().close();
  studio?.stop();
});

const program = (body: string): string =>
  `import type { Tensor } from "gradus";\n\nexport function softmax(x: Tensor): Tensor {\n${body}\n}\n`;

async function write(text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const shapeOf = (line: string) => page.locator(".cm-line", { hasText: line }).locator(".cm-shape");

describe.skipIf(missing)("while one types", () => {
  test("each line shows the shape of what it makes, and follows the text", async () => {
    await write(
      program(
        "  const e = x.exp();\n  const total = e.sum(1, { keepdim: true });\n  return e.div(total);",
      ),
    );
    await expect
      .poll(() => shapeOf("const total").allInnerTexts(), { timeout: 20_000 })
      .toEqual([expect.stringContaining("[2, 1]")]);
    expect(await shapeOf("const e").innerText()).toContain("[2, 2] float32");
    await write(program("  const e = x.exp();\n  const total = e.sum(1);\n  return e.div(total);"));
    await expect
      .poll(() => shapeOf("const total").allInnerTexts(), { timeout: 20_000 })
      .toEqual([expect.stringMatching(/\[2\] float32/)]);
    expect(problems).toEqual([]);
  }, 90_000);

  test("shapes that do not fit are marked in their line, with a picture of both", async () => {
    await write(
      program("  const three = x.reshape([1, 4]).narrow(1, 0, 3);\n  return x.matmul(three);"),
    );
    const mark = page.locator(".cm-lintRange-error");
    await mark.first().waitFor();
    expect((await mark.allInnerTexts()).join("")).toContain("x.matmul(three)");
    const told = page.locator(".cm-shape-problem");
    // A mark that is drawn anew under a resting mouse waits for the mouse to move.
    await vi.waitFor(
      async () => {
        await page.mouse.move(0, 0);
        await mark.first().hover();
        await told.waitFor({ timeout: 2000 });
      },
      { timeout: 20_000 },
    );
    expect(await told.innerText()).toContain("cannot multiply [2, 2] by [1, 3]");
    expect(await told.locator(".clash").count()).toBe(2);
  }, 90_000);

  test("a dot offers a tensor's methods with their docs, a name tells what it is, a wrong type is underlined", async () => {
    await write(program("  return x;"));
    // The language service joins a moment after the editor.
    await expect
      .poll(
        async () => {
          await write(program("  return x"));
          await page.locator(".cm-line", { hasText: "return x" }).click();
          await page.keyboard.press("End");
          await page.keyboard.type(".softm");
          await page.waitForTimeout(700);
          return page.locator(".cm-tooltip-autocomplete").count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    const list = page.locator(".cm-tooltip-autocomplete");
    expect((await list.innerText()).split("\n")[0]).toBe("softmax");
    await page.locator(".cm-completionInfo p").getByText("Softmax:").waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type('("one")');
    const mark = page.locator(".cm-lintRange-error");
    await expect.poll(() => mark.allInnerTexts(), { timeout: 20_000 }).toContain('"one"');
    await page.getByText("softmax", { exact: true }).last().hover();
    await page.locator(".cm-described code").first().waitFor();
    expect(await page.locator(".cm-described code").first().innerText()).toContain(
      "Tensor.softmax(dim: number)",
    );
  }, 120_000);
});
