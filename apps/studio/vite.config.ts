/**
 * Builds the studio to `dist/`, which the `gradus` server serves. Content and library come from source. The second
 * page is the frame that learner code runs in.
 */
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [preact({ reactAliasesEnabled: false })],
  resolve: { conditions: ["source", "module", "browser", "default"] },
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
