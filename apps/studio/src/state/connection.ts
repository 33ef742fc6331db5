/** Talking to the gradus server: the key of this start, JSON requests, and whether the server is there. */
import { signal } from "@preact/signals";

export const connection = signal<"ok" | "lost" | "no-key">("ok");

const storeKey = "gradus-key";

function readKey(): string | null {
  const fromLink = new URLSearchParams(location.hash.slice(1)).get("token");
  try {
    if (fromLink) {
      localStorage.setItem(storeKey, fromLink);
      history.replaceState(null, "", location.pathname + location.search);
    }
    return fromLink ?? localStorage.getItem(storeKey);
  } catch {
    return fromLink;
  }
}

const key = readKey();

export class RequestError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const said = typeof body === "object" && body && "error" in body ? String(body.error) : "";
    super(said || `The server answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

/** The bytes at an address; throws RequestError for an answer that is not a success. */
export async function requestBytes(path: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { "x-gradus-token": key ?? "" } });
  } catch (error) {
    connection.value = "lost";
    throw error;
  }
  if (!response.ok) throw new RequestError(response.status, null);
  return new Uint8Array(await response.arrayBuffer());
}

/** A JSON request; throws RequestError for an answer that is not a success. */
export async function request<T>(
  path: string,
  options: { method?: string; body?: unknown } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? "GET",
      headers: {
        "x-gradus-token": key ?? "",
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch (error) {
    connection.value = "lost";
    throw error;
  }
  connection.value = response.status === 401 ? "no-key" : "ok";
  const text = await response.text();
  let body: unknown = null;
  if (text !== "")
    try {
      body = JSON.parse(text);
    } catch {
      body = { error: text };
    }
  if (!response.ok) throw new RequestError(response.status, body);
  return body as T;
}

/** Server-sent events need the key in the address, since they cannot carry a header. */
export const eventsUrl = (path: string): string => `${path}?token=${encodeURIComponent(key ?? "")}`;

/** Saves an answer as a file: the key goes in a header, which a plain link cannot send. */
export async function download(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { "x-gradus-token": key ?? "" } });
  if (!response.ok) throw new RequestError(response.status, null);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
