/** The same, in stairs: the epoch counts in whole intervals, lr0 / (1 + decay·⌊epoch / interval⌋). */
export function decayByInterval(
  lr0: number,
  epoch: number,
  decay: number,
  interval: number,
): number {
  return lr0 / (1 + decay * Math.floor(epoch / interval));
}
