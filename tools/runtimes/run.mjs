/** Started by each runtime: trains and prints what came out. The first argument, if any, limits the threads. */
import { train } from "./train.mjs";

const [limit] = globalThis.process.argv.slice(2);
console.log(JSON.stringify(await train(limit ? { threads: Number(limit) } : {})));
