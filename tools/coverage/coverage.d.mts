export interface Coverage {
  readonly namespace: string;
  /** How many names are there, of how many. */
  readonly there: number;
  readonly names: number;
  readonly missing: readonly string[];
}
export const version: string;
export const leftOut: Readonly<Record<string, readonly string[]>>;
export const elsewhere: Readonly<Record<string, Readonly<Record<string, string>>>>;
export function camelCase(name: string): string;
export function coverage(gradus: object): Coverage[];
export function table(rows: readonly Coverage[]): string;
export function withTable(text: string, rows: readonly Coverage[]): string;
