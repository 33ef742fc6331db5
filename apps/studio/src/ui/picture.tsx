/** The picture that explains a failure: two shapes and the axis where they part, windows, or curves. */
import type { FigureColor, Mark } from "@gradus/content";
import type { Picture } from "@gradus/exercise";
import type { JSX } from "preact";
import { PanelView } from "../charts/scene.tsx";
import { t } from "../strings/strings.ts";

function Shape({
  name,
  shape,
  axis,
  ranks,
}: {
  name: string;
  shape: readonly number[];
  axis: number;
  ranks: number;
}): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      {Array.from({ length: ranks }, (_, i) => {
        const fromRight = i - ranks;
        const n = shape.at(fromRight);
        const there = shape.length >= -fromRight;
        return (
          <td key={fromRight} class={there && fromRight === axis ? "clash" : undefined}>
            {there ? n : ""}
          </td>
        );
      })}
    </tr>
  );
}

/** An input with its padding, the window that a cell should look at, and the one that gives the learner's number. */
function WindowView({
  picture: { cell, size, values, pad, right, used, says },
}: {
  picture: Extract<Picture, { kind: "window" }>;
}): JSX.Element {
  const [rows, columns] = size;
  const beyond = [right, ...(used ? [used] : [])].map(([top, left, height, width]) =>
    Math.max(-top, -left, top + height - rows, left + width - columns),
  );
  const border = Math.max(pad, ...beyond);
  const box = (
    [top, left, height, width]: readonly [number, number, number, number],
    color: FigureColor,
    inset: number,
  ): Mark => ({
    mark: "box",
    x: left + inset,
    y: rows - top - height + inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    color,
    fill: true,
  });
  const [across, down] = [columns + 2 * border, rows + 2 * border];
  const small = Math.max(across, down) > 9;
  const numbers = values.map(
    (v, i): Mark => ({
      mark: "text",
      x: (i % columns) + 0.5,
      y: rows - Math.floor(i / columns) - 0.5,
      text: String(Number(v.toPrecision(3))),
      size: small ? 10 : 13,
    }),
  );
  return (
    <figure class="window-picture">
      <PanelView
        label={says}
        panel={{
          title: t.windowOf(cell),
          x: { domain: [-border, columns + border], hidden: true },
          y: { domain: [-border, rows + border], hidden: true },
          aspect: across / down,
          marks: [
            ...(pad > 0 ? [box([-pad, -pad, rows + 2 * pad, columns + 2 * pad], "muted", 0)] : []),
            { mark: "box", x: 0, y: 0, width: columns, height: rows, color: "muted" },
            ...numbers,
            ...(used ? [box(used, "negative", 0.1)] : []),
            box(right, "positive", 0.02),
          ],
        }}
      />
      <ul class="legend">
        <li>
          <i style="background: var(--positive)" />
          {t.rightWindow}
        </li>
        {used && (
          <li>
            <i style="background: var(--negative)" />
            {t.usedWindow}
          </li>
        )}
      </ul>
      <figcaption>{says}</figcaption>
    </figure>
  );
}

export function PictureView({ picture }: { picture: Picture }): JSX.Element | null {
  if (picture.kind === "curve")
    return (
      <PanelView
        label={picture.title}
        panel={{
          title: picture.title,
          x: { label: "step" },
          marks: picture.series.map((s, i) => ({
            mark: "line",
            x: s.y.map((_, k) => k),
            y: s.y,
            label: s.name,
            color: (["accent", "fourth", "third", "positive"] as const)[i % 4] ?? "accent",
          })),
        }}
      />
    );
  if (picture.kind === "window") return <WindowView picture={picture} />;
  const ranks = Math.max(picture.left.shape.length, picture.right.shape.length);
  return (
    <table class="shapes">
      <tbody>
        <Shape {...picture.left} axis={picture.axis} ranks={ranks} />
        <Shape {...picture.right} axis={picture.rightAxis ?? picture.axis} ranks={ranks} />
      </tbody>
    </table>
  );
}
