/** Dialogs: the network as a program, and points from CSV; and the network from code. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { code, networkCode } from "./code.ts";
import { type CsvProblem, readCsv } from "./csv.ts";
import { parseNetwork } from "./parse.ts";
import type { Point } from "./points.ts";
import type { Settings } from "./state.ts";

/** Problems that are listed; the rest is counted. */
const mostProblems = 5;
const shownEpochs = 100;
/** Four hundred points need far less. */
const mostFileBytes = 200_000;

function Dialog(props: {
  id: string;
  title: string;
  children: ComponentChildren;
  onClose(): void;
}): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog ref={ref} class="playground-dialog" aria-labelledby={props.id} onClose={props.onClose}>
      <header>
        <h2 id={props.id}>{props.title}</h2>
        <button type="button" class="button quiet" onClick={() => ref.current?.close()}>
          {t.playgroundClose}
        </button>
      </header>
      {props.children}
    </dialog>
  );
}

export function CodeDialog(props: { settings: Settings; onClose(): void }): JSX.Element {
  const text = useMemo(() => code(props.settings, shownEpochs), [props.settings]);
  const [html, setHtml] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const pre = useRef<HTMLPreElement>(null);
  useEffect(() => {
    let here = true;
    import("../ui/markdown.tsx").then(({ colorCode }) => {
      if (here) setHtml(colorCode(text, "ts"));
    });
    return () => {
      here = false;
    };
  }, [text]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t.playgroundCopied);
    } catch {
      if (pre.current) getSelection()?.selectAllChildren(pre.current);
      setSaid(t.playgroundCopyFailed);
    }
  };
  return (
    <Dialog id="playground-code" title={t.playgroundCode} onClose={props.onClose}>
      <p class="muted small">{t.playgroundCodeLead}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="code-scroll" tabIndex={0} aria-labelledby="playground-code">
        <pre ref={pre}>
          {html === null ? (
            <code>{text}</code>
          ) : (
            <code dangerouslySetInnerHTML={{ __html: html }} />
          )}
        </pre>
      </section>
      <footer>
        <span class="small" role="status">
          {said}
        </span>
        <button type="button" class="button primary" onClick={copy}>
          {t.playgroundCopy}
        </button>
      </footer>
    </Dialog>
  );
}

export function CsvDialog(props: {
  onPoints(points: readonly Point[], said: string): void;
  onClose(): void;
}): JSX.Element {
  const [problems, setProblems] = useState<readonly CsvProblem[]>([]);
  const text = useRef<HTMLTextAreaElement>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file || !text.current) return;
    if (file.size > mostFileBytes) {
      setProblems([{ line: 0, message: t.playgroundCsvLarge(file.name) }]);
      return;
    }
    text.current.value = await file.text();
    use();
  };
  const use = (): void => {
    const read = readCsv(text.current?.value ?? "");
    if ("problems" in read) {
      setProblems(read.problems);
      text.current?.focus();
      return;
    }
    const [zero, one] = read.labels;
    props.onPoints(read.points, t.playgroundCsvDone(read.points.length, zero, one, read.scaled));
  };
  return (
    <Dialog id="playground-csv" title={t.playgroundCsvTitle} onClose={props.onClose}>
      <p class="muted small">{t.playgroundCsvLead}</p>
      <label class="csv-file">
        {t.playgroundCsvFile}{" "}
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(e) => void take(e.currentTarget.files?.[0])}
        />
      </label>
      <textarea
        ref={text}
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          const file = e.dataTransfer?.files[0];
          if (!file) return;
          e.preventDefault();
          void take(file);
        }}
        rows={10}
        spellcheck={false}
        aria-label={t.playgroundCsvText}
        aria-invalid={problems.length > 0}
        aria-describedby="playground-csv-problems"
        placeholder={"x,y,label\n0.5,-0.2,1\n-0.3,0.8,0"}
      />
      <div id="playground-csv-problems" role="alert" class="problems">
        {problems.length > 0 && (
          <>
            <p>{t.playgroundCsvKept}</p>
            <ul>
              {problems.slice(0, mostProblems).map((p) => (
                <li key={p.line}>{t.playgroundCsvLine(p.line, p.message)}</li>
              ))}
              {problems.length > mostProblems && (
                <li>{t.playgroundCsvMore(problems.length - mostProblems)}</li>
              )}
            </ul>
          </>
        )}
      </div>
      <footer>
        <button type="button" class="button primary" onClick={use}>
          {t.playgroundCsvUse}
        </button>
      </footer>
    </Dialog>
  );
}

export function FromCode(props: {
  settings: Settings;
  onSettings(change: Partial<Settings>): void;
}): JSX.Element {
  const { settings, onSettings } = props;
  const made = networkCode(settings).replaceAll("new nn.", "nn.");
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState("");
  const [built, setBuilt] = useState(false);
  const build = (): void => {
    const parsed = parseNetwork(typed ?? made, settings.features.length);
    setBuilt(!("error" in parsed));
    if ("error" in parsed) {
      setError(parsed.error);
      return;
    }
    setError("");
    setTyped(null);
    const { layers, activation, batchNorm, dropout } = parsed;
    onSettings({
      layers,
      activation: activation ?? settings.activation,
      ...(layers.length > 0 && { batchNorm, dropout }),
    });
  };
  return (
    <section class="card from-code" aria-labelledby="playground-from-code">
      <h2 id="playground-from-code">{t.playgroundFromCode}</h2>
      <p class="muted small">{t.playgroundFromCodeLead}</p>
      <textarea
        rows={8}
        spellcheck={false}
        aria-label={t.playgroundFromCodeText}
        aria-invalid={error !== ""}
        aria-describedby="playground-from-code-error"
        value={typed ?? made}
        onInput={(e) => {
          setTyped(e.currentTarget.value);
          setBuilt(false);
        }}
      />
      <p id="playground-from-code-error" role="alert" class="problems">
        {error}
      </p>
      <div class="row">
        <button type="button" class="button" onClick={build}>
          {t.playgroundFromCodeUse}
        </button>
        <span class="small" role="status">
          {built && typed === null ? t.playgroundFromCodeBuilt : ""}
        </span>
      </div>
    </section>
  );
}
