/** Measures a project off the page's thread: its file, with the library it trains with, is a chunk of its own. */
import {
  type Measured,
  type Project,
  type ProjectOutcome,
  type ProjectPlan,
  planOf,
  stateAfter,
} from "@gradus/content";

const files = import.meta.glob<{ default: Project }>(
  "../../../../content/courses/*/*/projects/*.ts",
);
/** What stands in lessons' folders, to be read: how a project's world is made. */
const sources = import.meta.glob<string>(
  ["../../../../content/courses/*/*/*.ts", "!../../../../content/courses/**/*.test.ts"],
  { query: "?raw", import: "default" },
);

export type ProjectWant =
  | { readonly want: "plan" }
  | { readonly want: "measure"; readonly decisions: readonly string[] }
  /** The goal's measure in the state of the reference. */
  | { readonly want: "reference" }
  | { readonly want: "end"; readonly outcome: ProjectOutcome }
  | { readonly want: "source"; readonly file: string };

export type ProjectRequest = {
  readonly id: number;
  readonly lesson: string;
  readonly name: string;
  readonly assets: Readonly<Record<string, Uint8Array>>;
} & (ProjectWant | { readonly want: "stop" });

/** What is answered, by what was wanted. */
export interface ProjectAnswers {
  readonly plan: ProjectPlan;
  readonly measure: Measured;
  readonly reference: number;
  readonly end: string;
  readonly source: string;
}

export type ProjectReply =
  | { readonly id: number; readonly kind: "answer"; readonly answer: unknown }
  | { readonly id: number; readonly kind: "progress"; readonly share: number }
  | { readonly id: number; readonly kind: "error"; readonly message: string };

const folderOf = (lesson: string): string =>
  `/courses/${lesson
    .split("/")
    .map((part) => `\\d+-${part}`)
    .join("/")}`;

/** The module in a lesson's folder, out of a list of all. */
async function loadFrom<T>(
  all: Readonly<Record<string, () => Promise<T>>>,
  lesson: string,
  file: string,
): Promise<T> {
  const wanted = new RegExp(`${folderOf(lesson)}/${file.replaceAll(".", "\\.")}$`);
  const path = Object.keys(all).find((p) => wanted.test(p));
  const load = path && all[path];
  if (!load) throw new Error(`There is no ${file} in the lesson ${lesson}.`);
  return load();
}

const say = (reply: ProjectReply): void => postMessage(reply);
/** What is being measured, to be stopped. */
let running: AbortController | null = null;
/** The same bytes for every request: a project keeps what it has made of them. */
let assets: ProjectRequest["assets"] = {};

async function answer(request: ProjectRequest): Promise<unknown> {
  const { id, lesson, name } = request;
  if (request.want === "source") return loadFrom(sources, lesson, request.file);
  const { default: project } = await loadFrom(files, lesson, `projects/${name}.ts`);
  if (request.want === "plan") return planOf(project);
  if (request.want === "end") return project.end(request.outcome);
  if (Object.keys(assets).length === 0) assets = request.assets;
  const controller = new AbortController();
  running = controller;
  const measure = (state: unknown): Promise<Measured> =>
    project.measure(state, {
      assets,
      signal: controller.signal,
      progress: (share) => say({ id, kind: "progress", share }),
    });
  if (request.want === "measure") return measure(stateAfter(project, request.decisions));
  const { values } = await measure(project.reference.state);
  return values[project.goal];
}

addEventListener("message", ({ data }: MessageEvent<ProjectRequest>) => {
  if (data.want === "stop") {
    running?.abort();
    return;
  }
  answer(data).then(
    (found) => say({ id: data.id, kind: "answer", answer: found }),
    (error: unknown) =>
      say({
        id: data.id,
        kind: "error",
        message: error instanceof Error ? error.message : String(error),
      }),
  );
});
