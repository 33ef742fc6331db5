/** The learning rate of a step: up to lr in equal parts over the first warmSteps steps, and lr from then on. */
export function warmUp(lr: number, step: number, warmSteps: number): number {
  return lr * Math.min(1, (step + 1) / warmSteps);
}
