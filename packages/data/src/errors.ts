/**
 * Every error of this package: its wording and its code. A message says which file, what is wrong with
 * the numbers actually found, and one next step. Codes are `data/…` and never change.
 */
import { DataError, shown } from "@gradus/core";

type Details = Readonly<Record<string, unknown>>;

function build(
  code: string,
  where: string,
  what: string,
  hint: string,
  details: Details = {},
): DataError {
  return new DataError(`data/${code}`, `${where}: ${what}`, hint, details);
}

const AGAIN = "copy or download the file again; it was probably cut short on the way.";
const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const plural = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;

// Arrays and ranges of values

/** A shape whose element count is not the length of the data. */
export const arrayShapeError = (
  where: string,
  shape: readonly number[],
  length: number,
): DataError =>
  build(
    "array-shape",
    where,
    `shape ${shapeText(shape)} needs ${shape.reduce((a, b) => a * b, 1)} elements but the data has ${length}.`,
    "give non-negative integer sizes whose product is the data's length.",
    { shape, length },
  );

/** A typed array of another class than the dtype is stored in. */
export const arrayDtypeError = (where: string, dtype: string, got: string): DataError =>
  build(
    "array-dtype",
    where,
    `dtype ${dtype} cannot be stored in a ${got}.`,
    "use Float32Array, Float64Array, Int32Array or Uint8Array (uint8 and bool), or leave dtype out.",
    { dtype, got },
  );

/** An integer in a file that int32 cannot hold. */
export const integerRangeError = (
  where: string,
  value: string,
  index: readonly number[],
  type: string,
): DataError =>
  build(
    "integer-range",
    where,
    `element ${shapeText(index)} is ${value} (${type}), outside of int32's range -2147483648..2147483647.`,
    "64-bit integers are read as int32; store large values as float64, or renumber the ids.",
    { value, index, type },
  );

// Binary files in general

/** Fewer bytes than the header promises. */
export const truncatedError = (
  format: string,
  where: string,
  what: string,
  need: number,
  have: number,
): DataError =>
  build(
    `${format}-truncated`,
    where,
    `${what} needs ${plural(need, "byte")} but the file has ${have}.`,
    AGAIN,
    {
      need,
      have,
    },
  );

/** More bytes than the header accounts for. */
export const trailingError = (
  format: string,
  where: string,
  need: number,
  have: number,
): DataError =>
  build(
    `${format}-size`,
    where,
    `the header describes ${plural(need, "byte")} but the file has ${have}: ${have - need} too many.`,
    "the header and the data do not belong together; make the file again.",
    { need, have },
  );

/** The first bytes are not the format's. */
export const magicError = (format: string, where: string, found: string, want: string): DataError =>
  build(
    `${format}-magic`,
    where,
    `this is no ${format} file: it starts with ${found}, expected ${want}.`,
    "check the path, and that the file is not an error page saved under this name.",
    { found, want },
  );

/** A header that breaks the format's rules. */
export const headerError = (
  format: string,
  where: string,
  problem: string,
  details: Details = {},
): DataError =>
  build(
    `${format}-header`,
    where,
    `bad header: ${problem}.`,
    "write the file again with the program it came from.",
    details,
  );

/** An element type the format has but this package does not read. */
export const unsupportedTypeError = (
  format: string,
  where: string,
  type: string,
  known: string,
): DataError =>
  build(
    `${format}-dtype`,
    where,
    `elements of type ${type} cannot be read.`,
    `convert to one of ${known} before saving.`,
    {
      type,
    },
  );

/** Compressed or checksummed bytes that do not hold together. */
export const damagedError = (format: string, where: string, problem: string): DataError =>
  build(`${format}-damaged`, where, `the data is damaged: ${problem}.`, AGAIN, { problem });

/** A header that asks for more than its compressed bytes can expand to. */
export const inflateError = (
  format: string,
  where: string,
  declared: number,
  compressed: number,
): DataError =>
  build(
    `${format}-damaged`,
    where,
    `the header promises ${plural(declared, "byte")} but ${plural(compressed, "compressed byte")} cannot hold more than ${1032 * compressed + 64}.`,
    AGAIN,
    { declared, compressed },
  );

/** Compressed data that unpacks to more than is allowed. */
export const unpackedSizeError = (where: string, bytes: number, maxBytes: number): DataError =>
  build(
    "unpacked-size",
    where,
    `it unpacks to ${bytes > maxBytes + 1 ? plural(bytes, "byte") : "more"}, and at most ${maxBytes} are allowed.`,
    "a small file can hold gigabytes of nothing; if you trust this one and have the memory, pass a larger `maxBytes`.",
    { bytes, maxBytes },
  );

// Images

/** An array that is not an image the encoder takes. */
export const imageShapeError = (
  where: string,
  shape: readonly number[],
  dtype: string,
  want: string,
): DataError =>
  build("image-shape", where, `cannot treat ${dtype} ${shapeText(shape)} as an image.`, want, {
    shape,
    dtype,
  });

/** An image transform on something that is not `[channels, height, width]` floats. */
export const transformShapeError = (
  where: string,
  shape: readonly number[],
  dtype: string,
): DataError =>
  imageShapeError(
    where,
    shape,
    dtype,
    "transforms take float32 [channels, height, width]; put toTensor() first to convert bytes.",
  );

/** A crop, mean or other transform setting that does not fit the image. */
export const transformError = (
  where: string,
  problem: string,
  hint: string,
  details: Details = {},
): DataError => build("transform", where, problem, hint, details);

// CSV

/** Text with no rows. */
export const csvEmptyError = (where: string): DataError =>
  build(
    "csv-empty",
    where,
    "there is no row of data.",
    "check the path; a table needs at least a header and one row.",
  );

/** Bytes that are not UTF-8. */
export const csvEncodingError = (where: string): DataError =>
  build(
    "csv-encoding",
    where,
    "the bytes are not UTF-8 text.",
    "save the table as UTF-8, or decode it yourself and pass a string.",
  );

/** A table with another delimiter than a comma. */
export const csvDelimiterError = (
  where: string,
  found: string,
  name: string,
  decimals: boolean,
): DataError =>
  build(
    "csv-delimiter",
    where,
    `the first line has no comma, but ${name}s${decimals ? ", and numbers have decimal commas" : ""}.`,
    `pass { delimiter: ${JSON.stringify(found)}${decimals ? ', decimal: ","' : ""} }; with { delimiter: "," } it is one column.`,
    { found, decimals },
  );

/** A row with more or fewer fields than the first. */
export const csvFieldsError = (where: string, line: number, want: number, got: number): DataError =>
  build(
    "csv-fields",
    where,
    `line ${line} has ${plural(got, "field")}, the first row has ${want}.`,
    "quote fields that contain the delimiter, or set `delimiter`.",
    { line, want, got },
  );

/** A quote that is not closed or stands in the wrong place. */
export const csvQuotesError = (where: string, line: number, problem: string): DataError =>
  build(
    "csv-quotes",
    where,
    `line ${line}: ${problem}.`,
    'close every quoted field, and double a quote inside it ("").',
    { line },
  );

/** Two columns of the same name, or a name the table does not have. */
export const csvColumnError = (
  where: string,
  name: string,
  problem: string,
  names: readonly string[],
): DataError =>
  build(
    "csv-column",
    where,
    `column ${JSON.stringify(name)} ${problem}.`,
    `the columns are ${names.map((n) => JSON.stringify(n)).join(", ")}.`,
    { name, names },
  );

/** A cell that is not a number in a column that was declared or is used as numbers. */
export const csvNumberError = (
  where: string,
  line: number,
  column: string,
  text: string,
): DataError =>
  build(
    "csv-number",
    where,
    /^[+-]?\d+$/.test(text.trim())
      ? `line ${line}, column ${JSON.stringify(column)}: ${text.trim()} is too large to be kept exactly.`
      : `line ${line}, column ${JSON.stringify(column)}: ${JSON.stringify(text)} is not a number.`,
    "correct the cell, list the text under `missing`, or read the column as strings.",
    { line, column, text },
  );

// safetensors and npz entries

/** A tensor whose place in the file is impossible. */
export const tensorSpanError = (
  where: string,
  name: string,
  problem: string,
  details: Details,
): DataError =>
  build(
    "safetensors-offsets",
    where,
    `tensor ${JSON.stringify(name)} ${problem}.`,
    "the file is damaged or was written by a faulty program; export it again.",
    { name, ...details },
  );

/** Two values under one name, or a name the format cannot store. */
export const entryNameError = (
  format: string,
  where: string,
  name: string,
  problem: string,
): DataError =>
  build(
    `${format}-name`,
    where,
    `the name ${JSON.stringify(name)} ${problem}.`,
    "give every array a distinct, plain name.",
    {
      name,
    },
  );

// Files

const FILE_HINTS: Record<string, readonly [code: string, what: string, hint: string]> = {
  ENOENT: [
    "file-not-found",
    "there is no such file",
    "check the path and the folder the program runs in.",
  ],
  ENOTDIR: ["file-not-found", "a part of the path is a file, not a folder", "check the path."],
  EISDIR: ["file-not-found", "this is a folder, not a file", "give the path of a file in it."],
  EACCES: [
    "file-permission",
    "you may not read it",
    "change its permissions, or run as its owner.",
  ],
  EPERM: ["file-permission", "you may not read it", "change its permissions, or run as its owner."],
};

/** A file that could not be read; `reason` is the system's code. */
export function readError(path: string, reason: string): DataError {
  const [code, what, hint] = FILE_HINTS[reason] ?? [
    "file-unreadable",
    "it could not be read",
    "check the disk and the path, then try again.",
  ];
  return build(code, path, `${what} (${reason}).`, hint, { path, reason });
}

const WRITE_HINTS: Record<string, readonly [code: string, what: string, hint: string]> = {
  ENOSPC: [
    "disk-full",
    "the disk is full",
    "free some space, or save to another disk, and try again.",
  ],
  EDQUOT: [
    "disk-full",
    "your disk quota is used up",
    "free some space, or save to another disk, and try again.",
  ],
  EROFS: ["read-only", "the file system is read-only", "save to a folder you can write to."],
  EACCES: [
    "read-only",
    "you may not write there",
    "save to a folder you can write to, or change its permissions.",
  ],
  EPERM: [
    "read-only",
    "you may not write there",
    "save to a folder you can write to, or change its permissions.",
  ],
  ENOENT: ["no-folder", "the folder does not exist", "make the folder first, or correct the path."],
  ENOTDIR: ["no-folder", "a part of the path is a file, not a folder", "correct the path."],
};

/** A file that could not be written; says what is left on disk. */
export function writeError(
  path: string,
  reason: string,
  sizeBytes: number,
  kept: boolean,
): DataError {
  const [code, what, hint] = WRITE_HINTS[reason] ?? [
    "write-failed",
    "the write failed",
    "check the disk and the path, then try again.",
  ];
  return build(
    code,
    path,
    `could not save ${plural(sizeBytes, "byte")}: ${what} (${reason}). ` +
      (kept
        ? "The earlier file of this name is unchanged."
        : "No file of this name was left behind."),
    hint,
    { path, reason, sizeBytes, kept },
  );
}

/** A file function called where there is no file system. */
export const needsNodeError = (where: string): DataError =>
  build(
    "needs-node",
    where,
    "files on disk can be used in Node only.",
    "in a browser pass an http(s) address, or read the bytes yourself and use the decode function.",
  );

// Downloads

/** What happened with one address. */
export interface FailedAttempt {
  readonly url: string;
  readonly reason: string;
}

/** No address gave the file. */
export const downloadError = (
  path: string,
  attempts: readonly FailedAttempt[],
  partBytes: number,
): DataError =>
  build(
    "download-failed",
    path,
    `no address gave the file.\n${attempts.map((a) => `  ${a.url}: ${a.reason}`).join("\n")}\n` +
      (partBytes > 0
        ? `${plural(partBytes, "byte")} are kept in ${path}.part and the next try continues there.`
        : "Nothing was kept."),
    "check the network, or pass a mirror that you can reach.",
    { path, attempts, partBytes },
  );

/** The caller's signal stopped a download. */
export const downloadAbortedError = (path: string, partBytes: number): DataError =>
  build(
    "download-aborted",
    path,
    `the download was stopped after ${plural(partBytes, "byte")}.`,
    `call download again: it continues from ${path}.part.`,
    { path, partBytes },
  );

/** Bytes that are not the ones expected. */
export const checksumError = (where: string, want: string, got: string): DataError =>
  build(
    "checksum",
    where,
    `sha256 is ${got}, expected ${want}. The file was removed.`,
    "try again, or another mirror; if it stays so, the file at this address has changed.",
    { want, got },
  );

/** A data set nobody registered. */
export const unknownDatasetError = (name: string, known: readonly string[]): DataError =>
  build(
    "unknown-dataset",
    "getDataset",
    `there is no data set ${JSON.stringify(name)}.`,
    `known: ${known.join(", ")}.`,
    {
      name,
      known,
    },
  );

/** Files of a data set that contradict one another. */
export const datasetError = (
  where: string,
  problem: string,
  hint: string,
  details: Details = {},
): DataError => build("dataset", where, problem, hint, details);

// Datasets, samplers and the loader

/** An argument outside of what the function takes. */
export const argumentError = (where: string, name: string, got: unknown, want: string): DataError =>
  build("argument", where, `${name} is ${shown(got)}.`, `${name} must be ${want}.`, {
    name,
    got,
  });

/** An index outside of the data set. */
export const indexError = (where: string, index: number, length: number): DataError =>
  build(
    "index",
    where,
    `index ${index} is outside of a data set of ${length}.`,
    length === 0
      ? "the data set is empty."
      : `use 0..${length - 1}, or -${length}..-1 from the end.`,
    { index, length },
  );

/** Options that exclude one another. */
export const conflictError = (where: string, a: string, b: string): DataError =>
  build("conflict", where, `${a} and ${b} exclude one another.`, `leave one of the two out.`, {
    a,
    b,
  });

/** Tensors of one data set that have different first sizes. */
export const firstSizeError = (where: string, sizes: readonly number[]): DataError =>
  build(
    "first-size",
    where,
    `the tensors have first sizes ${sizes.join(", ")}.`,
    "every tensor must hold the same number of samples along axis 0.",
    { sizes },
  );

/** Samples that cannot be stacked into one batch. */
export const collateError = (where: string, problem: string): DataError =>
  build(
    "collate",
    where,
    `the samples cannot be put in one batch: ${problem}.`,
    "bring them to one shape first (a transform), or give `collate`.",
    { problem },
  );

/** A saved iteration state of another loader. */
export const loaderStateError = (problem: string): DataError =>
  build(
    "loader-state",
    "DataLoader.load",
    `the saved state does not fit: ${problem}.`,
    "load it into a loader with the same data set, batch size and shuffle.",
    { problem },
  );
