import type { Tensor } from "gradus";

/** Normal numbers [units, inputs] at Glorot's spread √(2 / (inputs + units)). */
export function glorotNormal(noise: Tensor): Tensor {
  return noise.mul(Math.sqrt(2 / (noise.size(0) + noise.size(1))));
}

/** Even numbers in 0..1 [units, inputs] as even numbers in ±√(6 / (inputs + units)). */
export function glorotUniform(uniform: Tensor): Tensor {
  const a = Math.sqrt(6 / (uniform.size(0) + uniform.size(1)));
  return uniform.mul(2).sub(1).mul(a);
}
