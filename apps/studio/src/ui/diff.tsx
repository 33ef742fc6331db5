/** The last passing version beside the text as it is now. */
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../strings/strings.ts";

export function DiffView({ before, now }: { before: string; now: string }): JSX.Element {
  const host = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const side = (doc: string) => ({
      doc,
      extensions: [typescriptLanguage, EditorState.readOnly.of(true), EditorView.lineWrapping],
    });
    const view = new MergeView({ a: side(before), b: side(now), parent: host.current });
    return () => view.destroy();
  }, [before, now]);
  return <section class="diff" ref={host} aria-label={t.diffTitle} />;
}
