/** What a tensor does that is no function of the library: reading, converting, writing in place. */
export {
  adjoint,
  bernoulli,
  byte,
  contiguous,
  dim,
  elementSize,
  isContiguous,
  isFloatingPoint,
  isNonzero,
  isSameSize,
  isSigned,
  kron,
  long,
  multinomial,
  ndimension,
  nelement,
  newEmpty,
  newFull,
  newOnes,
  newTensor,
  newZeros,
  polygamma,
  reshapeAs,
  sumToSize,
  typeAs,
  viewAs,
  where,
} from "./attributes.ts";
export * from "./clone.ts";
export * from "./conversions.ts";
export * from "./read.ts";
export { detach } from "./view.ts";
export * from "./writes.ts";
