/**
 * The error-analysis bench: mistakes in a grid, tags that were computed and tags of the learner's own, how many mistakes
 * carry each, and what the error would be if all of those were mended. It knows nothing of projects.
 */
import { countTags, type Inspection, type Mistake } from "@gradus/content";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { percent } from "./numbers.ts";
import type { OwnTags } from "./own-tags.ts";

const mostTag = 30;

function Picture({
  picture,
  label,
}: {
  picture: NonNullable<Mistake["picture"]>;
  label: string;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { rows, columns, values } = picture;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(columns, rows);
    values.forEach((v, i) => {
      image.data.set([v, v, v, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [picture]);
  return <canvas ref={canvas} width={columns} height={rows} role="img" aria-label={label} />;
}

function MistakeCard({
  mistake,
  place,
  own,
  active,
  toggle,
}: {
  mistake: Mistake;
  place: number;
  own: readonly string[];
  active: string | null;
  toggle: () => void;
}): JSX.Element {
  const { picture, facts = [], truth, answer, tags } = mistake;
  const content = (
    <>
      <span class="small muted">{place + 1}</span>
      {picture && <Picture picture={picture} label={t.benchPicture(place + 1)} />}
      {facts.length > 0 && (
        <span class="facts small">
          {facts.map(([name, value]) => (
            <span key={name}>
              {name}: <b>{value}</b>
            </span>
          ))}
        </span>
      )}
      <span class="said">{t.benchSaid(truth, answer)}</span>
      <span class="tags">
        {tags.map((tag) => (
          <i key={tag}>{tag}</i>
        ))}
        {own.map((tag) => (
          <i key={`own-${tag}`} class="own">
            {tag}
          </i>
        ))}
      </span>
    </>
  );
  if (active === null) return <div class="mistake">{content}</div>;
  return (
    <button type="button" class="mistake" aria-pressed={own.includes(active)} onClick={toggle}>
      {content}
    </button>
  );
}

export function Bench({
  inspection,
  own,
  onChange,
}: {
  inspection: Inspection;
  /** The learner's tags, by the mistake's place. */
  own: OwnTags;
  onChange: (own: OwnTags) => void;
}): JSX.Element {
  const { mistakes, error, of } = inspection;
  const active = useSignal<string | null>(null);
  const written = useSignal("");
  const added = useSignal<readonly string[]>([]);
  const palette = [...new Set([...own.flat(), ...added.value])];
  const counts = countTags(inspection, own);

  const toggle = (i: number): void => {
    const tag = active.value;
    if (tag === null) return;
    onChange(
      mistakes.map((_, k) => {
        const before = own[k] ?? [];
        if (k !== i) return before;
        return before.includes(tag) ? before.filter((x) => x !== tag) : [...before, tag];
      }),
    );
  };

  if (mistakes.length === 0) return <p>{t.benchNone(of)}</p>;
  return (
    <section class="error-bench" aria-label={t.benchTitle}>
      <h4>{t.benchTitle}</h4>
      <p>{t.benchLead(mistakes.length, of, percent(error))}</p>
      <section
        class="table-scroll" /* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */
        tabIndex={0}
        aria-label={t.benchCounts}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t.benchTag}</th>
              <th scope="col">{t.benchCount}</th>
              <th scope="col">{t.benchEverywhere}</th>
              <th scope="col">{t.benchCeiling}</th>
            </tr>
          </thead>
          <tbody>
            {counts.map((c) => (
              <tr key={c.tag}>
                <th scope="row">{c.tag}</th>
                <td>{t.benchOf(c.count, mistakes.length)}</td>
                <td>{c.everywhere === null ? "" : percent(c.everywhere)}</td>
                <td>{percent(c.ceiling)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <form
        class="bench-own"
        onSubmit={(event) => {
          event.preventDefault();
          const tag = written.value.trim();
          if (tag === "") return;
          if (!palette.includes(tag)) added.value = [...added.value, tag];
          active.value = tag;
          written.value = "";
        }}
      >
        <label>
          <span>{t.benchOwn}</span>
          <input
            value={written.value}
            maxLength={mostTag}
            onInput={(event) => {
              written.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="button">
          {t.benchAdd}
        </button>
        {palette.map((tag) => (
          <button
            key={tag}
            type="button"
            class="button quiet"
            aria-pressed={active.value === tag}
            onClick={() => {
              active.value = active.value === tag ? null : tag;
            }}
          >
            {tag}
          </button>
        ))}
      </form>
      <p class="small muted" role="status">
        {active.value === null ? t.benchChoose : t.benchTagging(active.value)}
      </p>
      <div class="mistakes">
        {mistakes.map((mistake, i) => (
          <MistakeCard
            key={i}
            mistake={mistake}
            place={i}
            own={own[i] ?? []}
            active={active.value}
            toggle={() => toggle(i)}
          />
        ))}
      </div>
    </section>
  );
}
