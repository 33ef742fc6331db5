/**
 * Runs one workload with Gradus. A forward pass ends when its result exists: `realize` computes it
 * where it is, as the peers do. Without it, reading the values is the only way, and adds a copy.
 */
import * as gradus from "gradus";
import { digest } from "../formula.mjs";
import { main, measure } from "../measure.mjs";
import { forward, training } from "./gradus-models.mjs";

async function run(workload) {
  gradus.setThreads?.(workload.threads);
  const version = `Gradus ${gradus.version ?? ""}`.trim();
  if (workload.kind === "train") {
    return { ...(await measure(training(workload), (loss) => loss, workload)), version };
  }
  const result = forward(workload);
  const step = async () => {
    const y = gradus.noGrad(result);
    if (gradus.realize) await gradus.realize(y);
    else await y.data();
    return y;
  };
  const compared = async (y, read) => (read ? digest(await y.data()) : undefined);
  return { ...(await measure(step, compared, workload)), version };
}

main(run);
