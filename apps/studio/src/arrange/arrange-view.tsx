/** "Arrange the lines": an answer's lines, to be put in order by buttons, and tried by the exercise's checks. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { colorCode } from "../ui/markdown.tsx";
import { VerdictView } from "../ui/verdict.tsx";
import { giveBack, type Lines, move, take } from "./lines.ts";
import { OpenArrangement } from "./open-arrangement.ts";
import "./arrange.css";

const Code = ({ text }: { text: string }): JSX.Element => (
  <code dangerouslySetInnerHTML={{ __html: colorCode(text, "ts") }} />
);

/** How deep each line stands, by the braces before it. */
function depths(texts: readonly string[]): number[] {
  let depth = 0;
  return texts.map((text) => {
    if (text.startsWith("}")) depth = Math.max(0, depth - 1);
    const own = depth;
    if (text.endsWith("{")) depth++;
    return own;
  });
}

export function ArrangeView({
  exercise,
  onClose,
}: {
  exercise: string;
  onClose: () => void;
}): JSX.Element {
  const open = useSignal<OpenArrangement | null>(null);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    let gone = false;
    OpenArrangement.open(exercise).then(
      (found) => {
        if (!gone) open.value = found;
      },
      (e: unknown) => {
        error.value = e instanceof Error ? e.message : String(e);
      },
    );
    return () => {
      gone = true;
      open.value?.close();
    };
  }, [exercise]);
  return (
    <section class="arrange" aria-label={t.arrangeTitle}>
      <header>
        <h3>{t.arrangeTitle}</h3>
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="cross" size={14} />
          {t.close}
        </button>
      </header>
      {error.value && <p class="negative">{error.value}</p>}
      {!open.value && !error.value && <p class="muted">{t.loading}</p>}
      {open.value && <Arranging arrangement={open.value} />}
    </section>
  );
}

function Arranging({ arrangement }: { arrangement: OpenArrangement }): JSX.Element {
  const { given, lines, verdict, busy, put } = arrangement;
  const { taken, left } = lines.value;
  const said = useSignal("");
  const here = useRef<HTMLDivElement>(null);
  /** The button that had the focus, by its line: a line that moves takes it along. */
  const focus = useRef<string | null>(null);
  useLayoutEffect(() => {
    const wanted = focus.current;
    focus.current = null;
    if (wanted) here.current?.querySelector<HTMLButtonElement>(wanted)?.focus();
  });
  const change = (next: Lines, then: string, what: string): void => {
    focus.current = then;
    said.value = what;
    arrangement.set(next);
  };
  const texts = taken.map((i) => given.lines[i] ?? "");
  const indents = depths(texts);
  return (
    <div ref={here}>
      <p>{t.arrangeLead}</p>
      <div class="arrange-answer">
        <pre class="arrange-given">
          <Code text={given.head} />
        </pre>
        <ol aria-label={t.arrangeTaken}>
          {taken.map((line, at) => (
            <li key={line}>
              <pre style={`margin-left: ${(1 + (indents[at] ?? 0)) * 1.2}em`}>
                <Code text={texts[at] ?? ""} />
              </pre>
              <span class="arrange-buttons">
                <button
                  type="button"
                  data-up={line}
                  aria-label={t.arrangeUp(at + 1)}
                  aria-disabled={at === 0}
                  onClick={() =>
                    change(
                      move(lines.value, line, -1),
                      `[data-up="${line}"]`,
                      t.arrangeAt(Math.max(1, at), taken.length),
                    )
                  }
                >
                  <Icon name="up" size={15} />
                </button>
                <button
                  type="button"
                  data-down={line}
                  aria-label={t.arrangeDown(at + 1)}
                  aria-disabled={at === taken.length - 1}
                  onClick={() =>
                    change(
                      move(lines.value, line, 1),
                      `[data-down="${line}"]`,
                      t.arrangeAt(Math.min(taken.length, at + 2), taken.length),
                    )
                  }
                >
                  <Icon name="down" size={15} />
                </button>
                <button
                  type="button"
                  aria-label={t.arrangeOut(at + 1)}
                  onClick={() =>
                    change(giveBack(lines.value, line), `[data-in="${line}"]`, t.arrangeIsOut)
                  }
                >
                  <Icon name="cross" size={13} />
                </button>
              </span>
            </li>
          ))}
        </ol>
        {taken.length === 0 && <p class="muted small arrange-empty">{t.arrangeEmpty}</p>}
        <pre class="arrange-given">
          <Code text={given.after.trim()} />
        </pre>
      </div>
      <ul class="plain arrange-left" aria-label={t.arrangeLeft}>
        {left.map((line, at) => (
          <li key={line}>
            <button
              type="button"
              data-in={line}
              onClick={() =>
                change(
                  take(lines.value, line),
                  `[data-in="${left[at + 1] ?? left[at - 1] ?? "none"}"], .arrange-try`,
                  t.arrangeAt(taken.length + 1, taken.length + 1),
                )
              }
            >
              <Code text={given.lines[line] ?? ""} />
            </button>
          </li>
        ))}
      </ul>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      <p>
        <button
          type="button"
          class="button primary arrange-try"
          aria-disabled={taken.length === 0 || busy.value !== null}
          onClick={() => {
            if (taken.length > 0) void arrangement.tryIt();
          }}
        >
          {busy.value ? t.checkStarting : t.arrangeTry}
        </button>
      </p>
      <div aria-live="polite">
        {verdict.value && <VerdictView verdict={verdict.value} />}
        {verdict.value?.passed &&
          (put.value ? (
            <p>
              {t.arrangeIsPut} {put.value.kept && t.reviewKept(put.value.kept)}
            </p>
          ) : (
            <>
              <p>{t.arrangeRight}</p>
              <button type="button" class="button" onClick={() => void arrangement.putIntoFile()}>
                {t.arrangePut}
              </button>
            </>
          ))}
      </div>
    </div>
  );
}
