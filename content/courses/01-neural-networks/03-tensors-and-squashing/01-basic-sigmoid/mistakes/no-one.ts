// caught by: is 0.5 at 0 and about 0.88 at 2
// misconception: the 1 below is missing
export const basicSigmoid = (z: number): number => 1 / Math.exp(-z);
