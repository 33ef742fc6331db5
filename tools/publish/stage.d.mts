/** A package laid out for npm. */
export interface Staged {
  readonly name: string;
  readonly folder: string;
}
/** What `npm pack --json` says of a package. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}
export function stage(folder: string, options?: { readonly repository?: string }): Staged[];
export function pack(staged: readonly Staged[], destination?: string): Packed[];
export function install(archives: string, packed: readonly Packed[], project: string): void;
