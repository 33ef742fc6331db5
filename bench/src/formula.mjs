/**
 * The numbers every framework starts from. Weights and batches are made by an integer hash, so
 * JavaScript and Python produce the same bits without exchanging files: element `i` of the tensor
 * with seed `s` is `offset + scale * u`, where `u` in [-1, 1) has 24 significant bits and the
 * product is rounded once to float32. `peers/pytorch.py` holds the same few lines for Python.
 */

/** 32 well-mixed bits of `(seed, i)`; the constants are those of a published integer finaliser. */
export function hash(seed, i) {
  let x = (Math.imul(i, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
}

export const numel = (shape) => shape.reduce((a, b) => a * b, 1);

/** The values of one tensor of a workload: Float32Array, or Int32Array for labels and tokens. */
export function values(spec) {
  const n = numel(spec.shape);
  if (spec.classes !== undefined) {
    const out = new Int32Array(n);
    for (let i = 0; i < n; i++) out[i] = hash(spec.seed, i) % spec.classes;
    return out;
  }
  const out = new Float32Array(n);
  const { scale = 1, offset = 0, seed } = spec;
  for (let i = 0; i < n; i++) out[i] = offset + scale * ((hash(seed, i) >>> 8) / 8388608 - 1);
  return out;
}

/**
 * A large result reduced to five numbers that two frameworks can compare: its mean magnitude and
 * four elements spread over it. (Sums of signed values cancel and would hide a wrong element.)
 */
export function digest(data) {
  let magnitude = 0;
  for (let i = 0; i < data.length; i++) magnitude += Math.abs(data[i]);
  const at = (fraction) => data[Math.floor((data.length - 1) * fraction)];
  return [magnitude / data.length, at(0), at(0.31), at(0.77), at(1)];
}
