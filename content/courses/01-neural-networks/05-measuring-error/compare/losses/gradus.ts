import { nn, tensor } from "gradus";

const yHat = tensor([0.9, 0.2, 0.1]);
const y = tensor([1, 0, 1]);
nn.functional.l1Loss(yHat, y).add(nn.functional.mseLoss(yHat, y)); // 0.6867
