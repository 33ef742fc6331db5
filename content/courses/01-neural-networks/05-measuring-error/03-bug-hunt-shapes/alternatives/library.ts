import { nn, type Tensor } from "gradus";

/** Every column of flats [m, n] with mean 0 and spread 1. */
export function scaled(flats: Tensor): Tensor {
  return flats.sub(flats.mean(0)).div(flats.std(0, { correction: 0 }));
}

/** The guessed rents [m, 1] of flats [m, n] for weights w [n] and a base rent b. */
export function guessedRents(flats: Tensor, w: Tensor, b: number): Tensor {
  return flats.matmul(w.reshape([-1, 1])).add(b);
}

/** How far the guesses [m, 1] are from the rents [m], on average. */
export function meanError(guesses: Tensor, rents: Tensor): Tensor {
  return nn.functional.l1Loss(guesses, rents.reshape([-1, 1]));
}
