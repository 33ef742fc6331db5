/** A value as a learner can look at it: numbers in a grid, a heat map, or an image, as fits. */
import type { Shown } from "@gradus/exercise";
import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { TensorCard } from "../output/tensor-view.tsx";
import type { ShownTensor, TensorView } from "../output/views.ts";

/** The flat place that the rest of a difference's path points at. */
function placeOf(shape: readonly number[], path: readonly (string | number)[]): number {
  const index = path.filter((p): p is number => typeof p === "number");
  if (index.length !== shape.length || shape.length === 0) return -1;
  return index.reduce((at, i, axis) => at * (shape[axis] as number) + i, 0);
}

/** Begins as a heat map, in which a difference is seen at once. */
function ShownTensorView({ value, mark }: { value: ShownTensor; mark: number }): JSX.Element {
  const view = useMemo(() => signal<TensorView>("heat"), []);
  return <TensorCard tensor={value} view={view} mark={mark} />;
}

export function ShownView({
  value,
  path = [],
}: {
  value: Shown;
  path?: readonly (string | number)[];
}): ComponentChildren {
  switch (value.kind) {
    case "number":
      return <code>{String(value.value)}</code>;
    case "text":
      return <code class="text">{value.text}</code>;
    case "tensor":
      return <ShownTensorView value={value} mark={placeOf(value.shape, path)} />;
    case "list":
      return (
        <ol class="shown-list">
          {value.items.map((item, i) => (
            <li key={i}>
              <ShownView value={item} path={path[0] === i ? path.slice(1) : []} />
            </li>
          ))}
        </ol>
      );
    case "record":
      return (
        <dl class="shown-record">
          {value.entries.map(([name, item]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <ShownView value={item} path={path[0] === name ? path.slice(1) : []} />
              </dd>
            </div>
          ))}
        </dl>
      );
  }
}
