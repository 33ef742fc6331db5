/** What is marked as wrong in the editor: problems of three origins, shown together. */
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Picture } from "@gradus/exercise";

/** Something that is wrong with a line or a stretch of the text. */
export interface EditorProblem {
  readonly line: number;
  readonly message: string;
  readonly picture?: Picture | undefined;
}

/** Draws a problem that has a picture. */
export type DrawProblem = (problem: EditorProblem & { readonly picture: Picture }) => HTMLElement;

/** A check's problems, live shapes', the language service's. */
export class Problems {
  readonly #view: EditorView;
  readonly #draw: DrawProblem;
  checked: readonly EditorProblem[] = [];
  shapes: readonly EditorProblem[] = [];
  language: readonly Diagnostic[] = [];

  constructor(view: EditorView, draw: DrawProblem) {
    this.#view = view;
    this.#draw = draw;
  }

  show(): void {
    const end = this.#view.state.doc.length;
    const lines = new Set(this.checked.map((p) => p.line));
    const own = [...this.checked, ...this.shapes.filter((p) => !lines.has(p.line))];
    const all = [
      ...own.map((p) => this.#asDiagnostic(p)),
      ...this.language.filter((d) => d.to <= end),
    ];
    this.#view.dispatch(setDiagnostics(this.#view.state, all));
  }

  #asDiagnostic(problem: EditorProblem): Diagnostic {
    const { doc } = this.#view.state;
    const at = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
    const { picture } = problem;
    const from = at.from + (at.text.length - at.text.trimStart().length);
    return {
      from,
      to: Math.max(from, at.to),
      severity: "error",
      message: problem.message,
      ...(picture && { renderMessage: () => this.#draw({ ...problem, picture }) }),
    };
  }
}
