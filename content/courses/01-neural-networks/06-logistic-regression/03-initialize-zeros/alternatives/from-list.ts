import { tensor } from "gradus";

export const initializeZeros = (features: number) => ({
  b: tensor(0),
  w: tensor(new Float32Array(features)),
});
