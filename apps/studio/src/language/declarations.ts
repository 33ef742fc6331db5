/**
 * The declarations the language service knows: the language's own, the library's as they were built, and the
 * little of a browser that learner code may call. Part of the language worker's chunk only.
 */
const language = import.meta.glob<string>(
  [
    "../../../../node_modules/typescript-language-service/lib/lib.es5.d.ts",
    "../../../../node_modules/typescript-language-service/lib/lib.es20*.d.ts",
    "../../../../node_modules/typescript-language-service/lib/lib.decorators*.d.ts",
    "!../../../../node_modules/typescript-language-service/lib/*.full.d.ts",
    "!../../../../node_modules/typescript-language-service/lib/lib.es2024*.d.ts",
    "!../../../../node_modules/typescript-language-service/lib/lib.es2025*.d.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

const packages = import.meta.glob<string>(
  "../../../../packages/{core,nn,optim,data,train,vision,gradus,exercise}/dist/**/*.d.ts",
  { query: "?raw", import: "default", eager: true },
);

const surroundings = `
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  table(value: unknown): void;
  assert(holds: unknown, ...values: unknown[]): void;
}
declare const console: Console;
declare const performance: { now(): number };
declare function setTimeout(run: () => void, ms?: number): number;
declare function clearTimeout(timer: number): void;
declare function structuredClone<T>(value: T): T;
interface AbortSignal { readonly aborted: boolean }
interface Worker {}
interface URL { readonly href: string }
`;

/** Where each package's declarations begin, by the name it is imported under. */
export const paths: Record<string, string[]> = {
  ...Object.fromEntries(
    Object.keys(packages).flatMap((path) => {
      const folder = /packages\/([a-z]+)\/dist\/index\.d\.ts$/.exec(path)?.[1];
      const name = folder === "gradus" ? folder : `@gradus/${folder}`;
      return folder ? [[name, [`/packages/${folder}/index.d.ts`]]] : [];
    }),
  ),
  "gradus/vision": ["/packages/gradus/vision.d.ts"],
};

/** Every declaration file by its path in the service's own file system. */
export function declarations(): Map<string, string> {
  const files = new Map<string, string>([["/surroundings.d.ts", surroundings]]);
  for (const [path, text] of Object.entries(language))
    files.set(`/${path.split("/").at(-1) ?? ""}`, text);
  for (const [path, text] of Object.entries(packages)) {
    const [, folder = "", rest = ""] = /packages\/([a-z]+)\/dist\/(.+)$/.exec(path) ?? [];
    // Built declarations name their neighbours by their sources' ending.
    files.set(
      `/packages/${folder}/${rest}`,
      text.replace(/(from\s*"\.{1,2}\/[^"]+|import\("\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'),
    );
  }
  return files;
}
