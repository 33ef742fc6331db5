/** `torch.nn.utils`: sequences of different lengths, parameters as a vector, normalised weights. */
export * as rnn from "./rnn.ts";
export { removeSpectralNorm, type SpectralNormOptions, spectralNorm } from "./spectral-norm.ts";
export { parametersToVector, vectorToParameters } from "./vector.ts";
export { removeWeightNorm, weightNorm } from "./weight-norm.ts";
