import { type nn, noGrad, type Tensor } from "gradus";

export interface Verdict {
  distance: number;
  same: boolean;
}

/** The embeddings of images [m, 3, height, width]: rows of length 1, [m, d], without gradients. */
export function embed(network: nn.TensorModule, images: Tensor): Tensor {
  //# 1. Forward: what the network gives for the images, without keeping a way back
  const E = noGrad(() => network.call(images));
  //# 2. Divide: each row by its length
  return E.div(E.square().sum(1, { keepdim: true }).sqrt());
}

/** Whether an image [3, height, width] is nearer than threshold to a known embedding [d]. */
export async function verify(
  network: nn.TensorModule,
  image: Tensor,
  known: Tensor,
  threshold: number,
): Promise<Verdict> {
  //# 3. Forward: the embedding of a batch of one
  const embedding = embed(network, image.unsqueeze(0)).select(0, 0);
  //# 4. Measure: its distance to the known one
  const distance = await embedding.sub(known).square().sum().sqrt().item();
  //# 5. Compare: with the threshold
  return { distance, same: distance < threshold };
}
