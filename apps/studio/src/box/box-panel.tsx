/** What is inside a call of the library: its docs, its source, its gradient, and the learner's own in its place. */
import type { ExerciseSummary } from "@gradus/content";
import type { Verdict } from "@gradus/exercise";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { insideOf } from "../language/client.ts";
import type { Boxed } from "../language/protocol.ts";
import { request } from "../state/connection.ts";
import { tryInPlace } from "../state/grading.ts";
import { catalogue, progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import { colorCode, Markdown } from "../ui/markdown.tsx";
import { VerdictView } from "../ui/verdict.tsx";
import { shapeWords } from "./shape-words.ts";
import "../styles/box.css";
import { lessonHref } from "../router.ts";

const Code = ({ text }: { text: string }): JSX.Element => (
  <pre class="printed">
    <code dangerouslySetInnerHTML={{ __html: colorCode(text, "ts") }} />
  </pre>
);

/** The exercise that builds this call: a way to it, or the learner's text and its trial in the library's place. */
function Own({ exercise }: { exercise: ExerciseSummary }): JSX.Element {
  const passed = progress.value?.exercises[exercise.id] === "passed";
  const isIn = progress.value?.swapped.includes(exercise.id) ?? false;
  const text = useSignal<string | null>(null);
  const verdict = useSignal<Verdict | null>(null);
  const busy = useSignal(false);

  useEffect(() => {
    if (!passed) return;
    void request<{ passing: string | null }>(`/api/exercises/${exercise.id}`).then((e) => {
      text.value = e.passing;
    });
  }, [exercise.id, passed]);

  const link = <a href={lessonHref(exercise.lesson, exercise.id)}>{exercise.title}</a>;
  if (!passed)
    return (
      <p>
        {t.boxBuildIt} {link}
      </p>
    );
  const put = (on: boolean): Promise<void> => tell({ kind: "swap", exercise: exercise.id, on });
  const swap = async (): Promise<void> => {
    if (text.value === null) return;
    busy.value = true;
    try {
      verdict.value = await tryInPlace(exercise.id, text.value);
      if (verdict.value.passed) await put(true);
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <p>
        {t.boxBuilt} {link}
      </p>
      {text.value !== null && <Code text={text.value.trim()} />}
      <button
        type="button"
        class="button"
        disabled={busy.value || text.value === null}
        onClick={() => {
          if (!isIn) return void swap();
          verdict.value = null;
          void put(false);
        }}
      >
        <Icon name="reset" size={16} />
        {busy.value ? t.boxSwapping : isIn ? t.boxSwapOut : t.boxSwap}
      </button>
      <div aria-live="polite">
        {verdict.value?.passed && (
          <p class="positive">
            <Icon name="check" size={16} /> {t.boxSwapped}
          </p>
        )}
        {isIn && <p>{t.boxSwappedIn}</p>}
        {verdict.value && !verdict.value.passed && <VerdictView verdict={verdict.value} />}
      </div>
    </>
  );
}

/** What it calls in turn, each a box of its own. */
function MadeOf({ box, onOpen }: { box: Boxed; onOpen: (inner: Boxed) => void }): JSX.Element {
  const lost = useSignal<string | null>(null);
  const open = async (name: string): Promise<void> => {
    const found = await insideOf(box.path, name);
    if (found) onOpen(found);
    else lost.value = name;
  };
  return (
    <div class="box-parts">
      <span class="muted small">{t.boxMadeOf}</span>
      {box.madeOf.map((name) => (
        <button key={name} type="button" class="button" onClick={() => void open(name)}>
          <code>{name}</code>
        </button>
      ))}
      {lost.value && <span class="muted small">{t.boxNotFound(lost.value)}</span>}
    </div>
  );
}

export function BoxPanel({
  box: first,
  onClose,
}: {
  box: Boxed;
  onClose: () => void;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  /** The boxes opened inside the first one, the innermost last. */
  const trail = useSignal<readonly Boxed[]>([]);
  useEffect(() => {
    trail.value = [];
  }, [first]);
  const box = trail.value.at(-1) ?? first;
  const outer = trail.value.length > 0 ? (trail.value.at(-2) ?? first) : null;
  useEffect(() => heading.current?.focus(), [box]);
  const exercise = catalogue.value?.exercises.find((e) => e.builds === box.name);
  const examples = box.tags.flatMap(([name, text]) => (name === "example" ? [text] : []));
  return (
    <section
      class="box"
      aria-labelledby="box-title"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header>
        <h3 id="box-title" ref={heading} tabIndex={-1}>
          <Icon name="box" size={18} /> {t.boxTitle} <code>{box.name}</code>
        </h3>
        <button type="button" class="button quiet" onClick={onClose} aria-label={t.close}>
          <Icon name="cross" size={16} />
        </button>
      </header>
      {outer && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            trail.value = trail.value.slice(0, -1);
          }}
        >
          <Icon name="back" size={16} />
          {t.boxBack(outer.name)}
        </button>
      )}
      {box.docs.trim() !== "" && <Markdown text={box.docs} />}
      {box.tags
        .filter(([name]) => name === "shape")
        .map(([, text]) => (
          <p key={text} class="box-shape">
            <Markdown text={shapeWords(text)} inline />
          </p>
        ))}
      {examples.length > 0 && <Code text={examples.join("\n")} />}
      {exercise && (
        <>
          <h4>{t.boxYours}</h4>
          <Own key={exercise.id} exercise={exercise} />
        </>
      )}
      {box.madeOf.length > 0 && (
        <MadeOf
          key={`${box.path}/${box.name}`}
          box={box}
          onOpen={(inner) => {
            trail.value = [...trail.value, inner];
          }}
        />
      )}
      <details class="box-more" key={`source ${box.path}/${box.name}`}>
        <summary>{t.boxSource}</summary>
        <Code text={box.signature} />
        <dl class="box-tags">
          {box.tags
            .filter(([name]) => name !== "example" && name !== "shape")
            .map(([name, text]) => (
              <div key={name + text}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
        </dl>
        <Code text={box.source} />
        <p class="muted small">{box.path}</p>
      </details>
      <details class="box-more" key={`gradient ${box.path}/${box.name}`}>
        <summary>{t.boxGradient}</summary>
        {box.gradient ? (
          <>
            <p class="small">{t.boxGradientRule}</p>
            <Code text={box.gradient} />
          </>
        ) : (
          <p>
            {box.madeOf.length > 0 ? t.boxGradientOf(box.madeOf.join(", ")) : t.boxGradientNone}
          </p>
        )}
      </details>
    </section>
  );
}
