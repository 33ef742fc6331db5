/**
 * How a step is timed, for every JavaScript peer (`peers/pytorch.py` follows the same rules). The
 * first step is never timed: it compiles. Warm-up steps follow, then timed steps until the count
 * or the time is used up. A peer whose second step is still slower than `SLOW_MS` is too slow to
 * repeat: that step is its measurement.
 */
const SLOW_MS = 3000;
const COMPARED = 6;

/**
 * Runs `step(i)` and returns the times in milliseconds with the first losses. `compared` turns a
 * step's result into the numbers to compare and frees it, outside the timing; it gets every result.
 */
export async function measure(step, compared, { warmup, steps, seconds }) {
  const losses = [];
  const times = [];
  let begun = 0;
  for (let i = 0; ; i++) {
    const t0 = performance.now();
    const result = await step(i);
    const ms = performance.now() - t0;
    const loss = await compared(result, losses.length < COMPARED);
    if (losses.length < COMPARED) losses.push(loss);
    if (i === 1 && ms > SLOW_MS) return { losses, times: [ms] };
    if (i < warmup) continue;
    if (i === warmup) begun = t0;
    times.push(ms);
    if (times.length >= steps || performance.now() - begun > seconds * 1000)
      return { losses, times };
  }
}

/** Reads a workload from standard input, runs it with `run`, and prints the result as JSON. */
export async function main(run) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const workload = JSON.parse(Buffer.concat(chunks).toString());
  let result;
  try {
    result = await run(workload);
  } catch (error) {
    result = { error: String(error?.stack ?? error).slice(0, 2000) };
  }
  process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
}
