/** Networks as rows of a table, as their papers print them, and what each row comes to. */

export type Row =
  | {
      readonly kind: "conv";
      readonly filters: number;
      readonly size: number;
      readonly stride: number;
      readonly padding: number;
    }
  | { readonly kind: "pool"; readonly size: number; readonly stride: number }
  | { readonly kind: "dense"; readonly units: number };

export type Shape = readonly [channels: number, rows: number, columns: number];

export const conv = (filters: number, size: number, stride = 1, padding = 0): Row => ({
  kind: "conv",
  filters,
  size,
  stride,
  padding,
});
export const pool = (size: number, stride: number): Row => ({ kind: "pool", size, stride });
export const dense = (units: number): Row => ({ kind: "dense", units });

export interface Network {
  readonly name: string;
  readonly input: Shape;
  readonly rows: readonly Row[];
}

/** LeNet-5 as it is built today. */
export const lenet: Network = {
  name: "LeNet-5",
  input: [1, 28, 28],
  rows: [conv(6, 5, 1, 2), pool(2, 2), conv(16, 5), pool(2, 2), dense(120), dense(84), dense(10)],
};

/** AlexNet on one processor, as libraries have it. */
export const alexnet: Network = {
  name: "AlexNet",
  input: [3, 224, 224],
  rows: [
    conv(64, 11, 4, 2),
    pool(3, 2),
    conv(192, 5, 1, 2),
    pool(3, 2),
    conv(384, 3, 1, 1),
    conv(256, 3, 1, 1),
    conv(256, 3, 1, 1),
    pool(3, 2),
    dense(4096),
    dense(4096),
    dense(1000),
  ],
};

/** VGG-16: 13 convolutions and three linear layers. */
export const vgg16: Network = {
  name: "VGG-16",
  input: [3, 224, 224],
  rows: [
    ...[
      [2, 64],
      [2, 128],
      [3, 256],
      [3, 512],
      [3, 512],
    ].flatMap(([count = 0, filters = 0]) => [
      ...Array.from({ length: count }, () => conv(filters, 3, 1, 1)),
      pool(2, 2),
    ]),
    dense(4096),
    dense(4096),
    dense(1000),
  ],
};

export const networks: readonly Network[] = [lenet, alexnet, vgg16];
