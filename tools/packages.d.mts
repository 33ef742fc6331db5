export const packages: readonly string[];
export const published: readonly string[];
export const library: readonly string[];
export function dependenciesOf(name: string): string[];
export function withDependencies(name: string): string[];
export function importName(name: string): string;
