/**
 * Who writes to a run folder: `run.lock` names the process. Two that trained in one folder would mix their metrics and
 * overwrite each other's checkpoints. A process that was killed leaves its lock behind, so the lock says enough to tell
 * that its holder has gone: the machine, the process id, and when that process started, since ids are used again.
 */
import { lockedError, runFolderError } from "./errors.ts";
import { nodeModule, systemCode } from "./node-modules.ts";

/** The process that a lock names. */
export interface RunHolder {
  readonly pid: number;
  /** When the process started, in the system's own words; empty where the system does not tell. */
  readonly started: string;
  readonly host: string;
  /** When it took the lock. */
  readonly since: string;
}

const lockName = "run.lock";

/** When a process started, told apart from others of the same id; empty where that cannot be known. */
function startOf(pid: number): string {
  const fs = nodeModule("node:fs");
  try {
    // The fields behind the name, which may hold spaces and brackets: the 20th is the start in ticks since boot.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${ticks}`;
  } catch {
    if (process.platform === "win32" || process.platform === "linux") return "";
  }
  try {
    const { execFileSync } = nodeModule("node:child_process");
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and belongs to somebody else.
    return systemCode(error) === "EPERM";
  }
}

function parseHolder(text: string): RunHolder | null {
  try {
    const { pid, started, host, since } = JSON.parse(text) as Partial<RunHolder>;
    const whole = typeof host === "string" && typeof since === "string";
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0 || !whole) return null;
    return { pid: pid as number, started: String(started ?? ""), host, since };
  } catch {
    return null;
  }
}

/** Whether a holder may still be there. Of another machine nothing is known, so it may. */
function mayLive(holder: RunHolder): boolean {
  if (holder.host !== nodeModule("node:os").hostname()) return true;
  if (!isRunning(holder.pid)) return false;
  const start = startOf(holder.pid);
  return start === "" || holder.started === "" || start === holder.started;
}

function readLock(path: string): string | null {
  try {
    return nodeModule("node:fs").readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return null;
    throw runFolderError(path, error);
  }
}

/** The process that is writing to a run folder, or null. */
export function runHolder(folder: string): RunHolder | null {
  const text = readLock(`${folder}/${lockName}`);
  const holder = text === null ? null : parseHolder(text);
  return holder && mayLive(holder) ? holder : null;
}

/** Puts a file in place whole, if there is none of its name; gives whether it did. */
function placeNew(path: string, text: string): boolean {
  const fs = nodeModule("node:fs");
  const beside = `${path}.${process.pid}-0.tmp`;
  try {
    fs.writeFileSync(beside, text);
    fs.linkSync(beside, path);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    const noLinks = ["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK"];
    if (!noLinks.includes(systemCode(error) ?? "")) throw runFolderError(path, error);
  } finally {
    fs.rmSync(beside, { force: true });
  }
  try {
    fs.writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw runFolderError(path, error);
  }
}

/** Takes a lock away whose holder has gone; leaves one that another process has put there meanwhile. */
function removeStale(path: string, stale: string): void {
  const fs = nodeModule("node:fs");
  const aside = `${path}.${process.pid}-1.tmp`;
  try {
    fs.renameSync(path, aside);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw runFolderError(path, error);
  }
  const taken = fs.readFileSync(aside, "utf8");
  fs.rmSync(aside, { force: true });
  if (taken !== stale) placeNew(path, taken);
}

/**
 * Takes a run folder for this process.
 *
 * @returns gives it back
 * @throws DataError `train/locked` while another process, or another log of this one, has it
 */
export function lockRun(folder: string): () => void {
  const fs = nodeModule("node:fs");
  const path = `${folder}/${lockName}`;
  const mine: RunHolder = {
    pid: process.pid,
    started: startOf(process.pid),
    host: nodeModule("node:os").hostname(),
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify({ ...mine, key: nodeModule("node:crypto").randomUUID() })}\n`;
  // The second round comes after a stale lock, a third only when processes race for one.
  for (let round = 0; round < 8; round++) {
    if (placeNew(path, text))
      return () => {
        if (readLock(path) === text) fs.rmSync(path, { force: true });
      };
    const found = readLock(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder && mayLive(holder))
      throw lockedError(folder, holder, holder.pid === mine.pid && holder.host === mine.host);
    removeStale(path, found);
  }
  throw runFolderError(path, new Error("other processes take the lock again and again"));
}
