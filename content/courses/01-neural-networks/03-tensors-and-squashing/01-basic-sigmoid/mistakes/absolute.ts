// caught by: holds for any number
// misconception: the sign is lost
export const basicSigmoid = (z: number): number => 1 / (1 + Math.exp(-Math.abs(z)));
