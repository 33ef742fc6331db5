/** Shows each line's shape at its end, and keeps it at its line while the text around it changes. */

import { type Extension, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { ShapeTrace } from "@gradus/exercise";
import { byLine } from "../shapes/words.ts";

class ShapeWidget extends WidgetType {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: ShapeWidget): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const span = document.createElement("span");
    span.className = "cm-shape";
    span.textContent = this.text;
    // Read out line by line it would drown the code; the list of shapes below the editor says the same.
    span.setAttribute("aria-hidden", "true");
    return span;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const setShapes = StateEffect.define<ShapeTrace["lines"]>();

const shapes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let now = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setShapes)) continue;
      const { doc } = transaction.state;
      const marks: Range<Decoration>[] = byLine(effect.value)
        .filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, text }) =>
          Decoration.widget({ widget: new ShapeWidget(text), side: 1 }).range(doc.line(line).to),
        );
      now = Decoration.set(marks, true);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The editor's part of live shapes. */
export const shapeMarks: Extension = shapes;

/** Puts what a trace says at the lines' ends, if it is about the text that stands there. */
export function showShapes(view: EditorView, trace: ShapeTrace, text: string): void {
  if (view.state.doc.toString() !== text) return;
  view.dispatch({ effects: setShapes.of(trace.lines) });
}
