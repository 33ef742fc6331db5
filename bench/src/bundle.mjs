/**
 * TensorFlow.js ships for Node as one CommonJS file without its gradients; the gradients are in
 * its ES modules, which Node cannot load as they are. Bundling the peer with esbuild, as a web
 * page would, gives both, without installing the five times larger `@tensorflow/tfjs`.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const local = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles `peers/tfjs.mjs` and returns the path of the runnable file. */
export async function bundleTfjs() {
  const outfile = local("../node_modules/.cache/tfjs.cjs");
  await build({
    entryPoints: [local("peers/tfjs.mjs")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "error",
    // The backend looks for its .wasm files beside its own script.
    define: {
      __dirname: JSON.stringify(local("../node_modules/@tensorflow/tfjs-backend-wasm/dist")),
    },
  });
  return outfile;
}
