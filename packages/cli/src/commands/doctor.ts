/** `gradus doctor`: what this machine offers. */

import { availableParallelism } from "node:os";
import { availableBackends, defaultBackend } from "gradus";
import { type Command, jsonOption } from "../command.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "what this machine offers: SIMD, fused multiply-add, threads",
  usage: "gradus doctor",
  options: { json: jsonOption },

  async run(_args, flags, io) {
    const report = {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      backends: availableBackends(),
      inUse: defaultBackend().describe(),
      faster: defaultBackend().advice?.() ?? null,
      sharedMemory: typeof SharedArrayBuffer !== "undefined",
      webgpu: "gpu" in (globalThis.navigator ?? {}),
    };
    if (flags.json) io.out(JSON.stringify(report));
    else
      for (const [name, value] of Object.entries(report).filter(([, value]) => value !== null))
        io.out(`${name.padEnd(14)}${Array.isArray(value) ? value.join(", ") : value}`);
    return 0;
  },
};
