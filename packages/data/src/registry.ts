/**
 * The data sets this package knows how to fetch: where they are, under which licence, and the hash each
 * file must have. They are kept in `$GRADUS_HOME/datasets/<name>`, by default under `~/.cache/gradus`.
 */

import { needOptions } from "@gradus/core";
import { needPath } from "./arguments.ts";
import { type DownloadOptions, download } from "./download.ts";
import { unknownDatasetError } from "./errors.ts";
import { nodeModule } from "./node.ts";

/** One file of a data set. */
export interface DatasetFile {
  readonly name: string;
  /** of the unpacked bytes where the name ends in `.gz`, else of the file */
  readonly sha256: string;
}

/** A data set that can be downloaded. */
export interface DatasetEntry {
  readonly name: string;
  readonly title: string;
  readonly license: string;
  /** the page that describes it */
  readonly source: string;
  /** the files' names are appended to this */
  readonly baseUrl: string;
  readonly files: readonly DatasetFile[];
}

const fashionMnistEntry: DatasetEntry = {
  name: "fashion-mnist",
  title: "Fashion-MNIST: 70,000 grey images, 28x28, of ten kinds of clothing",
  license: "MIT, Copyright 2017 Zalando SE",
  source: "https://github.com/zalandoresearch/fashion-mnist",
  baseUrl: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
  ],
};

/** Every data set `getDataset` knows. */
export const datasets: readonly DatasetEntry[] = [fashionMnistEntry];

/** Options of `getDataset`. */
export interface GetDatasetOptions
  extends Pick<DownloadOptions, "onProgress" | "signal" | "retries" | "backoffMs" | "timeoutMs"> {
  /** folder for everything downloaded; default `$GRADUS_HOME` or `~/.cache/gradus` */
  readonly root?: string;
  /** base addresses tried before the official one, each ending in "/" or not */
  readonly mirror?: string | readonly string[];
}

/**
 * `$GRADUS_HOME`, or `~/.cache/gradus` where it is not set.
 *
 * @example cacheRoot() === cacheRoot() // true
 */
export function cacheRoot(): string {
  const { join } = nodeModule("node:path", "cacheRoot");
  return (
    process.env.GRADUS_HOME ||
    join(nodeModule("node:os", "cacheRoot").homedir(), ".cache", "gradus")
  );
}

/**
 * Where `getDataset` puts a data set.
 *
 * @example datasetFolder("fashion-mnist", "/data") // "/data/datasets/fashion-mnist"
 */
export function datasetFolder(name: string, root: string = cacheRoot()): string {
  needPath("datasetFolder", name);
  needPath("datasetFolder", root);
  return nodeModule("node:path", "datasetFolder").join(root, "datasets", name);
}

/**
 * Downloads a data set unless it is there already, and returns its folder. Every file is checked against
 * its sha256, those on disk too.
 *
 * @throws DataError `data/unknown-dataset`, and those of `download`
 * @example
 * const root = await getDataset("fashion-mnist");
 * const images = await fashionMnist({ full: true, root })
 */
export async function getDataset(name: string, options: GetDatasetOptions = {}): Promise<string> {
  needPath("getDataset", name);
  needOptions("getDataset", options, [
    "root",
    "mirror",
    "onProgress",
    "signal",
    "retries",
    "backoffMs",
    "timeoutMs",
  ]);
  const entry = datasets.find((d) => d.name === name);
  if (!entry)
    throw unknownDatasetError(
      name,
      datasets.map((d) => d.name),
    );
  return fetchDataset(entry, options);
}

/** Downloads what is missing of a data set. */
export async function fetchDataset(
  entry: DatasetEntry,
  options: GetDatasetOptions = {},
): Promise<string> {
  const { root = cacheRoot(), mirror = [], ...rest } = options;
  const folder = datasetFolder(entry.name, root);
  const { join } = nodeModule("node:path", "getDataset");
  const bases = [...(typeof mirror === "string" ? [mirror] : mirror), entry.baseUrl];
  for (const file of entry.files) {
    const [first = "", ...mirrors] = bases.map((base) => `${base.replace(/\/$/, "")}/${file.name}`);
    const sha256Of = file.name.endsWith(".gz") ? "gunzipped" : "file";
    await download(first, join(folder, file.name), {
      ...rest,
      mirrors,
      sha256: file.sha256,
      sha256Of,
    });
  }
  return folder;
}
