/** The packages and what they depend on among each other, read off their package.json files: nothing else lists them. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "packages");

/** Every package by its folder's name. */
const found = new Map(
  readdirSync(folder)
    .sort()
    .map((name) => {
      const read = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      return [
        name,
        {
          name: read.name,
          isPrivate: read.private === true,
          dependencies: Object.keys(read.dependencies ?? {}),
        },
      ];
    }),
);
const folderOf = new Map([...found].map(([name, p]) => [p.name, name]));

/** The folders of the packages that one depends on directly. */
export const dependenciesOf = (name) =>
  (found.get(name)?.dependencies ?? []).flatMap((d) => folderOf.get(d) ?? []).sort();

/** How many packages stand below one at most, one on the other. */
function floorOf(name, path = []) {
  if (path.includes(name))
    throw new Error(`packages depend on each other in a ring: ${[...path, name].join(" → ")}`);
  return Math.max(-1, ...dependenciesOf(name).map((d) => floorOf(d, [...path, name]))) + 1;
}

/** All packages, the lowest first, so each after what it depends on. */
export const packages = [...found.keys()].sort(
  (a, b) => floorOf(a) - floorOf(b) || (a < b ? -1 : 1),
);

/** The folders of all that one depends on in any way, and its own, in this order. */
export function withDependencies(name) {
  const wanted = new Set([name]);
  for (const folder of wanted) for (const d of dependenciesOf(folder)) wanted.add(d);
  return packages.filter((folder) => wanted.has(folder));
}

/** Those that are made for others, and so have a public surface. */
export const published = packages.filter((name) => !found.get(name).isPrivate);

/** Those that `gradus` is made of. */
export const library = withDependencies("gradus").filter((name) => name !== "gradus");

/** The name a package is imported under. */
export const importName = (name) => found.get(name).name;
