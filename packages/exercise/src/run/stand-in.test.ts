import * as gradus from "gradus";
import { afterEach, expect, test, vi } from "vitest";
import { type GradeRequest, gradeHere } from "../index.ts";

const library = `
const ofLists = (m, x) => (x.ndim === 1 ? m.softmax(x) : undefined);
export const standIns = {
  softmax: ofLists,
  "Tensor.softmax": ofLists,
  "nn.functional.softmax": ofLists,
  "nn.Softmax.forward": (m, layer, x) => (layer.dim === 0 ? m.softmax(x) : undefined),
};`;

/** Not a softmax, so that one sees who answered; its own softmax is the library's. */
const own = `
import { softmax as theirs } from "gradus";
export const softmax = (x) => theirs(x, 0).mul(0).add(x.softmax(0).mul(0)).add(7);`;

const request = (program: string, over: Partial<GradeRequest> = {}): GradeRequest => ({
  exercise: "program",
  sources: [
    {
      id: "program",
      solution: "export const done = true;",
      grade: `import { contract, defineExercise, passed } from "@gradus/exercise";
        export default defineExercise({ checks: [contract({ name: "runs", run: () => passed })] });`,
      learner: `import { nn, softmax, tensor } from "gradus";\nexport const done = true;\n${program}`,
    },
    { id: "softmax", solution: "", grade: "", learner: own },
  ],
  files: { "softmax/library.ts": library },
  standIns: ["softmax"],
  ...over,
});

const said: unknown[] = [];
vi.spyOn(console, "log").mockImplementation((value) => said.push(value));
afterEach(() => {
  said.length = 0;
});

const run = (program: string, over?: Partial<GradeRequest>) =>
  gradeHere(request(program, over), { modules: { gradus } });

test("answers a function, a method, a namespace's function and a layer, and counts", async () => {
  const result = await run(`
    const x = tensor([1, 2]);
    for (const y of [softmax(x, 0), x.softmax(0), nn.functional.softmax(x, 0), new nn.Softmax(0).call(x)])
      y.sum().item().then(console.log);`);
  expect(result).toMatchObject({ passed: true });
  await vi.waitFor(() => expect(said).toEqual([14, 14, 14, 14]));
  expect(result.stoodIn).toEqual(
    ["softmax", "Tensor.softmax", "nn.functional.softmax", "nn.Softmax.forward"].map((call) => ({
      exercise: "softmax",
      call,
      own: 1,
      theirs: 0,
    })),
  );
});

test("leaves to the library what the learner's function was not made for", async () => {
  const result = await run(`
    tensor([[1, 2]]).softmax(1).sum().item().then(console.log);`);
  expect(result.stoodIn).toEqual([
    { exercise: "softmax", call: "Tensor.softmax", own: 0, theirs: 1 },
  ]);
  await vi.waitFor(() => expect(said).toEqual([1]));
});

test("the library is itself again afterwards, and without being asked to change", async () => {
  await run("softmax(tensor([1]), 0);");
  expect(await gradus.tensor([1, 2]).softmax(0).sum().item()).toBeCloseTo(1, 6);
  expect((await run("softmax(tensor([1]), 0);", { standIns: [] })).stoodIn).toBeUndefined();
});

test("an error in the learner's function is an error of the program", async () => {
  const sources = request("softmax(tensor([1]), 0);").sources.map((s) =>
    s.id === "softmax"
      ? { ...s, learner: 'export const softmax = () => { throw new Error("mine"); };' }
      : s,
  );
  const { trouble } = await run("", { sources });
  expect(trouble).toMatchObject({ kind: "throw", message: expect.stringContaining("mine") });
  expect(await gradus.tensor([1, 2]).softmax(0).sum().item()).toBeCloseTo(1, 6);
});

test("a call that the library has not is the exercise's fault", async () => {
  for (const call of [
    "nothing",
    "Tensor.nothing",
    "nn.nothing.softmax",
    "nn.Softmax.forward.call",
  ]) {
    const files = { "softmax/library.ts": `export const standIns = { "${call}": () => 1 };` };
    const { trouble } = await run("", { files });
    expect(trouble?.message).toContain(`the library has no call ${call}`);
  }
  const { trouble } = await run("", { files: {} });
  expect(trouble?.message).toContain("softmax/library.ts was not sent");
});
