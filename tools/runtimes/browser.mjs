/** A folder on a static server, opened in Chromium until its page has an answer. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/**
 * @param {string} executable
 * @param {string} folder
 * @param {{ isolated?: boolean, policy?: string }} headers
 */
export async function visit(executable, folder, { isolated = false, policy }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const bytes = await readFile(path).catch(() => null);
    response.writeHead(bytes ? 200 : 404, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      ...(policy && { "content-security-policy": policy }),
      ...(isolated && {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      }),
    });
    response.end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => "answer" in globalThis, null, { timeout: 120_000 });
    const answer = await page.evaluate(() => globalThis.answer);
    return { version: browser.version().split(".")[0], answer };
  } finally {
    await browser.close();
    server.close();
  }
}
