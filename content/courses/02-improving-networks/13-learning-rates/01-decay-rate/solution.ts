/** The learning rate of an epoch, from lr0 in epoch 0: lr0 / (1 + decay·epoch). */
export function decayRate(lr0: number, epoch: number, decay: number): number {
  return lr0 / (1 + decay * epoch);
}
