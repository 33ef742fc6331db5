/** Linear algebra, as `torch.linalg`. */

export {
  cholesky,
  det,
  eigh,
  inv,
  matrixNorm,
  norm,
  pinv,
  qr,
  slogdet,
  solve,
  svd,
} from "./linalg.ts";
export { diagonal, matmul } from "./linalg-aliases.ts";
export * from "./linalg-further.ts";
export { type LuResult, lu, luFactor, luSolve } from "./linalg-lu.ts";
