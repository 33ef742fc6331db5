/**
 * Builds the studio to `dist/`, which the `gradus` server serves. Content and library come from source. The second
 * page is the frame that learner code runs in.
 */
import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const inPlace = (name: string): string =>
  fileURLToPath(new URL(`src/ui/${name}.ts`, import.meta.url));

export default defineConfig({
  plugins: [preact({ reactAliasesEnabled: false })],
  resolve: {
    conditions: ["source", "module", "browser", "default"],
    // Parts of markdown-it that a browser has itself, or that nobody asks for.
    alias: {
      entities: inPlace("entities"),
      "linkify-it": inPlace("no-links"),
      "uc.micro": inPlace("unicode-classes"),
    },
  },
  worker: { format: "es", rolldownOptions: { checks: { bundlerTimings: false } } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What the bundle is made of is under licences that want to be passed on with it.
    license: { fileName: "licenses.md" },
    chunkSizeWarningLimit: 4000,
    // How long plugins take is no warning: who starts the studio could do nothing about it.
    rolldownOptions: {
      input: ["index.html", "run.html"],
      checks: { bundlerTimings: false },
    },
  },
});
