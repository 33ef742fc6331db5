import { cat, type Tensor } from "gradus";

/** How many rows each set gets; all others are learned from. */
export interface Sizes {
  trainDev: number;
  dev: number;
  test: number;
}

export interface FourSets {
  training: Tensor;
  trainDev: Tensor;
  dev: Tensor;
  test: Tensor;
}

/** Dev and test out of photos [b, n]; the other photos and the catalogue [a, n], in an order, to learn from. */
export function splitTwoWorlds(
  catalogue: Tensor,
  photos: Tensor,
  order: Tensor,
  sizes: Sizes,
): FourSets {
  //# 1. Split: the photos into dev, test and what is left
  const left = photos.size(0) - sizes.dev - sizes.test;
  const [dev, test, rest] = photos.split([sizes.dev, sizes.test, left]) as [Tensor, Tensor, Tensor];
  //# 2. Combine: the catalogue and what is left, in the order given
  const pool = cat([catalogue, rest], 0).indexSelect(0, order);
  //# 3. Split: the pool into train-dev and training
  const trainDev = pool.narrow(0, 0, sizes.trainDev);
  const training = pool.narrow(0, sizes.trainDev, pool.size(0) - sizes.trainDev);
  return { training, trainDev, dev, test }; //# given
}
