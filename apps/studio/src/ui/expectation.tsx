/** "What do you expect here?": one number, asked for before what differs is shown. */
import { type Expectation, expectationSaid, readNumber } from "@gradus/exercise";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../strings/strings.ts";

/** A question before what differs is shown, where there is one: answered or skipped, it is shown. */
export function Asking({
  asked,
  about,
  children,
}: {
  asked?: Expectation | null | undefined;
  /** The case that failed. */
  about: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  const [said, setSaid] = useState<number | "skipped" | null>(null);
  const [text, setText] = useState("");
  const [unread, setUnread] = useState(false);
  useEffect(() => {
    setSaid(null);
    setText("");
    setUnread(false);
  }, [asked]);
  if (!asked || said === "skipped") return children;
  if (said !== null)
    return (
      <>
        <p class="expectation-said">{expectationSaid(asked, said)}</p>
        {children}
      </>
    );
  return (
    <form
      class="expectation"
      onSubmit={(event) => {
        event.preventDefault();
        const value = readNumber(text);
        setUnread(value === undefined);
        if (value !== undefined) setSaid(value);
      }}
    >
      <p>
        <strong>{t.expectTitle}</strong> {t.expectLead}
      </p>
      {about}
      <label>
        {asked.question}
        <input
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={text}
          aria-invalid={unread}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {unread && (
        <p class="negative small" role="alert">
          {t.expectUnread}
        </p>
      )}
      <p class="expectation-buttons">
        <button type="submit" class="button primary">
          {t.expectShow}
        </button>
        <button type="button" class="button quiet" onClick={() => setSaid("skipped")}>
          {t.expectSkip}
        </button>
      </p>
    </form>
  );
}
