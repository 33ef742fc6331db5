import { stack, type Tensor } from "gradus";

/** How far the score of an image [channels, height, width] falls when each square is covered. */
export function occlusionMap(
  scoreOf: (images: Tensor) => Tensor,
  image: Tensor,
  size: number,
  fill: number,
): Tensor {
  //# 1. Sizes: how many squares there are
  const [rows, columns] = [image.size(1) / size, image.size(2) / size];
  const covered: Tensor[] = []; //# given
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      //# 2. Window: a copy of the image in which one square is covered
      const copy = image.clone();
      copy
        .narrow(1, row * size, size)
        .narrow(2, column * size, size)
        .fill_(fill);
      covered.push(copy);
    }
  }
  //# 3. Difference: score of the whole image minus the scores of the covered ones, as a table
  const before = scoreOf(image.unsqueeze(0));
  return before.sub(scoreOf(stack(covered))).reshape([rows, columns]);
}
