/** What the page and the language worker say to each other. Positions count UTF-16 units, as both sides do. */

export type LanguageRequest =
  /** The files a program may import, by name in the learner's folder: `sigmoid.ts`. */
  | { readonly want: "open"; readonly files: Readonly<Record<string, string>> }
  | { readonly want: "problems" | "said"; readonly file: string; readonly text: string }
  | {
      readonly want: "completions" | "hover" | "box";
      readonly file: string;
      readonly text: string;
      readonly at: number;
    }
  /** What a source file calls by a name: the next box inside. */
  | { readonly want: "inside"; readonly path: string; readonly name: string }
  | { readonly want: "details"; readonly file: string; readonly at: number; readonly name: string };

export interface LanguageMessage {
  readonly id: number;
  readonly request: LanguageRequest;
}

export interface LanguageReply {
  readonly id: number;
  readonly answer: unknown;
}

export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface CompletionItem {
  readonly name: string;
  /** TypeScript's word for what it is: method, property, const … */
  readonly kind: string;
  readonly sort: string;
}

/** What is inside a call of the library. */
export interface Boxed extends Described {
  readonly name: string;
  /** Where its source stands: `packages/core/src/ops/activation.ts`. */
  readonly path: string;
  readonly source: string;
  readonly gradient: string | null;
  readonly madeOf: readonly string[];
}

/** What is known of a name: its signature, and its doc comment as text. */
export interface Described {
  readonly signature: string;
  readonly docs: string;
  readonly tags: readonly (readonly [name: string, text: string])[];
  readonly from: number;
  readonly to: number;
}
