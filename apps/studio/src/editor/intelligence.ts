/**
 * What joins the editor a moment after it is shown: search, brackets that close, and what the language service knows,
 * as completion, hover, and problems soon after typing.
 */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
} from "@codemirror/autocomplete";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import {
  type EditorView,
  hoverTooltip,
  keymap,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { completionsAt, detailsOf, hoverAt, problemsOf } from "../language/client.ts";
import type { Described, Problem } from "../language/protocol.ts";
import { t } from "../strings/strings.ts";

export { Problems } from "./problems.ts";

const problemsAfterMs = 500;

const icons: Readonly<Record<string, string>> = {
  method: "method",
  property: "property",
  getter: "property",
  function: "function",
  "local function": "function",
  const: "constant",
  let: "variable",
  var: "variable",
  parameter: "variable",
  class: "class",
  interface: "interface",
  type: "type",
  alias: "variable",
  keyword: "keyword",
  module: "namespace",
};

/** Signature, docs and examples as elements; the docs are text and stay text. */
function describe({ signature, docs, tags }: Described, more?: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-described";
  const add = (tag: string, text: string, className = ""): void => {
    if (text.trim() === "") return;
    const element = document.createElement(tag);
    element.textContent = text.trim();
    if (className) element.className = className;
    box.append(element);
  };
  add("code", signature);
  for (const paragraph of docs.split(/\n{2,}/)) add("p", paragraph.replaceAll("\n", " "));
  for (const [name, text] of tags) {
    if (name === "example") add("pre", text);
    else add("p", `${name}: ${text}`, "cm-tag");
  }
  if (more) box.append(more);
  return box;
}

/** Asks for what is inside the library's call at a place of the text. */
export type OpenBox = (text: string, at: number) => void;

function boxButton(open: () => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet small";
  button.textContent = t.boxOpen;
  button.onclick = open;
  return button;
}

function completionSource(file: string) {
  return async (context: CompletionContext) => {
    const word = context.matchBefore(/[\w$]*/);
    const from = word?.from ?? context.pos;
    const dot = context.state.sliceDoc(from - 1, from) === ".";
    if (!context.explicit && !dot && from === context.pos) return null;
    const items = await completionsAt(file, context.state.doc.toString(), context.pos);
    if (!items || context.aborted) return null;
    const options: Completion[] = items.map(({ name, kind, sort }) => ({
      label: name,
      type: icons[kind] ?? "text",
      // Names of the file and its tensors come before the language's own.
      boost: sort <= "11" ? 2 : sort <= "14" ? 1 : 0,
      info: async () => {
        const found = await detailsOf(file, context.pos, name);
        return found && describe(found);
      },
    }));
    return { from, options, validFor: /^[\w$]*$/ };
  };
}

function hover(file: string, openBox: OpenBox): Extension {
  return hoverTooltip(async (view, pos) => {
    const found = await hoverAt(file, view.state.doc.toString(), pos);
    if (!found) return null;
    const text = view.state.doc.toString();
    // Of the library's own names only: a call, a class, a method.
    const opens = /^(\(method\) |\(alias\) |function |const |class |constructor )/.test(
      found.signature,
    );
    const more = opens ? boxButton(() => openBox(text, pos)) : undefined;
    return { pos: found.from, end: found.to, create: () => ({ dom: describe(found, more) }) };
  });
}

/** Asks for problems a moment after the last change; an answer about an older text is dropped. */
function problems(file: string, tell: (problems: readonly Problem[]) => void): Extension {
  let timer = 0;
  const look = (view: EditorView): void => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = view.state.doc.toString();
      const found = await problemsOf(file, text);
      if (found && view.state.doc.toString() === text) tell(found);
    }, problemsAfterMs) as unknown as number;
  };
  return ViewPlugin.define((view) => {
    look(view);
    return {
      update: (update: ViewUpdate) => {
        if (update.docChanged) look(update.view);
      },
      destroy: () => clearTimeout(timer),
    };
  });
}

/**
 * The helpers for one file.
 *
 * @param file the file's name in the learner's folder
 * @param tell hears the problems of the text that stands there
 * @param openBox hears which place of the text somebody wants to look into
 */
export function intelligence(
  file: string,
  tell: (problems: readonly Problem[]) => void,
  openBox: OpenBox,
): Extension {
  return [
    closeBrackets(),
    highlightSelectionMatches(),
    keymap.of([...searchKeymap, ...lintKeymap]),
    autocompletion({ override: [completionSource(file)] }),
    hover(file, openBox),
    keymap.of([
      {
        key: "F12",
        run: ({ state }) => {
          openBox(state.doc.toString(), state.selection.main.head);
          return true;
        },
      },
    ]),
    problems(file, tell),
  ];
}
