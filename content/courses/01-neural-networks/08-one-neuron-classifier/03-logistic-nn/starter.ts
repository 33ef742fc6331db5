import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import type { Training } from "../../07-gradient-descent/02-optimize/solution.ts";

/** A neuron trained by the library, starting at zero. */
export function logisticNn(X: Tensor, y: Tensor, { iterations, learningRate }: Training): Neuron {
  // 1. const model = new nn.Linear(n, 1), and zeros into each of model.parameters()
  // 2. const optimizer = new optim.SGD(model.parameters(), { lr: … })
  // 3. in the loop: zeroGrad, the cost, backward, step
  // 4. the weights as a list, the bias as a single number: .detach().squeeze(0)
  //    TypeScript cannot know that this layer has a bias: say (model.bias as Tensor).
  return notDone("logisticNn");
}
