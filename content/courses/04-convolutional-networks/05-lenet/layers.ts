/** What the layers of a network are called; the names of classes may be others where programs are made small. */
import { nn } from "gradus";

const kinds = [
  ["ZeroPad2d", nn.ZeroPad2d],
  ["Conv2d", nn.Conv2d],
  ["BatchNorm2d", nn.BatchNorm2d],
  ["ReLU", nn.ReLU],
  ["Sigmoid", nn.Sigmoid],
  ["Softmax", nn.Softmax],
  ["Tanh", nn.Tanh],
  ["MaxPool2d", nn.MaxPool2d],
  ["AvgPool2d", nn.AvgPool2d],
  ["Flatten", nn.Flatten],
  ["Linear", nn.Linear],
] as const;

/** The layers of a network in their order, as words. */
export const layerNames = (network: nn.Module): string =>
  [...network.children()]
    .map((m) => kinds.find(([, kind]) => m instanceof kind)?.[0] ?? m.constructor.name)
    .join(", ");

/** How many numbers a network learns. */
export const parameterCount = (network: nn.Module): number =>
  network.parameters().reduce((sum, p) => sum + p.numel(), 0);
