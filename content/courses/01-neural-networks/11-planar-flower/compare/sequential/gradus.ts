import { nn, tensor } from "gradus";

const model = new nn.Sequential(new nn.Linear(2, 2), new nn.Tanh(), new nn.Linear(2, 1));
for (const parameter of model.parameters()) nn.init.constant_(parameter, 0.5);
model
  .call(
    tensor([
      [1, 2],
      [-3, 0],
    ]),
  )
  .detach(); // [[1.464], [-0.2616]]
