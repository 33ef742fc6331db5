/** What of `train` a page needs: the loop and the networks, without run folders. */
export {
  type Batch,
  type EpochSums,
  type Evaluation,
  evaluate,
  type FitEvent,
  type FitOptions,
  type FitResult,
  fit,
  googlenetSmall,
  lenet,
  type ModelName,
  mlp,
  models,
  type Progress,
  resnet20,
} from "@gradus/train";
