/** What addresses and the bodies of requests must hold. */
import type { Context } from "hono";
import type { Adopted } from "../workspace/workspace.ts";
import type { Metric, NewRun, RunWords } from "./runs.ts";

/** A request that is not what its address takes. */
export class RequestError extends Error {
  readonly code = "server/request";

  constructor(field: string, value: unknown) {
    const shown = (JSON.stringify(value) ?? "missing").slice(0, 80);
    super(
      `request: ${field} is ${shown}, which fits nothing here.\nHint: reload the page.\n(server/request)`,
    );
    this.name = "RequestError";
  }
}

/** The id that the last two names of an address make. */
export const idOf = (c: Context): string => `${c.req.param("course")}/${c.req.param("name")}`;

/** A request's JSON. A page of another origin cannot send this type without being asked first. @throws RequestError */
export async function bodyOf(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/.test(type)) throw new RequestError("content-type", type);
  try {
    return await request.json();
  } catch (error) {
    throw new RequestError("body", (error as Error).message);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RequestError("body", value);
  return value as Fields;
}

function textIn(fields: Fields, name: string, most: number): string {
  const value = fields[name];
  if (typeof value !== "string" || value.length > most) throw new RequestError(name, value);
  return value;
}

/** A name as a person gives one: a line without control characters. */
function nameIn(fields: Fields, name: string): string {
  const value = textIn(fields, name, 200).trim();
  if (value === "" || /\p{Cc}/u.test(value)) throw new RequestError(name, value);
  return value;
}

const mostCode = 256 * 1024;

/** A save of an exercise. @throws RequestError */
export function readSave(value: unknown): { text: string; baseVersion: string | null } {
  const fields = fieldsOf(value);
  const { baseVersion } = fields;
  if (baseVersion !== null && typeof baseVersion !== "string")
    throw new RequestError("baseVersion", baseVersion);
  return { text: textIn(fields, "text", mostCode), baseVersion };
}

/** A text to take as an exercise's file, and where it comes from: a review unless told. @throws RequestError */
export function readAdopted(value: unknown): { text: string; why: Adopted } {
  const fields = fieldsOf(value);
  const { why = "review" } = fields;
  if (why !== "review" && why !== "lines") throw new RequestError("why", why);
  return { text: textIn(fields, "text", mostCode), why };
}

const mostNotes = 20_000;

/** What a learner says about a run: any of name, notes and group. @throws RequestError */
export function readRunWords(value: unknown): RunWords {
  const fields = fieldsOf(value);
  const { name, notes, group } = fields;
  return {
    ...(name !== undefined && { name: nameIn(fields, "name") }),
    ...(notes !== undefined && { notes: textIn(fields, "notes", mostNotes) }),
    ...(group !== undefined && { group: group === "" ? "" : nameIn(fields, "group") }),
  };
}

/** A run a page has trained. @throws RequestError */
export function readNewRun(value: unknown): NewRun {
  const fields = fieldsOf(value);
  const { metrics, code } = fields;
  if (!Array.isArray(metrics)) throw new RequestError("metrics", metrics);
  for (const m of metrics) {
    const { step } = fieldsOf(m);
    if (typeof step !== "number" || !(step >= 0)) throw new RequestError("metrics.step", step);
  }
  return {
    name: nameIn(fields, "name"),
    model: nameIn(fields, "model"),
    data: nameIn(fields, "data"),
    dataHash: textIn(fields, "dataHash", 200),
    config: fieldsOf(fields.config),
    ...(code !== undefined && { code: textIn(fields, "code", mostCode) }),
    metrics: metrics as readonly Metric[],
  };
}
