/**
 * Runs one workload with Gradus. A forward pass ends when its result exists where the engine keeps
 * it, as for the peers; reading the values would add a copy of up to 64 MB that they do not make.
 */
import { readFileSync } from "node:fs";
import * as gradus from "gradus";
import { digest } from "../formula.mjs";
import { main, measure } from "../measure.mjs";
import { forward, training } from "./gradus-models.mjs";

const one = gradus.ones([1]);

/** Computes `y` without reading it: a kept tensor is computed along with whatever is read next. */
async function settle(y) {
  gradus.keepAlive(y);
  await one.add(1).data();
  if (!y.node.buffer)
    throw new Error("the result was not computed, so the time would mean nothing");
  return y;
}

function packageVersion() {
  const entry = new URL(import.meta.resolve("gradus"));
  return JSON.parse(readFileSync(new URL("../package.json", entry), "utf8")).version;
}

async function run(workload) {
  const version = `Gradus ${packageVersion()} (${gradus.defaultBackend().name})`;
  if (workload.kind === "train") {
    return { ...(await measure(training(workload), (loss) => loss, workload)), version };
  }
  const result = forward(workload);
  const step = () => settle(gradus.noGrad(result));
  const compared = async (y, read) => (read ? digest(await y.data()) : undefined);
  return { ...(await measure(step, compared, workload)), version };
}

main(run);
