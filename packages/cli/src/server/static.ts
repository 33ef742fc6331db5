/**
 * The studio's files. The list is made by looking into its folder, and an address is only ever looked up in that
 * list, so no address leads outside.
 */
import { statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Context } from "hono";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".gz": "application/gzip",
  ".txt": "text/plain; charset=utf-8",
};

async function listFiles(root: string, below: string, found: Map<string, string>): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) await listFiles(root, path, found);
    else if (entry.isFile()) found.set(path, join(root, path));
  }
}

export class StudioFiles {
  readonly #root: string;
  #files: ReadonlyMap<string, string> = new Map();
  #builtMs = -1;

  constructor(root: string) {
    this.#root = root;
  }

  /** Looks again after a new build; false while there is none. */
  async #look(): Promise<boolean> {
    const mtimeMs = statSync(join(this.#root, "index.html"), { throwIfNoEntry: false })?.mtimeMs;
    if (mtimeMs === undefined) return false;
    if (mtimeMs === this.#builtMs) return true;
    const found = new Map<string, string>();
    await listFiles(this.#root, "", found);
    this.#files = found;
    this.#builtMs = mtimeMs;
    return true;
  }

  /** A file, or the page itself for an address that names no file. */
  async answer(c: Context): Promise<Response> {
    if (!(await this.#look())) return notBuilt(c);
    const { path } = c.req;
    const found = this.#files.get(path);
    const isPage = extname(path) === "";
    const file = found ?? (isPage ? this.#files.get("/index.html") : undefined);
    if (!file) return c.text("There is nothing at this address.", 404);
    const lasting = path.startsWith("/assets/");
    return c.body(new Uint8Array(await readFile(file)), 200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      // Names of built files change with their content.
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
    });
  }
}

/** What is said where the studio has not been built. */
export const notBuilt = (c: Context): Response =>
  c.text(
    "The studio is not built yet. Run npm run build in the repository and start gradus again.",
    503,
  );
