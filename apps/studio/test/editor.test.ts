/** The editor in a real browser: shapes at the lines' ends, the picture of a clash, completion, docs and problems. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executable);
const root = fileURLToPath(new URL("../../../", import.meta.url));

let browser: Browser;
let server: ChildProcess;
let folder: string;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  if (missing)
    process.stdout.write(`no Chromium at ${executable}: the editor's tests are skipped\n`);
  else browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (missing) return;
  problems.length = 0;
  folder = mkdtempSync(join(tmpdir(), "gradus-editor-"));
  const options = ["--no-open", "--port", "0", "--workspace", folder, "--content"];
  server = spawn(
    process.execPath,
    [`${root}packages/cli/bin/gradus.mjs`, "studio", ...options, `${root}content`],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const url = await new Promise<string>((done, failed) => {
    let text = "";
    server.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(text.trim());
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(30_000);
  page = await context.newPage();
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(url.replace("/#", "/lesson/shapes/softmax#"));
  await page.locator(".cm-content").waitFor();
}, 60_000);

afterEach(async () => {
  await page?.context().close();
  server?.kill("SIGKILL");
  if (folder) rmSync(folder, { recursive: true, force: true });
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
    await mark.first().hover();
    const told = page.locator(".cm-shape-problem");
    await told.waitFor();
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
