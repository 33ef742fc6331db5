/** One call in Gradus, PyTorch and Keras, and whether the three were run and agreed. */
import type { Comparison } from "@gradus/content";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Compared, readCompared } from "../state/compared.ts";
import { t } from "../strings/strings.ts";
import { colorCode } from "./markdown.tsx";

const libraries = [
  ["Gradus", "gradus", "ts"],
  ["PyTorch", "pytorch", "py"],
  ["Keras", "keras", "py"],
] as const;

function verdictOf(compared: Compared | null): string {
  if (!compared) return t.compareNotRun;
  const { gradus, pytorch, keras, missing } = compared;
  if (!keras) return `${t.compareSame([gradus, pytorch])} ${t.compareLeftOut("Keras", missing)}`;
  return t.compareSame([gradus, pytorch, t.compareOn(keras.name, keras.backend)]);
}

export function CompareView({ compare }: { compare: Comparison }): JSX.Element {
  const [chosen, choose] = useState(0);
  return (
    <section class="compare card">
      <div role="tablist" aria-label={t.compareTitle} class="tabs">
        {libraries.map(([name], i) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={i === chosen}
            onClick={() => choose(i)}
          >
            {name}
          </button>
        ))}
      </div>
      {libraries.map(([name, key, language], i) => (
        <pre key={name} role="tabpanel" hidden={i !== chosen} aria-label={name}>
          <code dangerouslySetInnerHTML={{ __html: colorCode(compare[key].trim(), language) }} />
        </pre>
      ))}
      <p class="muted small">{verdictOf(readCompared(compare.result))}</p>
    </section>
  );
}
