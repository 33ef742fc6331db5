/** What the functions of this package are handed, checked where they begin. */
import { argumentError } from "./errors.ts";

/** Refuses what is no Uint8Array. @throws DataError `data/argument` */
export function needBytes(where: string, bytes: unknown): void {
  if (!(bytes instanceof Uint8Array)) throw argumentError(where, "the data", bytes, "a Uint8Array");
}

/** Refuses what is no path. @throws DataError `data/argument` */
export function needPath(where: string, path: unknown): void {
  if (typeof path !== "string" || path === "")
    throw argumentError(where, "the path", path, "a text that is not empty");
}

/** Refuses what is no object of things by name, nor a Map. @throws DataError `data/argument` */
export function needNamed(where: string, named: unknown): void {
  if (typeof named !== "object" || named === null || Array.isArray(named))
    throw argumentError(where, "the data", named, "an object or a Map of it by name");
}
