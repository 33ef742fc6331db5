/**
 * What markdown-it needs of `entities`, by the browser itself, which knows every name: the package's own table of them
 * would be 15 KB of what a lesson loads. The build puts this in its place.
 */
const place = document.createElement("span");

/** The text that an entity such as `&nbsp;` stands for; itself where there is none of the name. */
export function decodeHTMLStrict(entity: string): string {
  // Nothing but one entity is ever read as HTML, so no element can come of it.
  if (!/^&\w+;$/.test(entity)) return entity;
  place.innerHTML = entity;
  const text = place.textContent ?? "";
  // HTML reads the beginning of an unknown name as an old entity without its semicolon: `&notit;` as `¬it;`.
  return text.length > 1 && text.endsWith(";") ? entity : text;
}
