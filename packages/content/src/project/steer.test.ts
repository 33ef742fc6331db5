import { expect, test } from "vitest";
import { countTags, type Inspection } from "./inspection.ts";
import { defineProject, type Project, planOf } from "./project.ts";
import { daysSpent, offersOf, projectProblems, stateAfter } from "./steer.ts";

interface State {
  readonly pictures: number;
  readonly camera: boolean;
}

const project = (more: Partial<Project<State>> = {}): Project<State> =>
  defineProject<State>({
    title: "A shop",
    brief: "Sort photos.",
    days: 6,
    start: { pictures: 100, camera: false },
    goal: "users",
    measures: [{ id: "users", label: "users", text: "what users meet", atEnd: true }],
    actions: [
      {
        id: "collect",
        label: "Collect",
        text: "More pictures.",
        days: 2,
        times: 2,
        edit: (state) => ({ ...state, pictures: state.pictures + 50 }),
      },
      {
        id: "camera",
        label: "Camera",
        text: "Simulate it.",
        days: 1.5,
        needs: ["collect"],
        edit: (state) => ({ ...state, camera: true }),
      },
    ],
    strategies: [{ name: "collector", why: "Data first.", actions: ["collect", "collect"] }],
    reference: { label: "best", text: "all of it", state: { pictures: 1000, camera: true } },
    measure: async ({ pictures }) => ({ values: { users: 10 / pictures }, notes: [] }),
    end: () => "The end.",
    ...more,
  });

test("decisions are edits of the state in their order, and cost their days", () => {
  const p = project();
  expect(stateAfter(p, [])).toBe(p.start);
  expect(stateAfter(p, ["collect", "camera", "collect"])).toEqual({ pictures: 200, camera: true });
  expect(daysSpent(p, ["collect", "camera", "collect"])).toBe(5.5);
});

test("an action is closed once it is done as often as it can be, without what it needs, or when too few days are left", () => {
  const closed = (decisions: string[]) => offersOf(project(), decisions).map((o) => o.closed);
  expect(closed([])).toEqual([null, "needs"]);
  expect(offersOf(project(), [])[1]?.missing).toEqual(["Collect"]);
  expect(closed(["collect"])).toEqual([null, null]);
  expect(closed(["collect", "collect"])).toEqual(["done", null]);
  expect(offersOf(project({ days: 3 }), ["collect"]).map((o) => o.closed)).toEqual([
    "days",
    "days",
  ]);
});

test("a decision that the project does not allow is refused by name", () => {
  const refused =
    (...decisions: string[]) =>
    () =>
      stateAfter(project(), decisions);
  expect(refused("sleep")).toThrow('there is no action "sleep"');
  expect(refused("camera")).toThrow('"camera" needs Collect first');
  expect(refused("collect", "collect", "collect")).toThrow("cannot be done 3 times");
  expect(() => stateAfter(project({ days: 3 }), ["collect", "camera"])).toThrow(
    '"camera" takes 1.5 days, and 1 of 3 are left',
  );
  expect(refused("sleep")).toThrow("(content/project)");
});

test("what is wrong with a project as it is written is said before anything is trained", () => {
  expect(projectProblems(project() as Project)).toEqual([]);
  const [collect, camera] = project().actions;
  if (!collect || !camera) throw new Error("the project has two actions");
  const broken = project({
    goal: "money",
    measures: [{ id: "reference", label: "users", text: "what users meet" }],
    actions: [collect, { ...collect, days: 0 }, { ...camera, needs: ["luck"] }],
    strategies: [{ name: "impatient", why: "Now.", actions: ["camera"] }],
  });
  expect(projectProblems(broken as Project)).toEqual([
    'two actions are called "collect"',
    '"camera" needs "luck", which is no action',
    '"collect" takes 0 of 6 days',
    'a measure is called "reference", which is taken',
    'the goal "money" is no measure',
    'the strategy "impatient": A shop:1: actions: "camera" needs luck first.',
  ]);
});

test("the plan of a project is plain data", () => {
  const plan = planOf(project() as Project);
  expect(structuredClone(plan)).toEqual(plan);
  expect(plan.actions.map((a) => a.id)).toEqual(["collect", "camera"]);
  expect("state" in plan.reference).toBe(false);
});

test("tags are counted once a mistake, with what mending each would leave of the error", () => {
  const mistake = (...tags: string[]) => ({ truth: "coat", answer: "shirt", tags });
  const seen: Inspection = {
    of: "the dev set",
    error: 0.2,
    mistakes: [mistake("dark"), mistake("dark", "turned"), mistake(), mistake("turned", "dark")],
    shares: { dark: 0.5, turned: 0.5 },
  };
  expect(countTags(seen, [["dark"], [], ["odd"]])).toEqual([
    { tag: "dark", count: 3, share: 0.75, ceiling: expect.closeTo(0.05), everywhere: 0.5 },
    { tag: "turned", count: 2, share: 0.5, ceiling: expect.closeTo(0.1), everywhere: 0.5 },
    { tag: "odd", count: 1, share: 0.25, ceiling: expect.closeTo(0.15), everywhere: null },
  ]);
  expect(countTags({ ...seen, mistakes: [] }, [])).toEqual([]);
});
