/** What a run printed: its lines as text, and the tensors in them below, each in the view it was last seen in. */
import type { PrintedValue } from "@gradus/exercise";
import type { JSX } from "preact";
import { TensorCard, viewFor } from "./tensor-view.tsx";

interface Piece {
  readonly lines: readonly string[];
  readonly values: readonly PrintedValue[];
}

/** So much of a tensor's text tells where it stands in a line. */
const knownBy = 200;

/** A tensor's own text gives way to its name and shape, since it is shown below. */
function withoutValues(line: string, values: readonly PrintedValue[]): string {
  let text = line;
  for (const v of values) {
    const shape = `[${v.value.shape.join(", ")}]`;
    const cut = text.indexOf(v.text.slice(0, knownBy));
    if (text.includes(v.text)) text = text.replace(v.text, () => shape);
    else if (cut >= 0) {
      // It is long and was cut; what follows goes on behind the dots.
      const end = text.indexOf("…", cut);
      text = `${text.slice(0, cut)}${shape}${end < 0 ? "" : text.slice(end + 1)}`;
    }
  }
  return text;
}

/** Lines without tensors go together; a line with some stands by itself. */
export function piecesOf(lines: readonly string[], values: readonly PrintedValue[]): Piece[] {
  const pieces: { lines: string[]; values: readonly PrintedValue[] }[] = [];
  for (const [i, line] of lines.entries()) {
    const own = values.filter((v) => v.line === i);
    const last = pieces.at(-1);
    if (own.length > 0) pieces.push({ lines: [withoutValues(line, own)], values: own });
    else if (last && last.values.length === 0) last.lines.push(line);
    else pieces.push({ lines: [line], values: [] });
  }
  return pieces;
}

/** A line that is nothing but its tensors' names and shapes says no more than the cards do. */
const saysMore = ({ lines, values }: Piece): boolean => {
  let rest = lines.join("\n");
  for (const { name, value } of values) {
    rest = rest.replace(`[${value.shape.join(", ")}]`, "");
    if (name) rest = rest.replace(name, "");
  }
  return /[^\s:=,{}[\]…]/.test(rest);
};

export function PrintedView({
  exercise,
  lines,
  values,
}: {
  exercise: string;
  lines: readonly string[];
  values: readonly PrintedValue[];
}): JSX.Element {
  return (
    <div class="printed-all">
      {piecesOf(lines, values).map((piece, i) => (
        <div key={i}>
          {(piece.values.length === 0 || saysMore(piece)) && (
            <pre class="printed">{piece.lines.join("\n")}</pre>
          )}
          {piece.values.map((v, k) => (
            <TensorCard
              key={k}
              tensor={v.value}
              name={v.name}
              view={viewFor(`${exercise}/${v.name || `${i}.${k}`}`, "values")}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
