// caught by: has no error where every guess is right
// misconception: every guess against every rent
import type { Tensor } from "gradus";

/** Every column of flats [m, n] with mean 0 and spread 1. */
export function scaled(flats: Tensor): Tensor {
  const mean = flats.mean(1, { keepdim: true });
  const spread = flats.sub(mean).square().mean(1, { keepdim: true }).sqrt();
  return flats.sub(mean).div(spread);
}

/** The guessed rents [m, 1] of flats [m, n] for weights w [n] and a base rent b. */
export function guessedRents(flats: Tensor, w: Tensor, b: number): Tensor {
  return flats.matmul(w.reshape([-1, 1])).add(b);
}

/** How far the guesses [m, 1] are from the rents [m], on average. */
export function meanError(guesses: Tensor, rents: Tensor): Tensor {
  return guesses.sub(rents).abs().mean();
}
