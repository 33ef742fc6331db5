/**
 * Lays the published packages out as npm shall have them: what was built, without what only this repository needs (the
 * `source` condition, development dependencies, the build's stamps), with a licence and a readme in each. The command
 * line also takes along what it serves, the content and the built studio. Packages are published from here, never from
 * `packages/`.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { importName, published } from "../packages.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What packages take from outside of their folders: from, to. */
const taken = {
  cli: [
    ["content/courses", "content/courses"],
    ["content/datasets", "content/datasets"],
    ["content/path.yaml", "content/path.yaml"],
    ["content/steps.yaml", "content/steps.yaml"],
    ["content/terms.yaml", "content/terms.yaml"],
    ["apps/studio/dist", "apps/studio/dist"],
  ],
};

/**
 * Writes every published package to a folder of its own in `folder`, the lowest first.
 *
 * @param {string} folder is emptied first
 * @param {{ repository?: string }} [options] the address of the repository, which npm's provenance compares
 * @returns {{ name: string, folder: string }[]}
 */
export function stage(folder, { repository } = {}) {
  rmSync(folder, { recursive: true, force: true });
  return published.map((name) => {
    const from = join(root, "packages", name);
    const to = join(folder, name);
    mkdirSync(to, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
    for (const part of [...manifest.files, "bin"])
      if (existsSync(join(from, part)))
        cpSync(join(from, part), join(to, part), {
          recursive: true,
          filter: (path) => belongs(from, path),
        });
    for (const [source, target] of taken[name] ?? []) {
      if (!existsSync(join(root, source)))
        throw new Error(`stage: ${source} is not there. Run \`npm run build\` first.`);
      cpSync(join(root, source), join(to, target), { recursive: true });
      manifest.files.push(target);
    }
    copyFileSync(join(root, "LICENSE"), join(to, "LICENSE"));
    copyFileSync(join(from, "README.md"), join(to, "README.md"));
    writeFileSync(
      join(to, "package.json"),
      `${JSON.stringify(forOthers(manifest, repository && { type: "git", url: repository, directory: `packages/${name}` }), null, 2)}\n`,
    );
    return { name: importName(name), folder: to };
  });
}

/** Whether a built file is one for others: no stamp, and none that a deleted source left behind. */
function belongs(packageFolder, path) {
  const place = relative(packageFolder, path).split(sep).join("/");
  if (place === "dist/.built" || place.endsWith(".map")) return false;
  const made = /^dist\/(.+?)\.(?:js|d\.ts)$/.exec(place)?.[1];
  if (made === undefined || made.endsWith(".min")) return true;
  return existsSync(join(packageFolder, "src", `${made}.ts`));
}

/** A package.json without what only this repository reads. */
function forOthers(manifest, repository) {
  const { devDependencies: _, scripts: __, exports, ...kept } = manifest;
  return {
    ...kept,
    ...(repository && { repository }),
    publishConfig: { access: "public" },
    exports: Object.fromEntries(
      Object.entries(exports).map(([path, { source: _, ...conditions }]) => [path, conditions]),
    ),
  };
}

/**
 * Packs staged packages with npm.
 *
 * @param {readonly { folder: string }[]} staged
 * @param {string} [destination] where the archives go; without it nothing is written
 * @returns {{ name: string, version: string, filename: string, size: number, unpackedSize: number, files: { path: string, size: number }[] }[]}
 */
export function pack(staged, destination) {
  const where = destination === undefined ? ["--dry-run"] : ["--pack-destination", destination];
  if (destination !== undefined) mkdirSync(destination, { recursive: true });
  const out = execFileSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", ...where, ...staged.map((p) => p.folder)],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 28 },
  );
  // One entry a package; newer npm names them, older lists them.
  return Object.values(JSON.parse(out));
}

/**
 * Installs packed packages into a fresh folder without the network: their archives are unpacked, and what their
 * package.json files ask for of others, and nothing else, is linked from this repository's own installation.
 *
 * @param {string} archives the folder of the archives
 * @param {readonly { filename: string, name: string }[]} packed
 * @param {string} project
 */
export function install(archives, packed, project) {
  const modules = join(project, "node_modules");
  for (const { filename, name } of packed) {
    const to = join(modules, name);
    mkdirSync(to, { recursive: true });
    execFileSync("tar", ["-xzf", join(archives, filename), "--strip-components=1", "-C", to]);
    const folder = published.find((p) => importName(p) === name);
    for (const dependency of dependenciesOf(to)) {
      if (packed.some((p) => p.name === dependency)) continue;
      // Below the package itself: two of ours may use two versions.
      const place = join(to, "node_modules", dependency);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(findPackage(dependency, join(root, "packages", folder)), place, "junction");
    }
  }
}

const dependenciesOf = (folder) =>
  Object.keys(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies ?? {});

/** Where Node finds a package from a folder. */
function findPackage(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, "node_modules", name);
    if (existsSync(found)) return found;
    if (dirname(at) === at)
      throw new Error(`install: ${name} is not installed. Run \`npm ci\` first.`);
  }
}
