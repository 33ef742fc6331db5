/** The epoch with the lowest dev cost, and the epoch after which one stops for want of better ones. */
export function bestEpoch(
  costs: readonly number[],
  patience: number,
): { best: number; stopped: number } {
  let best = 0;
  let lowest = Infinity;
  for (const [epoch, cost] of costs.entries()) {
    // A cost that is NaN is below nothing: it counts as no better.
    if (cost < lowest) {
      best = epoch;
      lowest = cost;
    } else if (epoch - best >= patience) return { best, stopped: epoch };
  }
  return { best, stopped: costs.length - 1 };
}
