import { nn } from "gradus";

const network = new nn.Sequential(new nn.Linear(784, 20), new nn.ReLU(), new nn.Linear(20, 1));
network.parameters().reduce((sum, p) => sum + p.numel(), 0); // 15721
