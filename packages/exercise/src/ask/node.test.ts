/**
 * Grading in a worker thread of Node, from asking to the verdict: what comes back of right and wrong answers, of files
 * that do not load, do not end, print, wait or reach for what is not theirs. Long, because every way a file can behave
 * is a test of a few lines over the same small exercises.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { PrintedValue, Verdict } from "../types.ts";
import { nodeGrader } from "./node.ts";
import type { GradeRequest } from "./protocol.ts";

// Node's workers take JavaScript only, so these tests run what was built.
const built = (path: string): string =>
  pathToFileURL(fileURLToPath(new URL(path, import.meta.url))).href;
const options = {
  modules: {
    gradus: built("../../../gradus/dist/index.js"),
    "gradus/vision": built("../../../gradus/dist/vision.js"),
  },
  worker: new URL(built("../../dist/run/node-worker.js")),
};
const grader = nodeGrader(options);

const double = {
  id: "double",
  grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "doubles", of: "double", cases: [{ args: () => [tensor([1, 2])], expected: tensor([2, 4]) }] }),
] });`,
  solution: `
import type { Tensor } from "gradus";
export const double = (x: Tensor): Tensor => x.add(x);`,
};
const request = (learner: string): GradeRequest => ({
  exercise: "double",
  sources: [{ ...double, learner }],
});
const grade = (learner: string): Promise<Verdict> => grader.grade(request(learner));
const wrong = "export const double = (x) => x;";

test("a right answer passes, a wrong one fails, and what is printed is kept", async () => {
  const right = await grade(
    `${double.solution}\nimport { tensor } from "gradus";\nconsole.log("hi", tensor([1, 2.5]), { a: [1] });`,
  );
  expect(right).toMatchObject({ passed: true, exercise: "double" });
  expect(right.printed).toEqual(["hi tensor([1.0000, 2.5000]) { a: [1] }"]);
  const failed = await grade(wrong);
  expect(failed.passed).toBe(false);
  expect(failed.checks[0]?.failure?.difference).toMatchObject({ path: [0], count: 2, of: 2 });
});

test("a module beside the library works on its tensors, and is loaded only where a file names it", async () => {
  const learner = `import type { Tensor } from "gradus";
import { boxIou } from "gradus/vision";
export const double = (x: Tensor): Tensor => {
  const box = x.reshape([1, 2]).repeat(1, 2).mul(0).add(x.newTensor([0, 0, 1, 1]));
  return x.mul(boxIou(box, box).add(1).reshape([]));
};`;
  expect(await grade(learner)).toMatchObject({ passed: true });
  const missing = { ...options.modules, "gradus/vision": built("./nowhere.js") };
  const without = nodeGrader({ ...options, modules: missing });
  expect(await without.grade(request(double.solution))).toMatchObject({ passed: true });
  expect(await without.grade(request(learner))).toMatchObject({
    passed: false,
    trouble: { kind: "crash", message: expect.stringContaining("nowhere.js") },
  });
});

test("each check is told as it begins, and the failing case's lines are told from the others'", async () => {
  const twice: GradeRequest = {
    exercise: "double",
    sources: [
      {
        id: "double",
        solution: double.solution,
        grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
const args = (n) => ({ args: () => [tensor([n])], expected: tensor([2 * n]) });
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "doubles one", of: "double", cases: [args(1), args(2)] }),
  value({ name: "doubles all", of: "double", cases: [args(3), args(4), args(5)] }),
  value({ name: "doubles more", of: "double", cases: [args(6)] }),
] });`,
        learner: `
console.log("loaded");
export const double = async (x) => {
  const n = await x.sum().item();
  for (let i = 0; i < 150; i++) console.log("case", n);
  return n === 4 ? x : x.add(x);
};`,
      },
    ],
  };
  const begun: string[] = [];
  const verdict = await grader.run(twice, {
    onCheck: ({ name, index, of }) => begun.push(`${index + 1} of ${of}: ${name}`),
  });
  expect(begun).toEqual(["1 of 3: doubles one", "2 of 3: doubles all"]);
  // More than 200 lines in all, and none of the failing case's is lost.
  expect(verdict.printedBefore).toBe(1 + 3 * 150);
  expect(verdict.printed.slice(verdict.printedBefore)).toEqual(Array(150).fill("case 4"));
  const right = await grade(`${double.solution}\nconsole.log("loaded");`);
  expect(right).toMatchObject({ passed: true, printed: ["loaded"] });
  expect(right.printedBefore).toBeUndefined();
});

test("a loop without an end is stopped at the time limit, and keeps what was printed", async () => {
  const verdict = await nodeGrader({ ...options, timeMs: 300 }).grade(
    request('export const double = (x) => { console.log("in"); for (;;) {} };'),
  );
  expect(verdict.trouble).toMatchObject({ kind: "timeout", limitMs: 300 });
  expect(verdict.printed).toEqual(["in"]);
});

const sixChecks = {
  id: "double",
  solution: "export const double = (x: number): number => 2 * x;",
  grade: `
import { defineExercise, property, value } from "@gradus/exercise";
const one = (n) => ({ name: "of " + n, args: () => [n] });
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "doubles one", of: "double", cases: [one(1)] }),
  value({ name: "doubles two", of: "double", cases: [one(2)] }),
  value({ name: "doubles more", of: "double", cases: [one(3), one(4)] }),
  property({ name: "doubles all", of: "double", args: (random) => [random()] }),
] });`,
};

test.each([
  ["a limit on time", { timeMs: 300 }, "for (;;) {}", "timeout"],
  ["a limit on memory", { memoryMb: 100 }, "const a = []; for (;;) a.push([1, 2, 3]);", "memory"],
  [
    "an error nobody catches",
    {},
    "setTimeout(() => { throw 1; }); await new Promise((r) => setTimeout(r, 5000));",
    "throw",
  ],
])("a run that is ended by %s says how far it came and keeps what passed", async (_, limits, body, kind) => {
  const learner = `import { report } from "@gradus/exercise";
export const double = async (x) => {
  if (x === 4) { report({ step: 240, of: 1500, loss: 1 }); ${body} }
  return 2 * x;
};`;
  const { checks, trouble } = await nodeGrader({ ...options, ...limits }).grade({
    exercise: "double",
    sources: [{ ...sixChecks, learner }],
  });
  expect(checks.map((check) => check.status)).toEqual(["passed", "passed", "failed", "not-run"]);
  expect(trouble?.kind).toBe(kind);
  expect(checks[2]?.failure?.message).toBe(trouble?.message);
  if (kind === "throw") return;
  expect(trouble?.message).toContain(
    '2 of 4 checks had passed; the 3rd, "doubles more", was running (of 4), at step 240 of 1,500. If there is',
  );
});

test("a file that does not come to its end is stopped before the first check", async () => {
  const { checks, trouble } = await nodeGrader({ ...options, timeMs: 300 }).grade({
    exercise: "double",
    sources: [{ ...sixChecks, learner: `${sixChecks.solution}\nfor (;;) {}` }],
  });
  expect(checks.map((check) => check.status)).toEqual(Array(4).fill("not-run"));
  expect(trouble?.message).toContain("No check had begun: the file itself was still running.");
});

test("a timer that goes on for ever is stopped, though it needs hardly any work", async () => {
  const verdict = await nodeGrader({ ...options, timeMs: 400 }).grade(
    request("export const double = (x) => new Promise(() => { setInterval(() => {}, 20); });"),
  );
  expect(verdict.trouble).toMatchObject({ kind: "timeout", limitMs: 400 });
});

test("right code passes on a machine with four busy programs for each processor, and a loop without an end still ends", async () => {
  const descends = `
import { tensor, zeros } from "gradus";
export const double = async (x) => {
  const X = tensor(Array.from({ length: 200 * 784 }, (_, i) => Math.sin(i))).reshape([200, 784]);
  const y = tensor(Array.from({ length: 200 }, (_, i) => i % 2));
  let w = zeros([784]);
  let last = 0;
  for (let i = 0; i < 300; i++) {
    const off = X.matmul(w).sigmoid().sub(y);
    w = w.sub(X.t().matmul(off).mul(0.0001));
    last = await off.square().mean().item();
  }
  return last < 1 ? x.mul(2) : x;
};`;
  const quiet = await grade(descends);
  expect(quiet).toMatchObject({ passed: true });
  const busy = Array.from({ length: 4 * availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "const t = Date.now(); while (Date.now() - t < 60000);"]),
  );
  try {
    const limited = nodeGrader({ ...options, timeMs: 3 * quiet.durationMs });
    expect(await limited.grade(request(descends))).toMatchObject({ passed: true });
    const loop = await nodeGrader({ ...options, timeMs: 300 }).grade(
      request("export const double = (x) => { for (;;) {} };"),
    );
    expect(loop.trouble?.kind).toBe("timeout");
  } finally {
    for (const one of busy) one.kill("SIGKILL");
  }
}, 90_000);

test.each([
  ["a heap that grows", "const a = []; for (;;) a.push({ a: [1, 2, 3] });"],
  ["big arrays", "const a = []; for (;;) a.push(new Array(1e6).fill(0.5));"],
  ["typed arrays", "const a = []; for (;;) a.push(new Float64Array(1e6).fill(1));"],
  ["one filled typed array", "new Float64Array(3e8).fill(1);"],
  [
    "tensors",
    "const a = []; for (;;) { a.push(await gradus.ones([1000, 1000]).data()); await new Promise((r) => setTimeout(r)); }",
  ],
])("memory without an end is stopped: %s", async (_, body) => {
  const verdict = await nodeGrader({ ...options, memoryMb: 200, timeMs: 20_000 }).grade(
    request(
      `import * as gradus from "gradus";\nexport const double = async (x) => { gradus; ${body} };`,
    ),
  );
  expect(verdict.trouble).toMatchObject({ kind: "memory", limitMb: 200 });
});

test("an allocation that cannot be is a throw", async () => {
  const { checks } = await grade("export const double = (x) => new Float64Array(1e14);");
  expect(checks[0]?.failure).toMatchObject({ line: 1 });
  expect(checks[0]?.failure?.message).toContain("RangeError");
});

test("a promise that never settles is noticed long before the time limit", async () => {
  const verdict = await grade("export const double = (x) => new Promise(() => {});");
  expect(verdict.trouble?.kind).toBe("unsettled");
});

test("waiting for a timer is not taken for a forgotten promise", async () => {
  const verdict = await grade(
    "export const double = async (x) => { await new Promise((r) => setTimeout(r, 900)); return x.mul(2); };",
  );
  expect(verdict.passed).toBe(true);
});

test("a throw has its line, in a function, while loading and in a timer", async () => {
  const inside = await grade("export const double = (x) => {\n  throw new Error('no');\n};");
  expect(inside.checks[0]?.failure).toMatchObject({ line: 2, message: "double threw: Error: no" });
  const loading = await grade(`${wrong}\n\nnull.x;`);
  expect(loading.trouble).toMatchObject({ kind: "throw", line: 3 });
  const later = await grade(
    "export const double = (x) => new Promise(() => {\n  setTimeout(() => {\n    throw new TypeError('later');\n  });\n  setTimeout(() => {}, 5000);\n});",
  );
  expect(later.trouble).toMatchObject({ kind: "throw", message: "TypeError: later", line: 3 });
});

test("a promise that is rejected and awaited by nobody ends the run, with its line", async () => {
  const { trouble } = await grade(
    "export const double = (x) => new Promise((r) => setTimeout(r, 3000));\nPromise.reject(new TypeError('later'));",
  );
  expect(trouble).toEqual({ kind: "throw", message: "TypeError: later", line: 2 });
});

test("points of a curve arrive while a check runs, in order and all of them", async () => {
  const slow = {
    id: "slow",
    solution: "export const f = (): number => 1;",
    grade: `
import { contract, defineExercise, passed } from "@gradus/exercise";
export default defineExercise({ checks: [contract({ name: "reports", run: ({ report }) => {
  for (let step = 0; step < 100; step++) report({ step, loss: 1 / step });
  return passed;
} })] });`,
  };
  const steps: number[] = [];
  const verdict = await grader.grade(
    { exercise: "slow", sources: [{ ...slow, learner: slow.solution }] },
    { onPoint: ({ step }) => steps.push(step) },
  );
  expect(verdict.passed).toBe(true);
  expect(steps).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test("a learner's file reports points itself", async () => {
  const points: unknown[] = [];
  await grader.grade(
    request(
      `import { report } from "@gradus/exercise";\n${wrong}\nreport({ step: 1, loss: 0.5 }); report({ step: "x", loss: 1 });`,
    ),
    { onPoint: (point) => points.push(point) },
  );
  expect(points).toEqual([{ step: 1, loss: 0.5 }]);
});

test("printed tensors come with their values as they were then, and a look-alike is not asked", async () => {
  const values: PrintedValue[] = [];
  await grader.grade(
    request(
      `import { tensor } from "gradus";
const W = tensor([[1, 2], [3, 4]]);
console.log("no tensor");
console.log("W:", W, { b: W.add(1), n: 3 }, tensor(5));
W.add_(10);
console.log({ shape: [2], dtype: "float32", data: () => new Promise(() => {}) });
${wrong}`,
    ),
    { onValue: (value) => values.push(value) },
  );
  expect(values.map(({ line, name, value }) => [line, name, value.shape, value.data])).toEqual([
    [1, "W", [2, 2], [1, 2, 3, 4]],
    [1, "b", [2, 2], [2, 3, 4, 5]],
  ]);
});

test("recursion without an end says that the stack is full", async () => {
  const { checks } = await grade("export const double = (x) => double(x);");
  expect(checks[0]?.failure?.message).toContain("calls itself without an end");
});

const away = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "importScripts",
  "indexedDB",
  "caches",
  "BroadcastChannel",
  "Worker",
  "SharedWorker",
  "navigator",
  "process",
  "Buffer",
  "require",
  "module",
  "postMessage",
  "MessageChannel",
  "addEventListener",
  "localStorage",
  "URL",
];
test("networks, storage and the system are gone", async () => {
  const { printed } = await grade(
    `${wrong}\nconsole.log(${JSON.stringify(away)}.filter((n) => globalThis[n] !== undefined).join());`,
  );
  expect(printed).toEqual([""]);
});

const refused = [
  'Function("return process")()',
  '(() => {}).constructor("return 1")()',
  "(async () => {}).constructor(\"return import('node:fs')\")()",
  '(function* () {}).constructor("return 1")()',
  '(async function* () {}).constructor("return 1")()',
  'Reflect.construct(Function, ["return 1"])',
  '(0, eval)("1")',
  'setTimeout("1")',
  'require("node:fs")',
  'require("@gradus/exercise").runGrade()',
];
const frozen = [
  "Array.prototype.map = () => [];",
  "Array.prototype[Symbol.iterator] = function* () {};",
  "Object.prototype.passed = true;",
  "Object.defineProperty(Object.prototype, 'passed', { value: true });",
  "Object.prototype.toString = () => '';",
  "Error.prototype.message = '';",
  "Object.setPrototypeOf(Array.prototype, {});",
  "Array.isArray = () => false;",
  "Math.abs = () => 0;",
  "Number.isFinite = () => true;",
  "Object.is = () => true;",
  "globalThis.Math = { abs: () => 0 };",
  "Promise.prototype.then = () => {};",
  "Promise.race = () => ({ passed: true });",
  "Map.prototype.get = () => ({});",
  "Object.getPrototypeOf(Float32Array.prototype).fill = () => {};",
  "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true });",
  "console.log = null;",
  "setTimeout = (f) => f();",
  "gradus.Tensor.prototype.data = async () => [2, 4];",
  "Object.defineProperty(gradus.Tensor.prototype, 'shape', { get: () => [2] });",
  "gradus.nn.Linear.prototype.forward = () => 1;",
];
test.each([
  ["what is refused", refused],
  ["what the grader stands on", frozen],
])("%s throws, each attempt of it", async (_, attempts) => {
  const lines = attempts.map(
    (attempt) => `try { ${attempt}; console.log(${JSON.stringify(attempt)}); } catch {}`,
  );
  const { passed, printed, trouble } = await grade(
    `import * as gradus from "gradus";\n${wrong}\ngradus;\n${lines.join("\n")}`,
  );
  expect(trouble).toBeUndefined();
  expect(printed).toEqual([]);
  expect(passed).toBe(false);
});

test("a refusal has its line and its code", async () => {
  const { trouble } = await grade(`${wrong}\nFunction("return process")();`);
  expect(trouble).toMatchObject({ kind: "throw", line: 2, code: "exercise/refused" });
});

test("a console and a library of one's own do no harm", async () => {
  const verdict = await grade(
    `import * as gradus from "gradus";\n${wrong}\nconst console = { log() {} };\nconsole.log(1);\ngradus.Tensor = gradus.tensor = () => 1;`,
  );
  expect(verdict).toMatchObject({ passed: false, printed: [] });
});

test.each([
  "const double = () => { throw Object.create(null); };",
  "class Evil extends Error { get message() { throw this; } }\nconst double = () => { throw new Evil(); };",
  "const double = () => { const e = new Error(); e.message = () => {}; throw e; };",
  "const double = () => ({ get a() { throw 1; } });",
  "const double = () => ({ shape: [() => 1], dtype: 'float32', data: async () => [] });",
  "const double = () => ({ shape: [2], dtype: 'float32', data: async () => ({ 0: 2, get 1() { throw 1; } }) });",
  "const double = () => ({ shape: [2], dtype: 'float32', data: async () => [] });",
  "const double = () => new Proxy([], { get() { throw 1; } });",
  "const double = () => ({ then(f) { f(1); } });",
])("an answer made to trip the grader fails its check: %s", async (code) => {
  const { checks, trouble } = await grade(`${code}\nexport { double };`);
  expect(trouble).toBeUndefined();
  expect(checks[0]).toMatchObject({ status: "failed", failure: { message: expect.any(String) } });
});

test("objects and errors of one's own can still override what they inherit", async () => {
  const text = `import { nn, tensor } from "gradus";
class Point { constructor() { this.toString = () => "p"; this.constructor = 1; } }
class Mine extends Error { constructor() { super("a"); this.name = "Mine"; this.message = "b"; } }
class Net extends nn.Module { fc = new nn.Linear(2, 2); forward(x) { return this.fc.forward(x); } }
const own = new Net(); own.forward = () => 1;
console.log(String(new Point()), String(new Mine()), Net.name, new Net().forward(tensor([1, 2])).shape, own.forward());
${double.solution}`;
  const verdict = await grade(text);
  expect(verdict.trouble).toBeUndefined();
  expect(verdict).toMatchObject({ passed: true, printed: ["p Mine: b Net [2] 1"] });
});

test("a network can be trained in there", async () => {
  const text = `import { nn, optim, randn } from "gradus";
import type { Tensor } from "gradus";
export const double = async (x: Tensor): Promise<Tensor> => {
  const net = new nn.Sequential(new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 1));
  const sgd = new optim.SGD(net.parameters(), { lr: 0.1 });
  const data = randn([128, 64]);
  for (let i = 0; i < 20; i++) {
    const loss = net.forward(data).square().mean();
    sgd.zeroGrad();
    loss.backward();
    sgd.step();
    console.log(Number.isFinite(await loss.item()));
  }
  return x.mul(2);
};`;
  const verdict = await grade(text);
  expect(verdict.checks[0]?.failure).toBeUndefined();
  expect(verdict).toMatchObject({ passed: true, printed: Array(20).fill("true") });
});

test("printing is cut off after 200 lines", async () => {
  const { printed } = await grade(`${wrong}\nfor (let i = 0; i < 1000; i++) console.log(i);`);
  expect(printed).toHaveLength(200);
  expect(printed.at(-1)).toContain("not shown");
});

const quadruple = {
  id: "quadruple",
  uses: ["double"],
  grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "quadruples", of: "quadruple", cases: [{ args: () => [tensor([1])] }] }),
] });`,
  solution: `import { double } from "../double/solution.ts";
export const quadruple = (x) => double(double(x));`,
};
const builds =
  'import { double } from "./double.ts";\nexport const quadruple = (x) => double(double(x));';

test("an earlier exercise that is wrong is blamed, and only where it is the cause", async () => {
  const ask = (own: string, earlier: string): Promise<Verdict> =>
    grader.grade({
      exercise: "quadruple",
      sources: [
        { ...quadruple, learner: own },
        { ...double, learner: earlier },
      ],
    });
  expect((await ask(builds, wrong)).blame).toEqual({ exercise: "double", check: "doubles" });
  expect((await ask(builds, "export const double = ;")).blame).toEqual({
    exercise: "double",
    check: "syntax",
  });
  const own = await ask(builds.replace("double(double(x))", "double(x)"), double.solution);
  expect(own.passed).toBe(false);
  expect(own.blame).toBeUndefined();
});

test("a worker that cannot start is not the learner's fault", async () => {
  const nowhere = nodeGrader({ ...options, modules: { gradus: built("./nowhere.js") } });
  const { trouble } = await nowhere.grade(request(double.solution));
  expect(trouble?.kind).toBe("crash");
  expect(trouble?.message).toContain("The worker did not start. Cannot find module");
});

test("a run can be stopped from outside", async () => {
  const stop = new AbortController();
  const run = grader.grade(request('console.log("up"); for (;;) {}'), {
    signal: stop.signal,
    onPrinted: () => stop.abort(),
  });
  expect((await run).trouble).toMatchObject({ kind: "crash", message: "The run was stopped." });
});

test("training that reads its cost at every step for longer than a moment is not taken for a forgotten promise", async () => {
  const verdict = await grade(`
import { tensor } from "gradus";
export const double = async (x) => {
  let w = tensor([0]);
  for (const start = performance.now(); performance.now() - start < 1500; ) {
    w = w.add(1);
    await w.sum().item();
  }
  return x.mul(2);
};`);
  expect(verdict.trouble).toBeUndefined();
  expect(verdict.passed).toBe(true);
});

const run = (learner: string): Promise<Verdict> =>
  grader.run({ ...request(`import { tensor } from "gradus";\n${learner}`), runOnly: true });

test("a run may await outside of a function, exports nothing and is not graded", async () => {
  const verdict = await run(
    'const x = await tensor([1, 2]).sum().item();\nconsole.log("sum", x);\nif (x > 2) console.log(await tensor(4).item());',
  );
  expect(verdict).toMatchObject({ passed: true, checks: [], printed: ["sum 3", "4"] });
  expect(verdict.trouble).toBeUndefined();
});

test("a run goes on until what it started is at rest", async () => {
  const training = `
async function main() {
  let x = tensor([1, 2]);
  for (let i = 0; i < 200; i++) { x = x.mul(1.01); await x.sum().item(); }
  console.log("trained");
}
main();`;
  expect((await run(training)).printed).toEqual(["trained"]);
  const timers = await run(
    'setTimeout(() => setTimeout(() => console.log("late"), 200), 200);\nconsole.log("soon");',
  );
  expect(timers.printed).toEqual(["soon", "late"]);
});

test("a run that throws after an await says where, one that awaits what never comes says so", async () => {
  const thrown = await run('await tensor(1).item();\nthrow new TypeError("mine");');
  expect(thrown.trouble).toMatchObject({ kind: "throw", line: 3 });
  expect(thrown.trouble?.message).toContain("mine");
  const later = await run(
    'async function main() {\n  await tensor(1).item();\n  throw new TypeError("later");\n}\nmain();',
  );
  expect(later.trouble).toMatchObject({ kind: "throw", line: 4 });
  expect((await run("await new Promise(() => {});")).trouble?.kind).toBe("unsettled");
  const broken = await run("const x = await;");
  expect(broken.trouble).toMatchObject({ kind: "syntax", line: 2 });
  const other = await run("await tensor(1).item();\nlet x = 1;\nlet x = 2;");
  expect(other.trouble).toMatchObject({ kind: "syntax", line: 4 });
  expect(other.trouble?.message).toContain("'x' has already been declared");
});

test("a file that awaits outside of a function is graded like another, and can be imported", async () => {
  const waits = `${double.solution}\nimport { tensor } from "gradus";\nconsole.log(await tensor(5).item());`;
  expect(await grade(waits)).toMatchObject({ passed: true, printed: ["5"] });
  const verdict = await grader.run({
    exercise: "twice",
    sources: [
      { ...double, learner: waits },
      {
        id: "twice",
        solution: "",
        grade: double.grade,
        uses: ["double"],
        learner: 'import { double } from "./double.ts";\nconsole.log(typeof double);',
      },
    ],
    runOnly: true,
  });
  expect([...verdict.printed].sort()).toEqual(["5", "function"]);
});

const ownCopy = {
  id: "rows",
  solution: `
import type { Tensor } from "gradus";
export const rows = (x: Tensor): Tensor => x.div(x.norm(2, 1, { keepdim: true }));`,
  grade: `
import { tensor, randn } from "gradus";
import { defineExercise, property, value } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "is right for one row", of: "rows", cases: [{ args: () => [tensor([[3, 4]])] }] }),
  property({ name: "is right for any rows", of: "rows", args: (r) => [tensor([r.numbers(3), r.numbers(3)])] }),
] });`,
};

test.each([
  [
    "a listener keeps the right answers",
    `import { onTensor, tensor } from "gradus";
const seen = []; onTensor(({ tensor: t }) => { seen.push(t); });
export const rows = (x) => { const same = seen.filter((t) => t !== x && String(t.shape) === String(x.shape));
  const last = same.at(-1); seen.length = 0; return last ?? tensor([[0.6, 0.8]]); };`,
    "onTensor: it is switched off in exercises",
  ],
  [
    "every value becomes zero",
    `import { setDefaultBackend } from "gradus";
setDefaultBackend("shapes");
export const rows = (x) => x.mul(0);`,
    "setDefaultBackend: it is switched off in exercises",
  ],
  [
    "random numbers become the learner's",
    `import { defaultGenerator, zeros } from "gradus";
defaultGenerator.draw = () => zeros([8]).node;
export const rows = (x) => x.mul(0);`,
    "Cannot",
  ],
  [
    "a class's own list is emptied",
    `import { dtypes } from "gradus";
dtypes.length = 0;
export const rows = (x) => x;`,
    "Cannot",
  ],
])("the right answer cannot be taken or bent: %s", async (_, learner, said) => {
  const { passed, trouble } = await grader.grade({
    exercise: "rows",
    sources: [{ ...ownCopy, learner }],
  });
  expect(passed).toBe(false);
  expect(trouble?.message).toContain(said);
});

test("a learner's function answers before the right answer is in the same world", async () => {
  // The library's own objects lead from a tensor to what it is made of, and to nothing else.
  const learner = `
const met = [];
export const rows = (x) => { met.push(x.node); console.log(met.length); return x; };`;
  const { printed, checks } = await grader.grade({
    exercise: "rows",
    sources: [{ ...ownCopy, learner }],
  });
  expect(printed).toEqual(["1"]);
  expect(checks[0]?.failure?.expected).toMatchObject({
    shape: [1, 2],
    data: [0.6000000238418579, 0.800000011920929],
  });
});

test.each([
  [
    "a tensor whose shape says more than it holds",
    "new Proxy(x, { get: (t, k) => (k === 'shape' ? [2000, 1000] : k === 'data' ? () => t.data() : t[k]) })",
    "double: the answer is something that calls itself a tensor of shape [2000, 1000] and holds 2 values",
  ],
  [
    "one whose shape says far too much",
    "new Proxy(x, { get: (t, k) => (k === 'shape' ? [1e9] : k === 'data' ? () => t.data() : t[k]) })",
    "holds more than 4,194,304 values",
  ],
  [
    "a tensor that is as large as it says",
    "full([1e5, 1e5], 1)",
    "holds more than 4,194,304 values",
  ],
  [
    "a list that says it is long",
    "new Proxy([], { get: (t, k) => (k === 'length' ? 4e9 : 1) })",
    "holds more than",
  ],
  [
    "a list of lists without an end",
    "new Proxy([], { get: (t, k, p) => (k === 'length' ? 9 : p) })",
    "holds more than",
  ],
  [
    "a set that never ends",
    "new (class extends Set { *[Symbol.iterator]() { for (;;) yield 1; } })()",
    "an array of 0",
  ],
  [
    "a shape of very many axes",
    "({ shape: new Array(1e6).fill(1), dtype: 'float32', data: () => [1] })",
    "holds more than",
  ],
])("an answer that lies about its size costs nothing: %s", async (_, answer, said) => {
  const small = nodeGrader({ ...options, memoryMb: 300 });
  const { checks, trouble } = await small.grade(
    request(`import { full } from "gradus";\nfull;\nexport const double = (x) => ${answer};`),
  );
  expect(trouble).toBeUndefined();
  expect(checks[0]?.failure?.message).toContain(said);
});

test("answers are timed on one input, and one that does not run has no time", async () => {
  const slow = `
import type { Tensor } from "gradus";
export const double = async (x: Tensor): Promise<Tensor> => {
  const began = Date.now();
  while (Date.now() - began < 20);
  return x.mul(2);
};`;
  const verdict = await grader.run({
    ...request(double.solution),
    answers: [
      { name: "slow", text: slow },
      { name: "the solution", text: double.solution },
      { name: "broken", text: "export const double = () => { throw new Error('no'); };" },
    ],
  });
  expect(verdict).toMatchObject({ passed: true, checks: [], timing: { of: "double" } });
  const { learner = 0, runs = 0, others = [] } = verdict.timing ?? {};
  expect(runs).toBeGreaterThan(0);
  expect(learner).toBeGreaterThan(0);
  expect(others.map((o) => o.name)).toEqual(["slow", "the solution"]);
  // It waits for 20 ms by the clock, however busy the machine.
  expect(others[0]?.ms).toBeGreaterThanOrEqual(19);
});

test("what the library warns of is told once for each line of the learner's, and never for the grade's", async () => {
  const warned = `
import { nn, tensor } from "gradus";
const loss = (n) =>
  nn.functional.mseLoss(tensor([1, 2]), tensor([[n]]));
loss(1);
for (let i = 0; i < 3; i++) loss(i);
export const double = (x) => {
  new nn.MSELoss().forward(x, tensor([[1], [2]]));
  return x.add(x);
};`;
  const expected = [
    { line: 4, code: "nn/loss-broadcast", message: expect.stringContaining("[2] and the target") },
    { line: 8, code: "nn/loss-broadcast", hint: expect.stringContaining("one shape") },
  ];
  const verdict = await grade(warned);
  expect(verdict).toMatchObject({ passed: true, warnings: expected });
  expect(verdict.warnings).toHaveLength(2);
  // The console, which they would go to otherwise, has nothing of them.
  expect(verdict.printed).toEqual([]);
  const run = await grader.run({ ...request(warned), runOnly: true });
  expect(run.warnings?.map((w) => w.line)).toEqual([4]);
  const graded = await grader.grade({
    exercise: "double",
    sources: [
      {
        ...double,
        grade: `import { nn, tensor } from "gradus";\nnn.functional.mseLoss(tensor([1]), tensor([[1]]));${double.grade}`,
        learner: double.solution,
      },
    ],
  });
  expect(graded.passed).toBe(true);
  expect(graded.warnings).toBeUndefined();
});
