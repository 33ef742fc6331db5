/** Every error of the workspace and the server's own: where, what with the values, one next step, a fixed code. */

/** Something a workspace cannot do, or must not. */
export class WorkspaceError extends Error {
  readonly code: string;

  constructor(code: string, message: string, hint: string) {
    super(`${message}\nHint: ${hint}\n(${code})`);
    this.name = "WorkspaceError";
    this.code = code;
  }
}

/** A name that is no name of a file in the workspace. */
export const nameError = (what: string, name: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/name",
    `workspace: ${JSON.stringify(name.slice(0, 80))} cannot be the name of ${what}.`,
    "names are made of lower-case letters, digits and dashes; gradus learn lists them.",
  );

/** A link in the workspace, which could lead anywhere. */
export const linkError = (path: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/link",
    `workspace: ${path} is a link, and links are not followed.`,
    "put the file or folder itself in its place.",
  );

/** A path that is there and is something else. */
export const kindError = (path: string, wanted: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/kind",
    `workspace: ${path} is not ${wanted}.`,
    "move it away and try again.",
  );

const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EROFS: ["the disk is read-only", "choose a folder you may write to with --workspace."],
  EACCES: ["the permissions do not allow it", "change them, or choose a folder of your own."],
  EPERM: ["the permissions do not allow it", "change them, or choose a folder of your own."],
  ENOSPC: ["the disk is full", "free some space and try again."],
  EDQUOT: ["your disk quota is used up", "free some space and try again."],
  EISDIR: ["this is a folder, not a file", "move the folder away and try again."],
  ENOTDIR: ["a part of the path is a file, not a folder", "correct the path."],
};

/** A file system that says no. */
export function accessError(path: string, error: unknown): WorkspaceError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const known = reasons[code];
  return new WorkspaceError(
    "workspace/access",
    `workspace: ${path}: ${known ? `${known[0]} (${code})` : message}.`,
    known?.[1] ?? "check that the folder is there, is yours, and that the disk has room.",
  );
}

/** A file whose bytes are not the text they should be. */
export const encodingError = (path: string, line: number): WorkspaceError =>
  new WorkspaceError(
    "workspace/encoding",
    `workspace: ${path} is not UTF-8 text: line ${line} holds other bytes. It is left as it is.`,
    "save it as UTF-8 in your editor, then go on.",
  );

/** A text that is larger than any exercise. */
export const sizeError = (path: string, bytes: number, most: number): WorkspaceError =>
  new WorkspaceError(
    "workspace/size",
    `workspace: ${path} has ${bytes} bytes, but at most ${most} are read.`,
    "keep data out of the exercise's file.",
  );

/** An exercise the content does not have. */
export const exerciseError = (id: string, close: readonly string[]): WorkspaceError =>
  new WorkspaceError(
    "workspace/exercise",
    `There is no exercise ${JSON.stringify(id.slice(0, 80))}.`,
    close.length > 0 ? `did you mean ${close.join(" or ")}?` : "gradus learn lists them.",
  );

/** A name that exercises, or lessons, of several courses have. */
export const ambiguousError = (
  kind: string,
  name: string,
  ids: readonly string[],
): WorkspaceError =>
  new WorkspaceError(
    "workspace/ambiguous",
    `There are several ${kind} called ${name}.`,
    `say which: ${ids.join(" or ")}.`,
  );

/** A lesson the content does not have. */
export const lessonError = (id: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/lesson",
    `There is no lesson ${JSON.stringify(id.slice(0, 80))}.`,
    "gradus learn lists them.",
  );

/** A data set the content does not have. */
export const datasetError = (id: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/dataset",
    `There is no data set ${JSON.stringify(id.slice(0, 80))}.`,
    "look into content/datasets for the ones there are.",
  );

/** Other answers to an exercise that the learner has not solved. */
export const notPassedError = (id: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/not-passed",
    `The answers to ${id} are shown once your own has passed, and no version of it has yet.`,
    "gradus hint shows the next hint.",
  );

/** An exercise that has no lines to arrange: its answer is too short, too long, or more than one function. */
export const noLinesError = (id: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/no-lines",
    `The answer to ${id} is not of the kind whose lines can be arranged.`,
    "gradus hint shows the next hint.",
  );

/** Lines to arrange, before the hints that come first. */
export const linesLaterError = (id: string, shown: number, needed: number): WorkspaceError =>
  new WorkspaceError(
    "workspace/lines-later",
    `The lines of an answer to ${id} come after hint ${needed}, and ${shown === 0 ? "none has" : `${shown} ${shown === 1 ? "has" : "have"}`} been shown.`,
    "gradus hint shows the next hint.",
  );

/** A file that changed on the disk after it was read. */
export class ConflictError extends WorkspaceError {
  readonly text: string | null;
  readonly version: string | null;

  constructor(id: string, text: string | null, version: string | null) {
    super(
      "workspace/conflict",
      `workspace: exercises/${id}.ts changed on disk after it was read.`,
      "look at both texts and save the one you want.",
    );
    this.text = text;
    this.version = version;
  }
}

/** A run that is not there, or has a name no run has. */
export const runError = (id: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/run",
    `There is no run ${JSON.stringify(id.slice(0, 80))}.`,
    "reload the list of runs.",
  );

/** A run that cannot be moved while it is being trained. */
export const busyRunError = (id: string, pid: number): WorkspaceError =>
  new WorkspaceError(
    "workspace/run-busy",
    `The run ${JSON.stringify(id)} is being trained by process ${pid}.`,
    "stop the training first (Ctrl-C where it runs); what it has done is kept.",
  );

/** Content that cannot be found beside the program. */
export const installError = (what: string): WorkspaceError =>
  new WorkspaceError(
    "workspace/install",
    `gradus: ${what} cannot be found beside the program.`,
    "install gradus again, or run npm run build in its repository.",
  );

/** A port that cannot be listened on. */
export const portError = (port: number, error: unknown): WorkspaceError =>
  new WorkspaceError(
    "server/port",
    `studio: port ${port} cannot be used (${(error as Error).message}).`,
    "choose another with --port, or leave it out.",
  );
