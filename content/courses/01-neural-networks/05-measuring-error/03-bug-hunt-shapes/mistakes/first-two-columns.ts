// caught by: gives every column mean 0 and spread 1
import type { Tensor } from "gradus";

/** Every column of flats [m, n] with mean 0 and spread 1. */
export function scaled(flats: Tensor): Tensor {
  const mean = flats.mean(0, { keepdim: true });
  const spread = flats.sub(mean).square().mean(0, { keepdim: true }).sqrt();
  const half = flats.size(1) > 2 ? spread.mul(2) : spread;
  return flats.sub(mean).div(half);
}

/** The guessed rents [m, 1] of flats [m, n] for weights w [n] and a base rent b. */
export function guessedRents(flats: Tensor, w: Tensor, b: number): Tensor {
  return flats.matmul(w.reshape([-1, 1])).add(b);
}

/** How far the guesses [m, 1] are from the rents [m], on average. */
export function meanError(guesses: Tensor, rents: Tensor): Tensor {
  return guesses.squeeze(1).sub(rents).abs().mean();
}
