/**
 * Lesson text to HTML: markdown without raw HTML (a lesson folder is data, not code), maths by KaTeX, code
 * coloured by the editor's own parser.
 */

import { javascriptLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { katex } from "@mdit/plugin-katex";
import MarkdownIt from "markdown-it";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import "katex/dist/katex.min.css";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Code as HTML with a class for each kind of token. */
export function colorCode(code: string, language: string): string {
  const known = language === "ts" || language === "js" || language === "typescript";
  if (!known) return escapeHtml(code);
  const parser = (language === "js" ? javascriptLanguage : typescriptLanguage).parser;
  let html = "";
  highlightCode(
    code,
    parser.parse(code),
    classHighlighter,
    (text, classes) => {
      html += classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text);
    },
    () => {
      html += "\n";
    },
  );
  return html;
}

const renderer = new MarkdownIt({
  html: false,
  linkify: false,
  typographer: true,
  highlight: colorCode,
});
// The plug-in was typed for the release of markdown-it before this one; it runs with both.
// A formula stays on its line: none is larger than a page, and none links, loads or styles anything.
const formulas = { throwOnError: false, strict: false, trust: false, maxSize: 20 };
renderer.use((md) => katex(md as never, formulas));

// Pictures are part of the text or not there: one from another machine would tell it who reads, and when.
const picture = renderer.renderer.rules.image;
renderer.renderer.rules.image = (tokens, i, options, env, self) => {
  const token = tokens[i];
  const within = String(token?.attrGet("src") ?? "").startsWith("data:image/");
  if (within && picture) return picture(tokens, i, options, env, self);
  return escapeHtml(self.renderInlineAsText(token?.children ?? [], options, env));
};

// Links that leave the studio open beside it and send nothing along.
const plainLink =
  renderer.renderer.rules.link_open ??
  ((tokens, i, options, _env, self) => self.renderToken(tokens, i, options));
renderer.renderer.rules.link_open = (tokens, i, options, env, self) => {
  const href = String(tokens[i]?.attrGet("href") ?? "");
  if (/^(https?:|\/\/)/.test(href)) {
    tokens[i]?.attrSet("target", "_blank");
    tokens[i]?.attrSet("rel", "noreferrer noopener");
  }
  return plainLink(tokens, i, options, env, self);
};

export const renderMarkdown = (text: string): string => renderer.render(text);

export function Markdown({ text, inline }: { text: string; inline?: boolean }): JSX.Element {
  const html = useMemo(
    () => (inline ? renderer.renderInline(text) : renderer.render(text)),
    [text, inline],
  );
  const inner = { dangerouslySetInnerHTML: { __html: html } };
  return inline ? <span {...inner} /> : <div class="prose" {...inner} />;
}
