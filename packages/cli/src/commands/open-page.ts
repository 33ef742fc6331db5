/**
 * Opens the studio in the browser without telling its key to the whole machine: the arguments of a program can be
 * read by every user, so the opening program gets the path of a file that only its owner can read, and the file leads
 * on to the address with the key. Jupyter does the same.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const pageName = /^open-studio-[0-9a-f]{8}\.html$/;
/** A browser that has not opened it by then will not. */
const keptMs = 60_000;

const page = (url: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Gradus</title>
<p><a href="${url}">Open the studio</a></p>
`;

/** Removes pages that a killed process left. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = pageName.test(name) ? statSync(path, { throwIfNoEntry: false }) : undefined;
    if (found && Date.now() - found.mtimeMs > keptMs) rmSync(path, { force: true });
  }
}

/** Opens a file with whatever opens files here; says nothing where there is no such thing. */
function openFile(path: string): void {
  const [program, args] =
    process.platform === "darwin"
      ? ["open", [path]]
      : process.platform === "win32"
        ? ["rundll32", ["url.dll,FileProtocolHandler", path]]
        : ["xdg-open", [path]];
  const child = spawn(program as string, args as string[], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/**
 * Opens an address in the browser by way of a file in a folder of the learner's: browsers that are locked into the
 * home folder see it there, where they see neither hidden nor temporary files.
 *
 * @returns removes the file
 */
export function openPage(url: string, folder: string): () => void {
  sweep(folder);
  const path = join(folder, `open-studio-${randomBytes(4).toString("hex")}.html`);
  writeFileSync(path, page(url), { mode: 0o600, flag: "wx" });
  openFile(path);
  const remove = () => rmSync(path, { force: true });
  const timer = setTimeout(remove, keptMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
    remove();
  };
}
