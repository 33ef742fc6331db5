/** The lesson's numbers: each strategy of both projects, decision by decision, with how long each measurement took. */
import { type Project, stateAfter } from "@gradus/content";
import phoneCamera from "./projects/phone-camera.ts";
import phoneCompany from "./projects/phone-company.ts";

const text = (values: Readonly<Record<string, number | null>>): string =>
  Object.entries(values)
    .map(([id, v]) => `${id} ${v === null ? "-" : (100 * v).toFixed(1)}`)
    .join(", ");

async function* waysOf(
  project: Project,
  bytes: (id: string) => Uint8Array,
): AsyncGenerator<string> {
  const assets = Object.fromEntries((project.assets ?? []).map((id) => [id, bytes(id)]));
  const tools = { assets, signal: new AbortController().signal, progress: () => {} };
  const measured = async (what: string, state: unknown): Promise<string> => {
    const from = performance.now();
    const { values, notes } = await project.measure(state, tools);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    return `${what}: ${text(values)}; ${seconds} s; ${notes.join(" ")}`;
  };
  yield project.title;
  yield await measured("start", project.start);
  yield await measured("reference", project.reference.state);
  for (const { name, actions } of project.strategies)
    for (const [i, action] of actions.entries())
      yield await measured(`${name}, ${action}`, stateAfter(project, actions.slice(0, i + 1)));
  for (const { id, needs = [] } of project.actions)
    yield await measured(`at once: ${id}`, stateAfter(project, [...needs, id]));
}

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  yield* waysOf(phoneCompany as Project, bytes);
  yield* waysOf(phoneCamera as Project, bytes);
}
