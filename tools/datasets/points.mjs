/**
 * Makes the point sets of the second course, from fixed seeds: `circles`, `moons` and `pitch` below
 * `content/datasets/`. Each `data.bin` is float32, little-endian: three numbers a point (x1, x2, class 0 or 1), the
 * points to learn from first. Run it with `node tools/datasets/points.mjs`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Uniform numbers in 0..1 (mulberry32) and normal ones (Box and Muller, 1958). */
function randomFrom(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Two rings around the origin, the outer one (class 0) of radius 1, the inner one of radius 0.8. */
function circles({ uniform, normal }, count) {
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2;
    const radius = label === 0 ? 1 : 0.8;
    const angle = 2 * Math.PI * uniform();
    return [
      radius * Math.cos(angle) + 0.05 * normal(),
      radius * Math.sin(angle) + 0.05 * normal(),
      label,
    ];
  });
}

/** Two half rings that reach into each other. */
function moons({ uniform, normal }, count) {
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2;
    const angle = Math.PI * uniform();
    const [x, y] =
      label === 0
        ? [Math.cos(angle), Math.sin(angle)]
        : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + 0.2 * normal(), y + 0.2 * normal(), label];
  });
}

/**
 * Where on a pitch a long ball was won: class 0 or 1 is the team that won it. Each team holds its side of a slanted
 * line; near the line it is anybody's, and every twentieth ball is a fluke.
 */
function pitch({ uniform, normal }, count) {
  return Array.from({ length: count }, () => {
    const [x, y] = [1.2 * uniform() - 0.6, 1.2 * uniform() - 0.6];
    const side = y - 0.9 * x + 0.12 * normal();
    const fluke = uniform() < 1 / 20;
    return [x, y, Number(side > 0 !== fluke)];
  });
}

const sets = [
  ["circles", 11, circles, 300 + 100],
  ["moons", 12, moons, 300 + 200],
  ["pitch", 13, pitch, 100 + 400],
];
for (const [name, seed, make, count] of sets) {
  const folder = join(root, "content", "datasets", name);
  mkdirSync(folder, { recursive: true });
  const numbers = Float32Array.from(make(randomFrom(seed), count).flat());
  writeFileSync(join(folder, "data.bin"), Buffer.from(numbers.buffer));
}
