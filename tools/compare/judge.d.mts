/** A number, a word JSON has no number for, or lists of them. */
export type Plain = number | boolean | string | readonly Plain[];
export function difference(a: Plain, b: Plain): string | null;
export function parseStated(text: string): Plain;
export function differsFromStated(value: Plain, text: string): string | null;
