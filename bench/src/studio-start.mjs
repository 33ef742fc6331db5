/**
 * From spawning the studio to a first lesson whose editor takes a key, by way of the page with the path, with
 * nothing cached; and what is loaded until then and until the language service is asked for, compressed.
 */
import { gzipSync } from "node:zlib";
import { median } from "./compare.mjs";
import { freshPage, startStudio } from "./studio-session.mjs";

const ROUNDS = 5;
const language = /language\.worker/;
/** What cannot be compressed again counts as it is. */
const packed = /font|image|gzip/;

/** The sizes of all answers as they come, in order; `until` is the time of the last request that counts. */
function watchRequests(page) {
  const seen = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (type.startsWith("text/event-stream")) return;
    const at = performance.now();
    const bytes = response.body().then(
      (body) => (packed.test(type) ? body.length : gzipSync(body, { level: 6 }).length),
      () => 0,
    );
    const name = new URL(response.url()).pathname.split("/").at(-1) || "the page";
    seen.push({ name, at, bytes });
  });
  return async (until) => {
    const counted = seen.filter((s) => s.at <= until);
    return Promise.all(counted.map(async ({ name, bytes }) => ({ name, bytes: await bytes })));
  };
}

async function once(browser) {
  const { page, close } = await freshPage(browser);
  const sizes = watchRequests(page);
  const service = new Promise((done) => {
    page.on("request", (request) => {
      if (language.test(request.url())) done(performance.now());
    });
  });
  const begun = performance.now();
  const studio = await startStudio();
  const since = () => performance.now() - begun;
  try {
    const server = since();
    await page.goto(studio.url, { waitUntil: "commit" });
    await page.locator(".lesson-row a").first().waitFor();
    const path = since();
    await page.locator(".lesson-row a").first().click();
    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.type("~");
    await editor.getByText("~").waitFor();
    const ready = since();
    const interactive = await sizes(performance.now());
    const asked = await Promise.race([service, page.waitForTimeout(10_000).then(() => Infinity)]);
    return { server, path, ready, interactive, all: await sizes(asked) };
  } finally {
    await close();
    await studio.close();
  }
}

const total = (sizes) => sizes.reduce((sum, s) => sum + s.bytes, 0);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;

/** Rows of what is measured with its bar, and notes below the table. */
export async function measureStart(browser) {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await once(browser));
  const of = (key) => median(rounds.map((r) => r[key]));
  const last = rounds.at(-1);
  const largest = [...last.all].sort((a, b) => b.bytes - a.bytes).slice(0, 8);
  const ms = (key) => `${of(key).toFixed(0)} ms`;
  return {
    rows: [
      { what: "the server answers", value: ms("server") },
      { what: "the path is shown", value: ms("path") },
      {
        what: "the first lesson's editor takes a key",
        value: ms("ready"),
        bar: "1500 ms",
        holds: of("ready") < 1500,
      },
      { what: "loaded until then, gzip", value: kilobytes(total(last.interactive)) },
      {
        what: "loaded before the language service, gzip",
        value: kilobytes(total(last.all)),
        bar: "400 KB",
        holds: total(last.all) < 400_000,
      },
    ],
    notes: [
      `Start: the median of ${ROUNDS}, from spawning \`gradus studio\`: ${rounds.map((r) => r.ready.toFixed(0)).join(", ")} ms.`,
      `The largest of ${last.all.length} answers: ${largest.map((s) => `${s.name} ${kilobytes(s.bytes)}`).join(", ")}.`,
    ],
  };
}
