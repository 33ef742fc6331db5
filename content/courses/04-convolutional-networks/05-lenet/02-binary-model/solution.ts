import { nn } from "gradus";

/** A network that gives one score for each picture [N, channels, side, side]: above 0 is yes. */
export function binaryModel(channels: number, side: number): nn.Sequential {
  const left = 32 * (side / 2) ** 2;
  return new nn.Sequential(
    new nn.ZeroPad2d(3),
    new nn.Conv2d(channels, 32, 7),
    new nn.BatchNorm2d(32),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(left, 1),
  );
}
