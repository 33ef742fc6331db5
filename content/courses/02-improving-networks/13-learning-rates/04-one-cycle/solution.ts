/** From one number to another on half a wave, for a share from 0 to 1 of the way. */
export function glide(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** One cycle: the rate of a step of `steps`, up to `highest` in the first 30 % and then down to nearly 0. */
export function oneCycle(step: number, steps: number, highest: number): number {
  //# 1. Prepare: where it begins, and the step at which it is highest.
  const first = highest / 25;
  const top = 0.3 * steps - 1;
  //# 2. Update: up, as long as the top is not passed.
  if (step <= top) return glide(first, highest, step / top);
  //# 3. Update: down, by the share of its own way.
  return glide(highest, first / 10_000, (step - top) / (steps - 1 - top));
}
