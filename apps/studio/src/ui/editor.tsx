/** The code editor. It holds its own state; the page tells it new text only when that came from elsewhere. */
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

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
  readonly label: string;
  readonly text: string;
  /** Changes when `text` did not come from the editor. */
  readonly replaced: number;
  readonly onText: (text: string) => void;
  readonly onCheck: () => void;
  readonly onRun: () => void;
  readonly problems?: readonly { readonly line: number; readonly message: string }[];
  readonly extra?: Extension;
}

export function Editor(props: EditorProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
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
          closeBrackets(),
          autocompletion(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          javascript({ typescript: true }),
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
            ...completionKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...lintKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onText(update.state.doc.toString());
          }),
          latest.current.extra ?? [],
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === latest.current.text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: latest.current.text },
    });
  }, [props.replaced]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const diagnostics: Diagnostic[] = (props.problems ?? []).map(({ line, message }) => {
      const at = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
      return { from: at.from, to: at.to, severity: "error", message };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [props.problems]);

  return <div class="editor" ref={host} />;
}
