/**
 * `gradus content new`: a lesson, an exercise, a data set or a paper from a template. What a template cannot know
 * stands in it as a sentence to replace; `gradus content check` says what is still open.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isId } from "@gradus/content";
import type { Flags, Io } from "../command.ts";
import { contentFolder } from "../workspace/find.ts";
import { templates } from "./content-templates.ts";

export const kinds: readonly string[] = Object.keys(templates);

/** `03-sigmoid` as its id: `sigmoid`. */
const idOf = (name: string): string => name.replace(/^\d+-/, "");

/** `two-layer-model` as a function's name: `twoLayerModel`. */
const camel = (id: string): string =>
  id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `two-layer-model` as a title: `Two layer model`. */
const title = (id: string): string => {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** @returns the exit status: 0 done, 1 something is there already, 2 called wrongly */
export function newContent(
  [kind = "", path = ""]: readonly string[],
  flags: Flags,
  io: Io,
): number {
  const template = Object.hasOwn(templates, kind) ? templates[kind] : undefined;
  if (!template || path === "") {
    io.err(`content new: say what and where: gradus content new ${kinds.join("|")} PATH`);
    return 2;
  }
  const folder = typeof flags.content === "string" ? flags.content : contentFolder();
  const parts = path
    .replace(/\/+$/, "")
    .replace(/^content\//, "")
    .split("/");
  const below = parts[0] === template.top ? parts.slice(1) : parts;
  const name = below.at(-1) ?? "";
  const id = template.numbered ? idOf(name) : name;
  const shape = `${template.top}/${template.shape}`;
  if (
    below.length !== template.shape.split("/").length ||
    !isId(id) ||
    (template.numbered && id === name)
  ) {
    io.err(
      `content new: "${path}" cannot be the place; it is written like ${shape}, as in ${template.top}/${template.example}.`,
    );
    return 2;
  }
  const to = join(folder, template.top, ...below);
  if (existsSync(to)) {
    io.err(`content new: ${to} is there already.`);
    return 1;
  }
  if (!existsSync(dirname(to))) {
    io.err(`content new: there is no folder ${dirname(to)}; begin that first.`);
    return 1;
  }
  const files = template.files({ id, name: camel(id), title: title(id) });
  mkdirSync(to, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(to, file), text);
    io.out(join(to, file));
  }
  io.out(template.next(id));
  return 0;
}
