/**
 * Who may talk to the server. It listens on loopback only, but every web page the learner has open can send
 * requests there, and a name of the attacker's can be made to point there (DNS rebinding). So: the Host must be
 * one of ours, an Origin must be ours where there is one, and everything below /api needs the token of this
 * start, which stands only in the address that was printed.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";

export const tokenHeader = "x-gradus-token";

/** The names under which a loopback server on a port is reached. */
export function ownHosts(port: number): ReadonlySet<string> {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  // A browser leaves the default port out.
  return new Set(names.flatMap((n) => (port === 80 ? [n, `${n}:80`] : [`${n}:${port}`])));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const refuse = (c: Context, status: 401 | 403 | 421, error: string): Response =>
  c.json({ error }, status);

/** Holds Host and Origin against our own addresses. */
export function originGuard(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const hosts = ownHosts(port());
    const host = c.req.header("host") ?? "";
    if (!hosts.has(host.toLowerCase()))
      return refuse(c, 421, "This server answers to 127.0.0.1 and localhost only.");
    const origin = c.req.header("origin");
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(c, 403, "Requests from other origins are refused.");
    const site = c.req.header("sec-fetch-site");
    const crossSite = site !== undefined && site !== "same-origin" && site !== "none";
    // A link on another page may lead here; nothing else of another page may.
    const visit = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
    if (crossSite && (!visit || c.req.path.startsWith("/api/")))
      return refuse(c, 403, "Requests from other sites are refused.");
    return next();
  };
}

/** Asks for the token: in a header, or, for the stream of changes, which cannot send one, in the address. */
export function tokenGuard(token: string): MiddlewareHandler {
  return async (c, next) => {
    const inAddress = c.req.path === "/api/watch" && c.req.method === "GET";
    const given = c.req.header(tokenHeader) ?? (inAddress ? c.req.query("token") : undefined) ?? "";
    if (!equal(given, token))
      return refuse(
        c,
        401,
        "The key of this start is missing; open the address that gradus printed.",
      );
    return next();
  };
}

/** Our addresses as a policy can name them. */
const ownAddresses = (port: number): string =>
  [...ownHosts(port)]
    .filter((host) => !host.startsWith("["))
    .map((host) => `http://${host}`)
    .join(" ");

const pagePolicy = (port: number): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    // The editor and the formulas set styles from code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    // Learner code runs in a frame under our other name, and so in another process.
    `frame-src ${ownAddresses(port)}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** For workers, which run the learner's code: programs from text, and no way out. */
const workerPolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'",
  "connect-src 'none'",
  "worker-src 'self' blob:",
].join("; ");

/** For the frame that learner code runs in: it may start workers, and only the studio may show it. */
const framePolicy = (port: number): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ownAddresses(port)}`,
  ].join("; ");

const framePath = "/run.html";

/** For answers that are data. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Whether a script of the studio runs as a worker; the build keeps the word in its name. */
export const isWorkerScript = (path: string): boolean => /worker[^/]*\.js$/i.test(path);

function policyOf(path: string, port: number): string {
  if (path.startsWith("/api/")) return dataPolicy;
  if (path === framePath) return framePolicy(port);
  return isWorkerScript(path) ? workerPolicy : pagePolicy(port);
}

/** The headers every answer carries. */
export function answerHeaders(path: string, port: number): Record<string, string> {
  const framed = path === framePath;
  return {
    "content-security-policy": policyOf(path, port),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": framed ? "cross-origin" : "same-origin",
    "x-content-type-options": "nosniff",
    ...(!framed && { "x-frame-options": "DENY" }),
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  };
}

/** Puts the headers on every answer, errors included. */
export function headers(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(answerHeaders(c.req.path, port())))
      c.res.headers.set(name, value);
    if (c.req.path.startsWith("/api/")) c.res.headers.set("cache-control", "no-store");
  };
}
