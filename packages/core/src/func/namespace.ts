/** `torch.func`: functions that make functions: gradients, Jacobians, batches. */
export {
  type GradFunctionOptions,
  grad,
  gradAndValue,
  hessian,
  type JacobianOf,
  jacfwd,
  jacrev,
  jvp,
  vjp,
} from "./derivatives.ts";
export {
  type CallableModule,
  functionalCall,
  type NamedTensors,
  stackModuleState,
} from "./functional-call.ts";
export { type Dims, type VmapOptions, vmap } from "./vmap.ts";
