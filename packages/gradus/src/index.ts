/** Gradus: deep learning in TypeScript with PyTorch's names and semantics. */
export * from "@gradus/core";
export * as data from "@gradus/data";
export * as nn from "@gradus/nn";
export * as optim from "@gradus/optim";
export * as train from "@gradus/train";
