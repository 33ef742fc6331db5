/**
 * A value as messages show it, whatever it is; nothing here throws.
 *
 * @example shown([1, null, "a"]) // [1, null, "a"]
 */
export function shown(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) {
    const some = value.slice(0, 8).map(shown);
    return `[${(value.length > 8 ? [...some, "…"] : some).join(", ")}]`;
  }
  if ("node" in value && "requiresGrad" in value) return "a tensor";
  return `an object (${value.constructor?.name ?? "of no class"})`;
}
