/**
 * The library as one file for a page without a bundler: `gradus/browser`, built to `dist/gradus.min.js`. Names and
 * shape are those of `gradus`. Left out is what reads and writes files (CSV, images, npy, IDX, downloads, run folders):
 * it would bring the libraries of others along, and a page has no files.
 */
export * from "@gradus/core";
export * as nn from "@gradus/nn";
export * as optim from "@gradus/optim";
export * as data from "./browser-data.ts";
export * as train from "./browser-train.ts";
