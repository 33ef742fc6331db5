/** How long a program is: lines that hold code, without comments and imports. */
import { nodes, Source } from "./syntax.ts";

/**
 * The number of lines with code of the program's own.
 *
 * @example codeLines('import { tensor } from "gradus";\n// one\nexport const a = 1;\n') // 1
 */
export function codeLines(text: string): number {
  const source = new Source(text);
  const lines = new Set<number>();
  for (const node of nodes(source.top)) {
    if (node.firstChild || node.name.endsWith("Comment")) continue;
    let within = node.parent;
    while (within && within.name !== "ImportDeclaration") within = within.parent;
    if (within || node.from === node.to) continue;
    for (let line = source.lineAt(node.from); line <= source.lineAt(node.to); line++)
      lines.add(line);
  }
  return lines.size;
}
