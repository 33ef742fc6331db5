/**
 * The code editor. It holds its own state; the page tells it new text only when that came from elsewhere. Its helpers
 * (completion, search, marks for problems, the language service and live shapes, these two in workers) join a moment
 * after it is shown; it works without them.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { typescriptLanguage } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { ShapeTrace } from "@gradus/exercise";
import { tags } from "@lezer/highlight";
import { type JSX, render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { DrawProblem, EditorProblem, Problems } from "../editor/problems.ts";
import { shapeMarks, showShapes } from "../editor/shapes.ts";
import { PictureView } from "./picture.tsx";

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.moduleKeyword, tags.controlKeyword], color: "var(--third)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--positive)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--fourth)" },
  { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: "var(--accent)",
  },
  { tag: [tags.typeName, tags.className], color: "var(--accent)" },
]);

const look = EditorView.theme({
  "&": { fontSize: "14px", backgroundColor: "var(--surface)", color: "var(--ink)" },
  ".cm-content": {
    fontFamily: "var(--mono)",
    lineHeight: "1.6",
    caretColor: "var(--ink)",
    padding: "10px 0",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--raised) 55%, transparent)",
  },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    {
      backgroundColor: "var(--accent-soft) !important",
    },
  "&.cm-focused": { outline: "none" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
  },
});

export interface EditorProps {
  /** The exercise whose file this is. */
  readonly exercise: string;
  readonly label: string;
  readonly text: string;
  /** Changes when `text` did not come from the editor. */
  readonly replaced: number;
  readonly onText: (text: string) => void;
  readonly onCheck: () => void;
  readonly onRun: () => void;
  readonly problems?: readonly EditorProblem[];
  /** Hears the shapes of the text's lines. */
  readonly onShapes?: (trace: ShapeTrace) => void;
  /** Somebody wants to look into the library's call at this place. */
  readonly onOpenBox?: (text: string, at: number) => void;
  /** Where the cursor is, for buttons beside the editor. */
  readonly cursor?: { current: number };
  readonly extra?: Extension;
}

/** How long an editor has been looked at before its helpers are loaded. */
const helpersAfterMs = 600;

const drawProblem: DrawProblem = ({ message, picture }) => {
  const box = document.createElement("div");
  box.className = "cm-shape-problem";
  render(
    <>
      <p>{message}</p>
      <PictureView picture={picture} />
    </>,
    box,
  );
  return box;
};

export function Editor(props: EditorProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const problems = useRef<Problems | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const helpers = new Compartment();
    let stopShapes = (): void => {};
    let lookAtShapes = (_text: string): void => {};
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of("  "),
          bracketMatching(),
          shapeMarks,
          helpers.of([]),
          highlightActiveLine(),
          typescriptLanguage,
          syntaxHighlighting(colors),
          look,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": latest.current.label }),
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onCheck();
                return true;
              },
            },
            {
              key: "Shift-Enter",
              run: () => {
                latest.current.onRun();
                return true;
              },
            },
            // Escape, then Tab, leaves the editor with the keyboard.
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            const { cursor } = latest.current;
            if (cursor) cursor.current = update.state.selection.main.head;
            if (!update.docChanged) return;
            const text = update.state.doc.toString();
            latest.current.onText(text);
            lookAtShapes(text);
          }),
          latest.current.extra ?? [],
        ],
      }),
    });
    view.current = editor;
    const { exercise } = latest.current;
    let gone = false;
    const timer = setTimeout(async () => {
      const { startLanguage } = await import("../language/client.ts");
      startLanguage();
      const [{ LiveShapes }, { intelligence, Problems }, { learnerFiles }] = await Promise.all([
        import("../shapes/live-shapes.ts"),
        import("../editor/intelligence.ts"),
        import("../language/files.ts"),
      ]);
      if (gone) return;
      const all = new Problems(editor, drawProblem);
      problems.current = all;
      all.checked = latest.current.problems ?? [];
      const live = new LiveShapes(exercise, (trace, text) => {
        showShapes(editor, trace, text);
        const { problem } = trace;
        // What does not parse is said by the language service, at the very place.
        const tells = problem?.line !== undefined && problem.code !== "exercise/syntax";
        all.shapes = tells
          ? [{ line: problem.line ?? 1, message: problem.message, picture: problem.picture }]
          : [];
        if (editor.state.doc.toString() === text) all.show();
        latest.current.onShapes?.(trace);
      });
      stopShapes = () => live.close();
      lookAtShapes = (text) => live.look(text);
      // A starter makes no tensor yet: its worker waits for the first key.
      const opened = editor.state.doc.toString();
      if (!opened.includes("notDone(")) live.look(opened);
      const tell = (found: readonly Diagnostic[]): void => {
        all.language = found;
        all.show();
      };
      editor.dispatch({
        effects: helpers.reconfigure(
          intelligence(`${exercise}.ts`, tell, (text, at) => latest.current.onOpenBox?.(text, at)),
        ),
      });
      await learnerFiles(exercise);
    }, helpersAfterMs);
    return () => {
      gone = true;
      clearTimeout(timer);
      stopShapes();
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === latest.current.text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: latest.current.text },
    });
  }, [props.replaced]);

  useEffect(() => {
    const all = problems.current;
    if (!all) return;
    all.checked = props.problems ?? [];
    all.show();
  }, [props.problems]);

  return <div class="editor" ref={host} />;
}
