/** The picture that explains a failure: two shapes and the axis where they part, windows, or curves. */
import type { Picture } from "@gradus/exercise";
import type { JSX } from "preact";
import { PanelView } from "../charts/scene.tsx";

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
  if (picture.kind === "window") {
    const [rows, columns] = picture.size;
    const box = (
      [top, left, height, width]: readonly [number, number, number, number],
      color: "negative" | "positive",
      label: string,
    ) =>
      ({
        mark: "box",
        x: left,
        y: rows - top - height,
        width,
        height,
        color,
        fill: true,
        label,
      }) as const;
    return (
      <PanelView
        label="the window used, and the right one"
        panel={{
          x: { domain: [0, columns], hidden: true },
          y: { domain: [0, rows], hidden: true },
          aspect: columns / rows,
          marks: [
            { mark: "box", x: 0, y: 0, width: columns, height: rows, color: "muted" },
            box(picture.used, "negative", "used"),
            box(picture.right, "positive", "right"),
          ],
        }}
      />
    );
  }
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
