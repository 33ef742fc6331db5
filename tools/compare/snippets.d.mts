export type Library = "gradus" | "pytorch" | "keras";
export interface Snippet {
  readonly folder: string;
  /** `<lesson>/<name>`. */
  readonly name: string;
  readonly texts: Readonly<Record<Library, string>>;
}
export const root: string;
export const libraries: readonly Library[];
export function findSnippets(base?: string): Snippet[];
export function hashOf(texts: Readonly<Record<Library, string>>): string;
export function statedText(text: string, language: Library): string | null;
