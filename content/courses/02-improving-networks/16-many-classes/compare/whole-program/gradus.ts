import { data, nn, optim, tensor } from "gradus";

const X = tensor([
  [2, 0],
  [0, 2],
  [-1, -1],
  [1, 0.5],
]);
const labels = tensor([0, 1, 2, 0], { dtype: "int32" });
const loader = new data.DataLoader(new data.TensorDataset(X, labels), { batchSize: 2 });

const network = new nn.Sequential(new nn.Linear(2, 3));
network.parameters().forEach(nn.init.zeros_);
const optimizer = new optim.SGD(network.parameters(), { lr: 0.2, momentum: 0.9 });
const lossOf = new nn.CrossEntropyLoss();

for (let epoch = 0; epoch < 3; epoch++) {
  for await (const [x, y] of loader) {
    optimizer.zeroGrad();
    lossOf.call(network.call(x), y).backward();
    optimizer.step();
  }
}
lossOf.call(network.call(X), labels); // 0.1113
