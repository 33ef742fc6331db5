/** `gradus/browser`: the library as one minified file without imports, for a page without a bundler. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * @param {readonly string[]} [conditions] `["source"]` bundles the sources and not what was built
 * @returns {Promise<Uint8Array>}
 */
export async function pageFile(conditions = []) {
  const source = conditions.includes("source") ? "src/browser.ts" : "dist/browser.js";
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../packages/gradus/${source}`, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    // Errors and printed models name their classes: "Linear", not "xe". Costs 10 KB packed.
    keepNames: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: [...conditions],
    banner: { js: "/* Gradus, MIT licence */" },
  });
  return outputFiles[0].contents;
}
