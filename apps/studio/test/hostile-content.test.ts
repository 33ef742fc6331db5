/**
 * Content that somebody else wrote, and runs and tables from elsewhere, in a real browser: whatever stands in their
 * texts is text. Nothing of it runs, nothing is asked of another machine, and the page stands.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

/** An address that nobody has: a request to it is seen by the browser, and goes nowhere. */
const elsewhere = "http://elsewhere.invalid";
const bang = "globalThis.ran=(globalThis.ran??0)+1";

/** Names and titles, on one line. */
const name = `<img src=x onerror="${bang}"><script>${bang}</script>"'><svg onload="${bang}">`;

/** What HTML, links, pictures and formulas of a lesson could try. */
const text = `
<script>${bang}</script>
<script src="${elsewhere}/a.js"></script>
<img src="x" onerror="${bang}"><img src="${elsewhere}/a.png">
<svg onload="${bang}"><script>${bang}</script></svg>
<iframe src="javascript:${bang}"></iframe><iframe srcdoc="<script>parent.ran=1</script>"></iframe>
<a href="javascript:${bang}" onclick="${bang}">click</a>
<style>@import "${elsewhere}/a.css"; body { display: none }</style>
<base href="${elsewhere}/"><meta http-equiv="refresh" content="0;url=${elsewhere}">
<form action="${elsewhere}"><button autofocus onfocus="${bang}">send</button></form>
<math><mtext><img src=x onerror="${bang}"></mtext></math>

[one](javascript:${bang}) [two](JaVaScRiPt:${bang}) [three](data:text/html,<script>${bang}</script>)
[four](vbscript:x) [five](&#106;avascript:${bang}) [six](<java
script:${bang}>) [seven](//elsewhere.invalid/here) [eight](${elsewhere}/there) <javascript:${bang}>

![nine](${elsewhere}/b.png) ![ten](//elsewhere.invalid/c.png) ![eleven](javascript:${bang})
![twelve](data:image/svg+xml;base64,PHN2Zy8+) ![" onerror="${bang}](x "' onerror='${bang}")

$\\href{javascript:${bang}}{a}$ $\\url{javascript:${bang}}$ $\\includegraphics{${elsewhere}/d.png}$
$\\htmlData{onclick=${bang}}{b}$ $\\htmlStyle{position: fixed; inset: 0}{c}$ $\\htmlClass{shell}{d}$
$\\text{<img src=x onerror="${bang}">}$ $\\def\\x{\\x\\x}\\x$ $\\rule{99999em}{99999em}$ $</script><b>e$

\`\`\`"><img src=x onerror="${bang}">
</code></pre><script>${bang}</script>
\`\`\`

\`\`\`ts
const a = "</span></code><img src=x onerror='${bang}'>"; // </script><script>${bang}</script>
\`\`\`

Named: &copy; &hearts; &notit; &nosuch; &lt;b onclick&gt; &amp;lt;

| <img src=x onerror="${bang}"> |
| --- |
| </table><script>${bang}</script> |
`;

const yaml = (value: unknown): string => JSON.stringify(value);

function hostileContent(folder: string): void {
  const small = fileURLToPath(new URL("../../../packages/content/fixtures/small", import.meta.url));
  cpSync(small, folder, { recursive: true });
  const change = (path: string, by: (before: string) => string): void =>
    writeFileSync(join(folder, path), by(readFileSync(join(folder, path), "utf8")));
  const titled = (before: string): string =>
    before
      .replace(/^title: .*$/m, () => `title: ${yaml(name)}`)
      .replace(/^summary: .*$/m, () => `summary: ${yaml(name)}`);
  const course = "courses/01-numbers";
  change(`${course}/course.md`, titled);
  change(`${course}/02-twice-more/lesson.md`, titled);
  change(
    `${course}/01-doubling/lesson.md`,
    (before) =>
      `${titled(before).replace(/^sources: .*$/m, () => `sources: [${yaml(name)}]`)}
::explain{id="say"}

${text}

\`\`\`quiz
question: ${yaml(`${name} [a](javascript:${bang})`)}
options:
  - { text: ${yaml(name)}, correct: true, why: ${yaml(`${name} $\\href{javascript:${bang}}{a}$`)} }
  - { text: ${yaml(`![a](${elsewhere}/e.png)`)}, correct: false, why: ${yaml(name)} }
\`\`\`
`,
  );
  change(
    `${course}/01-doubling/01-double/exercise.md`,
    (before) =>
      `${titled(before).replace(
        /^hints:\n(?: +- .*\n)+/m,
        () => `hints: [${yaml(text)}, ${yaml(name)}, ${yaml(name)}]\n`,
      )}\n${text}`,
  );
  cpSync(`${folder}/${course}/01-doubling/01-double`, `${folder}/${course}/01-doubling/02-say`, {
    recursive: true,
    filter: (path) => !/\.ts$|mistakes|alternatives/.test(path),
  });
  writeFileSync(
    join(folder, course, "01-doubling/02-say/exercise.md"),
    `---\nid: say\ntitle: ${yaml(name)}\nminutes: 3\nneeds: []\nteaches: [double]\nkind: explain\npoints: [${yaml(name)}, ${yaml(name)}]\n---\n${text}\n\n::answer\n\n${text}\n`,
  );
  change("path.yaml", (before) =>
    before.replace(
      /^( *-? *(?:title|lead|about|summary|holds)): .*$/gm,
      (_, key) => `${key}: ${yaml(name)}`,
    ),
  );
}

const runFiles = {
  "runs/one/run.json": JSON.stringify({
    model: name,
    data: name,
    dataHash: name,
    started: name,
    config: { [name]: name, nested: { [name]: { [name]: 1 } } },
  }),
  "runs/one/about.json": JSON.stringify({ name, notes: text, group: name }),
  "runs/one/code.ts": text,
  "runs/one/metrics.jsonl": [1, 2, 3]
    .map((step) => `${JSON.stringify({ kind: name, step, loss: 1 / step, [name]: step })}\n`)
    .join(""),
};

let browser: Browser | undefined;
let studio: RunningStudio;
let context: BrowserContext;
let content: string;
const asked: string[] = [];
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("hostile content is");
  if (!browser) return;
  content = mkdtempSync(join(tmpdir(), "gradus-hostile-"));
  hostileContent(content);
  studio = await startStudio({ path: content }, runFiles);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(20_000);
  context.on("request", (r) => {
    const { protocol, hostname } = new URL(r.url());
    const own = hostname === "127.0.0.1" || hostname === "localhost";
    if (!own && protocol !== "data:" && protocol !== "blob:") asked.push(r.url());
  });
  await context.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { refused: seen });
    document.addEventListener("securitypolicyviolation", (e) =>
      seen.push(`${e.violatedDirective} ${e.blockedURI}`),
    );
  });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  if (!browser) return;
  studio.stop();
  rmSync(content, { recursive: true, force: true });
});

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (e) => problems.push(e.message));
  page.on("dialog", (d) => {
    problems.push(`a dialog: ${d.message()}`);
    void d.dismiss();
  });
  const { origin, hash } = new URL(studio.url);
  await page.goto(`${origin}${path}${hash}`);
  return page;
}

/** What a page holds that a text has no business to put there. */
async function intruders(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => {
    const told: string[] = [];
    const state = globalThis as unknown as { ran?: number; refused: string[] };
    if (state.ran) told.push(`ran ${state.ran} times`);
    told.push(...state.refused);
    for (const e of document.querySelectorAll("*")) {
      for (const { name: attribute, value } of e.attributes)
        if (/^on/i.test(attribute) || /^\s*(javascript|vbscript|data:text)/i.test(value))
          told.push(`${e.tagName} ${attribute}=${value.slice(0, 60)}`);
      const own = (address: string): boolean =>
        new URL(address, location.href).origin === location.origin;
      if (e instanceof HTMLScriptElement && !own(e.src)) told.push(`script ${e.src}`);
      if (e instanceof HTMLImageElement && !own(e.src)) told.push(`img ${e.src}`);
      if (e instanceof HTMLIFrameElement && !e.src.endsWith("/run.html")) told.push("iframe");
      if (/^(base|object|embed|math|form)$/i.test(e.tagName)) {
        const katex = e.closest(".katex");
        const ours = e.classList.contains("quiz");
        if (!katex && !ours) told.push(e.tagName);
      }
      // A link that leaves says nothing of where it came from, and leaves the studio open.
      if (e instanceof HTMLAnchorElement && !own(e.href) && e.target !== "_blank")
        told.push(`a ${e.href}`);
    }
    const { scrollWidth, scrollHeight, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) told.push(`it is ${scrollWidth} wide`);
    if (scrollHeight > 60_000) told.push(`it is ${scrollHeight} high`);
    return told;
  });
  return [...found, ...problems.splice(0), ...asked.splice(0)];
}

describe.skipIf(missing)("hostile", () => {
  test("lessons are read, their quizzes answered, their exercises checked, and nothing of them runs", async () => {
    const page = await open("/lesson/numbers/doubling");
    await page.locator(".cm-content").waitFor();
    await page.locator(".prose").first().waitFor();
    // Characters by name are HTML's, and text once they are read.
    expect(await page.locator("body").innerText()).toContain(
      "Named: © ♥ &notit; &nosuch; <b onclick> &lt;",
    );
    for (const link of await page.locator(".prose a").all())
      if (!/^https?:|^\/\//.test((await link.getAttribute("href")) ?? "")) await link.click();
    for (const quiz of await page.locator("form.quiz").all()) {
      await quiz.getByRole("radio").first().check();
      await quiz.getByRole("button", { name: "Check" }).click();
    }
    await page.locator(".explain textarea").fill(text);
    await page.getByRole("button", { name: "Compare with a model answer" }).click();
    await page.getByRole("button", { name: "Done" }).waitFor();
    for (const label of ["Hint", "Another hint", "Another hint"])
      await page.getByRole("button", { name: label, exact: true }).first().click();
    await page.locator(".toolbar").getByRole("button", { name: "Check" }).click();
    await page.locator(".verdict").waitFor();
    expect(await intruders(page)).toEqual([]);
    // It still is the studio.
    await page.getByRole("link", { name: "Path" }).click();
    await page.locator(".lesson-row").first().waitFor();
    expect(await page.locator("body").innerText()).toContain("<script>");
    expect(await intruders(page)).toEqual([]);
    await page.close();
  }, 120_000);

  test.each([
    "/",
    "/course/numbers",
    "/course/letters",
    "/course/books",
    "/step/counting",
    "/step/reading",
    "/readiness",
    "/placement/numbers",
    "/review",
    "/review/numbers/double",
  ])("titles and summaries on %s are text", async (path) => {
    const page = await open(path);
    await page.locator("main h1").first().waitFor();
    const begin = page.getByRole("button", { name: /begin|start/i });
    if (path.startsWith("/placement") && (await begin.count())) await begin.first().click();
    expect(await intruders(page)).toEqual([]);
    await page.close();
  }, 60_000);

  test("runs with such names, settings, notes and values are listed, drawn and described", async () => {
    const page = await open("/runs/one");
    await page.getByRole("checkbox").first().waitFor();
    await page.getByText("onerror").first().waitFor();
    for (const closed of await page.locator("details:not([open]) > summary").all())
      await closed.click();
    expect(await intruders(page)).toEqual([]);
    await page.close();
  }, 60_000);

  test("tables with such columns and labels, and such addresses of the playground", async () => {
    const page = await open("/playground");
    await page.getByRole("button", { name: "Paste CSV" }).click();
    const rows = [0, 1, 2, 3].map((i) => `${i},${i},"${i % 2 ? "a" : name.replaceAll('"', '""')}"`);
    const head = [name, name, name].map((n) => `"${n.replaceAll('"', '""')}"`).join(",");
    const field = page.getByLabel("Rows");
    await field.fill(`${head}\n${rows.join("\n")}`);
    await page.getByRole("button", { name: "Use these points" }).click();
    await page.getByText("4 points").first().waitFor();
    expect(await intruders(page)).toEqual([]);
    await page.getByRole("button", { name: "Paste CSV" }).click();
    await page.getByLabel("Rows").fill(`${head}\n1,2,${name},3\n${name}`);
    await page.getByRole("button", { name: "Use these points" }).click();
    await page.getByText("Nothing has changed").waitFor();
    expect(await intruders(page)).toEqual([]);
    await page.close();
    const other = await open(
      `/playground?${encodeURIComponent(name)}=${encodeURIComponent(name)}&data=${encodeURIComponent(name)}&layers=${encodeURIComponent(name)}`,
    );
    await other.getByRole("button", { name: "Paste CSV" }).waitFor();
    expect(await intruders(other)).toEqual([]);
    await other.close();
  }, 60_000);
});
