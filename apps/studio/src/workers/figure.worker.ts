/** Draws figures off the page's thread: each figure's file is a chunk of its own, loaded when it is seen. */
import { courseOf, type Figure, type FigureInput, type Scene, scopedId } from "@gradus/content";
import type { GradeRequest } from "@gradus/exercise";

const files = import.meta.glob<{ default: Figure }>("../../../../content/courses/*/*/figures/*.ts");

export interface FigureRequest {
  readonly id: number;
  readonly lesson: string;
  readonly name: string;
  readonly want: "about" | "draw" | "run" | "stop";
  readonly controls?: FigureInput["controls"];
  readonly width?: number;
  readonly assets?: FigureInput["assets"];
  /** The passed exercises the figure reads; their files are loaded once. */
  readonly learner?: readonly GradeRequest[];
}

export type FigureReply =
  | { readonly id: number; readonly kind: "about"; readonly about: FigureAbout }
  | { readonly id: number; readonly kind: "scene"; readonly scene: Scene }
  | { readonly id: number; readonly kind: "done" }
  | { readonly id: number; readonly kind: "error"; readonly message: string };

export interface FigureAbout {
  readonly title: string;
  readonly alt: string;
  readonly controls: NonNullable<Figure["controls"]>;
  readonly reads: readonly string[];
  readonly assets: readonly string[];
  readonly live: boolean;
}

let running: AbortController | null = null;
let learner: Promise<NonNullable<FigureInput["learner"]>> | null = null;
let assets: FigureInput["assets"] = {};
/** The drawing that was asked for last: a slider asks faster than some figures draw. */
let newest = -1;

async function find(lesson: string, name: string): Promise<Figure> {
  const folder = lesson
    .split("/")
    .map((part) => `\\d+-${part}`)
    .join("/");
  const wanted = new RegExp(`/courses/${folder}/figures/${name}\\.ts$`);
  const path = Object.keys(files).find((p) => wanted.test(p));
  const load = path && files[path];
  if (!load) throw new Error(`There is no figure ${name} in the lesson ${lesson}.`);
  return (await load()).default;
}

/**
 * What the learner's files export, by the names under which the figure reads them. The library and what reads
 * TypeScript are loaded only for figures that draw with the learner's functions.
 */
async function loadLearner(
  requests: readonly GradeRequest[],
  { reads = [] }: Figure,
  lesson: string,
): Promise<NonNullable<FigureInput["learner"]>> {
  const [{ learnerExports }, gradus] = await Promise.all([
    import("@gradus/exercise/worker"),
    import("gradus"),
  ]);
  const exports = await learnerExports(
    requests,
    { gradus },
    {
      "gradus/vision": () => import("gradus/vision"),
    },
  );
  return Object.fromEntries(
    reads.flatMap((name) => {
      const own = exports[scopedId(courseOf(lesson), name)];
      return own ? [[name, own] as const] : [];
    }),
  );
}

// Kept by hand: the world is closed before a learner's code is loaded.
const post = postMessage.bind(globalThis) as (reply: FigureReply) => void;
const say = (reply: FigureReply): void => post(reply);

async function answer(request: FigureRequest): Promise<void> {
  const { id, want } = request;
  if (want === "stop") {
    running?.abort();
    return;
  }
  const figure = await find(request.lesson, request.name);
  if (request.assets) assets = request.assets;
  if (request.learner?.length) learner ??= loadLearner(request.learner, figure, request.lesson);
  const input: FigureInput = {
    controls: request.controls ?? {},
    width: request.width ?? 520,
    assets,
    learner: (await learner) ?? {},
  };
  if (want === "about") {
    say({
      id,
      kind: "about",
      about: {
        title: figure.title,
        alt: figure.alt,
        controls: figure.controls ?? [],
        reads: figure.reads ?? [],
        assets: figure.assets ?? [],
        live: figure.run !== undefined,
      },
    });
    return;
  }
  if (want === "draw") {
    newest = id;
    await new Promise((done) => setTimeout(done, 0));
    if (newest !== id) return;
    say({ id, kind: "scene", scene: await figure.draw(input) });
    return;
  }
  running?.abort();
  const controller = new AbortController();
  running = controller;
  for await (const scene of figure.run?.(input, controller.signal) ?? []) {
    if (controller.signal.aborted) break;
    say({ id, kind: "scene", scene });
    // Lets a stop in between two scenes.
    await new Promise((done) => setTimeout(done, 0));
  }
  say({ id, kind: "done" });
}

addEventListener("message", (event: MessageEvent<FigureRequest>) => {
  answer(event.data).catch((error: unknown) => {
    say({
      id: event.data.id,
      kind: "error",
      message: error instanceof Error ? error.message : String(error),
    });
  });
});
