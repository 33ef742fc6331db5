/** Every figure of the course on a phone: its text is large enough to read, and no label lies on another. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

const leastPixels = 11;
const courses = fileURLToPath(new URL("../../../content/courses/", import.meta.url));

/** Lessons and the names of their figures. */
const lessons = readdirSync(courses).flatMap((course) =>
  readdirSync(`${courses}${course}`, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map(({ name }) => {
      const files = readdirSync(`${courses}${course}/${name}`, { recursive: true });
      const figures = files
        .map(String)
        .filter((f) => f.startsWith("figures/"))
        .map((f) => f.slice("figures/".length, -".ts".length));
      const [id, lesson] = [course, name].map((n) => n.replace(/^\d+-/, ""));
      return { lesson: `${id}/${lesson}`, figures };
    })
    .filter(({ figures }) => figures.length > 0),
);

let browser: Browser | undefined;
let studio: RunningStudio | undefined;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser("the figures' tests are");
  if (!browser) return;
  studio = await startStudio("course");
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(studio.url);
  await page.locator(".stairs").waitFor();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

/** What is wrong with a figure's labels as they are on the screen. */
const faults = (name: string): Promise<string[]> =>
  page.locator(`#figure-${name} svg`).evaluateAll(
    (drawings, least) =>
      drawings.flatMap((drawing) => {
        const svg = drawing as SVGSVGElement;
        const frame = svg.getBoundingClientRect();
        const scale = frame.width / svg.viewBox.baseVal.width;
        const texts = Array.from(svg.querySelectorAll("text"), (element) => ({
          text: element.textContent,
          size: Number(element.getAttribute("font-size")) * scale,
          box: element.getBoundingClientRect(),
        }));
        return texts.flatMap(({ text, size, box }, i) => {
          const found: string[] = [];
          if (size < least - 0.01) found.push(`${text}: ${size.toFixed(1)} px`);
          const cut = [frame.left - box.left, box.right - frame.right, box.bottom - frame.bottom];
          if (Math.max(...cut) > 1) found.push(`${text}: cut off`);
          for (const other of texts.slice(i + 1)) {
            const across =
              Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
            const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
            if (across > 1 && down > 3) found.push(`${text} lies on ${other.text}`);
          }
          return found;
        });
      }),
    leastPixels,
  );

describe.skipIf(missing)("figures on a phone", () => {
  test.each(lessons)("of $lesson are legible", async ({ lesson, figures }) => {
    await page.goto(new URL(`/lesson/${lesson}`, studio?.url).href);
    for (const name of figures) {
      const figure = page.locator(`#figure-${name}`);
      await figure.waitFor();
      // An exercise above that is still loading pushes the figure out of sight, so it is scrolled to until it has drawn.
      const drawn = async (): Promise<number> => {
        await figure.scrollIntoViewIfNeeded();
        return figure.locator("svg").count();
      };
      await expect.poll(drawn, { timeout: 30_000 }).toBeGreaterThan(0);
      await expect.poll(() => faults(name), { timeout: 10_000 }).toEqual([]);
    }
  }, 120_000);
});
