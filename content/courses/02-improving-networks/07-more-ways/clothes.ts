/** Images of the data set fashion-ten, and small changes to them that leave what they show as it is. */
import { type Tensor, tensor } from "gradus";

export const side = 28;
export const pixels = side * side;
const images = 3000;

/** What is done to an image: turned round like in a mirror or not, and moved by so many pixels. */
export interface Change {
  readonly flip: boolean;
  readonly right: number;
  readonly down: number;
}

/** One image's bytes, 784 of them, after a change; what comes in at a border is black. */
export function changed(bytes: Uint8Array, image: number, { flip, right, down }: Change): number[] {
  const from = image * pixels;
  return Array.from({ length: pixels }, (_, at) => {
    const row = Math.floor(at / side) - down;
    const moved = (at % side) - right;
    if (row < 0 || row >= side || moved < 0 || moved >= side) return 0;
    return bytes[from + row * side + (flip ? side - 1 - moved : moved)] as number;
  });
}

/** The classes of `count` images from the place `from` on. */
export const labelsOf = (bytes: Uint8Array, from: number, count: number): Tensor =>
  tensor(Array.from(bytes.subarray(images * pixels + from, images * pixels + from + count))).int();

/** `count` images from the place `from` on, each changed as `change` says: [count, 784], 0 to 1. */
export function imagesOf(
  bytes: Uint8Array,
  from: number,
  count: number,
  change: () => Change = () => ({ flip: false, right: 0, down: 0 }),
): Tensor {
  const values = new Float32Array(count * pixels);
  for (let i = 0; i < count; i++) values.set(changed(bytes, from + i, change()), i * pixels);
  return tensor(values).div(255).reshape([count, pixels]);
}
