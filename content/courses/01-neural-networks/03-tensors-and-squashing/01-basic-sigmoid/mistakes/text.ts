// caught by: returns a plain number
export const basicSigmoid = (z: number): unknown => (1 / (1 + Math.exp(-z))).toFixed(4);
