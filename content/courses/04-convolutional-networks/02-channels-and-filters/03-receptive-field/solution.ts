/** A layer's window and how far it moves on. */
export interface LayerShape {
  f: number;
  stride: number;
}

/** How many pixels in a row a cell of the last layer depends on. */
export function receptiveField(layers: LayerShape[]): number {
  //# 1. Window: begin with one pixel, that sees itself, and whose neighbour is one pixel away
  let [field, jump] = [1, 1];
  //# 2. Loop: each layer adds f − 1 neighbours, and its stride puts its own cells farther apart
  for (const { f, stride } of layers) {
    field += (f - 1) * jump;
    jump *= stride;
  }
  return field;
}
