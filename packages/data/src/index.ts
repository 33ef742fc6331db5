export {
  type ArrayData,
  arrayData,
} from "./array-data.ts";
export { type Collated, collate, toArrayData } from "./collate.ts";
export { DataLoader, type DataLoaderOptions, type LoaderState } from "./data-loader.ts";
export {
  ConcatDataset,
  type Dataset,
  MapDataset,
  randomSplit,
  Subset,
  TensorDataset,
} from "./dataset.ts";
export { type DownloadOptions, type DownloadProgress, download } from "./download.ts";
export {
  FashionMnist,
  type FashionMnistOptions,
  fashionMnist,
  fashionMnistClasses,
} from "./fashion-mnist.ts";
export {
  type FileHandle,
  type FileSystem,
  readBytes,
  readCsv,
  readIdx,
  readImage,
  readNpy,
  readNpz,
  readSafetensors,
  writeFileAtomic,
  writeIdx,
  writeImage,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "./files.ts";
export {
  type CsvColumn,
  CsvTable,
  type DecodeCsvOptions,
  decodeCsv,
  encodeCsv,
  type NumberColumn,
  type StringColumn,
} from "./formats/csv.ts";
export { type GunzipOptions, gunzip, gzip } from "./formats/gzip.ts";
export { type DecodeOptions, decodeIdx, encodeIdx, type UnpackOptions } from "./formats/idx.ts";
export {
  type DecodeJpegOptions,
  decodeJpeg,
  type EncodeJpegOptions,
  encodeJpeg,
} from "./formats/jpeg.ts";
export { decodeNpy, encodeNpy } from "./formats/npy.ts";
export { decodeNpz, type EncodeNpzOptions, encodeNpz } from "./formats/npz.ts";
export type { Channels } from "./formats/pixels.ts";
export { type DecodeImageOptions, decodePng, encodePng } from "./formats/png.ts";
export {
  decodeSafetensors,
  type EncodeSafetensorsOptions,
  encodeSafetensors,
  type Safetensors,
} from "./formats/safetensors.ts";
export { drawSeed, type RandomState, SeededRandom } from "./random.ts";
export {
  cacheRoot,
  type DatasetEntry,
  type DatasetFile,
  datasetFolder,
  datasets,
  type GetDatasetOptions,
  getDataset,
} from "./registry.ts";
export {
  type BatchIndexSampler,
  BatchSampler,
  RandomSampler,
  type RandomSamplerOptions,
  type Sampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from "./sampler.ts";
export * as transforms from "./transforms/index.ts";
