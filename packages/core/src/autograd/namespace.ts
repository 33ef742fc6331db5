/** `torch.autograd`: taking gradients, checking them, and operators with gradients of their own. */

export * as functional from "../func/functional.ts";
export { grad } from "./backward.ts";
export {
  AutogradFunction as Function,
  FunctionContext,
  type InputGradients,
} from "./function.ts";
export { type GradcheckOptions, gradcheck, gradgradcheck } from "./gradcheck.ts";
