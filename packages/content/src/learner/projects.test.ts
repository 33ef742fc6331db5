import { expect, test } from "vitest";
import { type LearningAct, type LearningEvent, parseAct } from "./events.ts";
import { projectsOf } from "./projects.ts";

type Act = Extract<LearningAct, { kind: "project" }>;

const act = (more: Partial<Act>): Act => ({
  kind: "project",
  lesson: "numbers/doubling",
  project: "shop",
  act: "begin",
  ...more,
});
const decide = (action: string, users: number | null): Act =>
  act({ act: "decide", action, values: { users } });

const after = (...acts: readonly LearningAct[]) =>
  projectsOf(acts.map((a, i): LearningEvent => ({ at: new Date(60_000 * i).toISOString(), ...a })))[
    "numbers/doubling/shop"
  ];

test("a project stands where its decisions have led, with what was measured after each", () => {
  const begun = act({ values: { users: 0.5 } });
  expect(after()).toBeUndefined();
  expect(after(begun, decide("collect", null), decide("camera", 0.25))).toEqual({
    decisions: ["collect", "camera"],
    values: [{ users: 0.5 }, { users: null }, { users: 0.25 }],
    handedIn: false,
  });
});

test("nothing is decided on before a project is begun or after it is handed in; begun anew it starts over", () => {
  expect(after(decide("collect", 0.4))).toBeUndefined();
  const done = [act({}), decide("a", 0.4), act({ act: "hand-in" }), decide("b", 0.3)];
  expect(after(...done)).toMatchObject({ decisions: ["a"], handedIn: true });
  expect(after(...done, act({ values: { users: 1 } }))).toEqual({
    decisions: [],
    values: [{ users: 1 }],
    handedIn: false,
  });
});

test("events of a project are held against their form", () => {
  expect(parseAct(decide("collect", null))).toEqual(decide("collect", null));
  for (const bad of [{ act: "win" }, { project: "../x" }, { values: { users: 2 } }])
    expect(() => parseAct({ ...act({}), ...bad })).toThrow("fits no event");
});
