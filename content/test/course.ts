/**
 * The tests of one course: every exercise's starter fails, its solution and alternatives pass, each mistake gets the
 * feedback it names, what can stand in the library's place agrees with it, and figures draw. Every course has a file
 * beside this one that calls it, so that courses are tested side by side.
 */
import { fileURLToPath } from "node:url";
import {
  checkContentExercise,
  gradeRequest,
  lessonWordProblems,
  lockProblem,
  type Measured,
  type Project,
  projectProblems,
  scopedId,
  stateAfter,
  wordsToMend,
} from "@gradus/content";
import { readContent, readDataset, readVocabulary } from "@gradus/content/node";
import { gradeHere, libraryGrade } from "@gradus/exercise";
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const { content } = await readContent(folder);
const vocabulary = await readVocabulary(folder);

const assetsNamed = async (names: readonly string[]): Promise<Record<string, Uint8Array>> =>
  Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const dataset = content.datasets.find((d) => d.id === name);
        if (!dataset) throw new Error(`no data set ${name}`);
        return [name, await readDataset(folder, dataset)] as const;
      }),
    ),
  );

async function solution(id: string): Promise<object> {
  const exercise = content.exercises.find((e) => e.id === id);
  if (!exercise) throw new Error(`no exercise ${id}`);
  return (await import(/* @vite-ignore */ `${folder}/${exercise.folder}/solution.ts`)) as object;
}

/** Tests a course, by its id. */
export function testCourse(id: string): void {
  const lessons = content.lessons.filter((l) => l.course === id);
  const exercises = content.exercises.filter((e) => e.course === id);

  test("the course is there, and lists its lessons in their order", () => {
    const course = content.courses.find((c) => c.id === id);
    expect(course?.lessons).toEqual(lessons.map((l) => l.id));
  });

  test("lessons call things what all courses call them", () => {
    const problems = lessons.flatMap((lesson) =>
      lessonWordProblems(lesson, content, vocabulary).map((p) => `${lesson.id}: ${p}`),
    );
    expect(problems).toEqual([]);
  });

  test("figures draw, and live ones go on", async () => {
    for (const lesson of lessons)
      for (const name of lesson.figures) {
        const path = `${folder}/${lesson.folder}/figures/${name}.ts`;
        const { default: figure } = (await import(/* @vite-ignore */ path)) as {
          default: import("@gradus/content").Figure;
        };
        const controls = Object.fromEntries((figure.controls ?? []).map((c) => [c.name, c.value]));
        const assets = await assetsNamed(figure.assets ?? []);
        const solved = Object.fromEntries(
          await Promise.all(
            (figure.reads ?? []).map(
              async (name) => [name, await solution(scopedId(lesson.course, name))] as const,
            ),
          ),
        );
        // A learner who has not solved what the figure reads sees it too.
        // On a phone it lays itself out anew.
        const widths = [520, 320] as const;
        for (const [i, learner] of (figure.reads ? [{}, solved] : [{}, {}]).entries()) {
          const input = { width: widths[i] ?? 520, controls, assets, learner };
          const scene = await figure.draw(input);
          expect([name, scene.panels.length > 0]).toEqual([name, true]);
          if (!figure.run) continue;
          const stop = new AbortController();
          let scenes = 0;
          for await (const _ of figure.run(input, stop.signal)) if (++scenes === 3) stop.abort();
          expect([name, scenes > 0]).toEqual([name, true]);
        }
      }
  }, 120_000);

  const projects = lessons.flatMap((lesson) => lesson.projects.map((name) => ({ lesson, name })));

  test.skipIf(projects.length === 0).each(projects)(
    "$name can be steered: other ways come to their end, and what is measured depends on what was decided",
    async ({ lesson, name }) => {
      const path = `${folder}/${lesson.folder}/projects/${name}.ts`;
      const { default: project } = (await import(/* @vite-ignore */ path)) as { default: Project };
      expect(projectProblems(project)).toEqual([]);
      const sources = (project.sources ?? []).map(({ file }) => file);
      expect(Object.keys(lesson.files)).toEqual(expect.arrayContaining(sources));
      const texts = [project.brief, ...project.actions.flatMap((a) => [a.label, a.text])];
      expect(texts.flatMap((text) => wordsToMend(text, vocabulary))).toEqual([]);
      const assets = await assetsNamed(project.assets ?? []);
      let share = 0;
      const tools = {
        assets,
        signal: new AbortController().signal,
        progress: (now: number) => {
          share = now;
        },
      };
      const states = [
        project.start,
        project.reference.state,
        ...project.strategies.map(({ actions }) => stateAfter(project, actions)),
      ];
      const measured: Measured[] = [];
      for (const state of states) {
        measured.push(await project.measure(state, tools));
        expect(share).toBeCloseTo(1);
      }
      // The same decisions give the same numbers.
      expect(await project.measure(states[0], tools)).toEqual(measured[0]);
      for (const { id } of project.measures) {
        const found = measured.map((m) => m.values[id]);
        expect([id, new Set(found).size > 1]).toEqual([id, true]);
        for (const value of found)
          expect(value === null || (Number(value) >= 0 && Number(value) <= 1)).toBe(true);
      }
      const [start, reference, ...others] = measured.map((m) => m.values[project.goal] ?? 1);
      expect(reference).toBeLessThan(start ?? 0);
      const ways = others.map((_, i) => ({
        actions: project.strategies[i]?.actions ?? [],
        values: measured[i + 2]?.values ?? {},
      }));
      for (const own of ways)
        expect(project.end({ own, others: ways, reference: reference ?? 1 })).toMatch(/\d %/);
      // What is stopped ends.
      const stopped = AbortSignal.abort();
      await expect(project.measure(project.start, { ...tools, signal: stopped })).rejects.toThrow();
    },
    120_000,
  );

  const built = exercises.filter((e) => e.builds !== undefined);

  describe.skipIf(built.length === 0)("what can stand in the library's place", () => {
    test.each(built.map((e) => [e.id, e.builds as string, e] as const))(
      "%s agrees with %s, and a mistake does not",
      async (id, library, { files }) => {
        expect(library in gradus || library in gradus.nn || library in gradus.nn.functional).toBe(
          true,
        );
        const request = gradeRequest(id, content, () => undefined);
        const graded = async (text: string, standIns: readonly string[] = []) => {
          const sources = request.sources.map((s) =>
            s.id === id ? { ...s, grade: libraryGrade, learner: text } : s,
          );
          const asked = { ...request, sources, standIns };
          const result = await gradeHere(asked, { modules: { gradus, "gradus/vision": vision } });
          if (result.trouble?.kind === "crash") throw new Error(result.trouble.message);
          return result;
        };
        expect(await graded(files.solution)).toMatchObject({ passed: true });
        const caught = await Promise.all(
          files.mistakes.map(async (m) => !(await graded(m.text)).passed),
        );
        expect(caught).toContain(true);
        // In the library's place it answers the library's call.
        const { passed, stoodIn = [] } = await graded(files.solution, [id]);
        expect(passed).toBe(true);
        expect(stoodIn.map((s) => s.own > 0 && s.theirs === 0)).toEqual([true]);
      },
      60_000,
    );
  });

  describe.skipIf(exercises.length === 0)("exercises", () => {
    test.each(exercises.map((e) => [e.id, e] as const))(
      "%s fails as a starter, passes when solved, and names its mistakes",
      async (_id, exercise) => {
        expect(exercise.hints.length).toBe(3);
        const { problems: open, lockDiffers } = await checkContentExercise({
          exercise,
          content,
          vocabulary,
          modules: { gradus, "gradus/vision": vision },
          readAsset: async (name) => (await assetsNamed([name]))[name] as Uint8Array,
        });
        expect(open).toEqual([]);
        expect([lockDiffers, lockProblem(exercise)]).toEqual([false, lockProblem(exercise)]);
      },
      120_000,
    );
  });
}
