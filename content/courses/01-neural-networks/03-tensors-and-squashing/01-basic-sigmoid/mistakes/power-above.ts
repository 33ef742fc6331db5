// caught by: stays a number far from 0
// misconception: infinity divided by infinity
export const basicSigmoid = (z: number): number => Math.exp(z) / (1 + Math.exp(z));
