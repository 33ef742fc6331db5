import { type nn, optim } from "gradus";

/** Lets the layers from `layer` on learn, and no layer before. */
export function unfreezeFrom(body: nn.Sequential, layer: number): void {
  for (const [i, module] of [...body].entries())
    for (const p of module.parameters()) p.requiresGrad = i >= layer;
}

/** Adam with small steps for what is unfrozen of the body, and steps ten times as large for the head. */
export function tuner(body: nn.Sequential, head: nn.Module, learningRate: number): optim.Adam {
  const unfrozen = body.parameters().filter((p) => p.requiresGrad);
  return new optim.Adam([
    { params: unfrozen, lr: learningRate / 10 },
    { params: head.parameters(), lr: learningRate },
  ]);
}
