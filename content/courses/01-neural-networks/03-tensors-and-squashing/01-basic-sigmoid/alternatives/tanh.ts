/** The sigmoid is a hyperbolic tangent, halved and moved up. */
export const basicSigmoid = (z: number): number => (1 + Math.tanh(z / 2)) / 2;
