import { describe, expect, test } from "vitest";
import { parseEvents, textOfEvents } from "./event-file.ts";
import { eventLine, type LearningAct, type LearningEvent } from "./events.ts";

const at = (minute: number): string =>
  new Date(Date.parse("2026-03-01T10:00:00Z") + minute * 60_000).toISOString();

const acts: readonly LearningAct[] = [
  { kind: "attempt", exercise: "numbers/double", passed: false, check: 'says "twice" – {or not}' },
  { kind: "hint", exercise: "numbers/double", level: 2 },
  { kind: "attempt", exercise: "numbers/double", passed: true },
  { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: true },
];
const events: readonly LearningEvent[] = acts.map((act, i) => ({ at: at(i), ...act }));
const lines = events.map(eventLine);
const file = `${lines.join("\n")}\n`;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, options: { big?: boolean; mark?: boolean } = {}): Uint8Array {
  const { big = false, mark = true } = options;
  const marked = mark ? `\ufeff${text}` : text;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), !big);
  return new Uint8Array(view.buffer);
}

const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((p) => [...p]));

const pretty = (indent: number): string =>
  events.map((e) => JSON.stringify(e, null, indent)).join("\n");

describe("every event is read, and nothing is called unreadable", () => {
  const [one, two, three, four] = lines as [string, string, string, string];
  test.each<[string, Uint8Array]>([
    ["as it is written", utf8(file)],
    ["without a last line end", utf8(file.trimEnd())],
    ["with a byte order mark", utf8(`\ufeff${file}`)],
    ["with line ends of Windows", utf8(file.replaceAll("\n", "\r\n"))],
    ["with blank lines", utf8(`\n\n${lines.join("\n  \n")}\n\n`)],
    ["as UTF-16, little end first", utf16(file)],
    ["as UTF-16, big end first", utf16(file, { big: true })],
    ["as UTF-16 without a mark", utf16(file, { mark: false })],
    ["as UTF-16 without a mark, big end first", utf16(file, { mark: false, big: true })],
    [
      "as UTF-16 that was appended to since",
      join(utf16(`${one}\n${two}\n`), utf8(`\n${three}\n${four}\n`)),
    ],
    [
      "as UTF-16 with the big end first that was appended to since",
      join(utf16(`${one}\n${two}`, { big: true }), utf8(`\n${three}\n${four}\n`)),
    ],
    ["with commas at the line ends", utf8(`${lines.join(",\n")},\n`)],
    ["as a list", utf8(`[\n${lines.join(",\n")}\n]\n`)],
    ["as a list in one line", utf8(JSON.stringify(events))],
    ["as a list with indents", utf8(JSON.stringify(events, null, 4))],
    ["laid out over several lines", utf8(pretty(2))],
    ["laid out with tabs", utf8(events.map((e) => JSON.stringify(e, null, "\t")).join(",\n"))],
    ["two in a line", utf8(`${one}${two}\n${three} ${four}\n`)],
    ["with zeros that a crash left", utf8(`${one}\n\0\0\0\0${two}\n\0\0\n${three}\n${four}\n`)],
    [
      "with the fields in another order",
      utf8(
        events
          .map((e) => JSON.stringify(Object.fromEntries(Object.entries(e).reverse())))
          .join("\n"),
      ),
    ],
    [
      "with fields nobody knows",
      utf8(events.map((e) => JSON.stringify({ ...e, more: { deep: [{}] } })).join("\n")),
    ],
  ])("%s", (_what, bytes) => {
    const parsed = parseEvents(textOfEvents(bytes));
    expect(parsed.unreadable).toEqual([]);
    expect(parsed.events.map(eventLine)).toEqual(lines);
  });
});

describe("what is no event is handed back with its line, and the events around it are read", () => {
  const [one, two] = lines as [string, string];
  const half = '{"at":"2026-03-01T10:05:00Z","kind":"att';
  test.each<[string, string, readonly { line: number; text: string }[]]>([
    ["half a line", `${one}\n${half}\n${two}\n`, [{ line: 2, text: half }]],
    ["half a line at the end", `${one}\n${two}\n${half}`, [{ line: 3, text: half }]],
    ["half a line joined with the next", `${one}\n${half}${two}\n`, [{ line: 2, text: half }]],
    [
      "a line cut between two fields",
      `${one}\n{"at":"2026-03-01T10:05:00Z",\n${two}\n`,
      [{ line: 2, text: '{"at":"2026-03-01T10:05:00Z",' }],
    ],
    [
      "a kind of a version to come",
      `${one}\n\n{"at":"2026-03-01T10:05:00Z","kind":"dance"}\n${two}\n`,
      [{ line: 3, text: '{"at":"2026-03-01T10:05:00Z","kind":"dance"}' }],
    ],
    [
      "no time, and no time that is one",
      `{"kind":"read","lesson":"a"}\n${one}\n{"at":"soon","kind":"read","lesson":"a"}\n${two}\n`,
      [
        { line: 1, text: '{"kind":"read","lesson":"a"}' },
        { line: 3, text: '{"at":"soon","kind":"read","lesson":"a"}' },
      ],
    ],
    [
      "an id that leads elsewhere",
      `${one}\n{"at":"2026-03-01T10:05:00Z","kind":"read","lesson":"../a"}\n${two}\n`,
      [{ line: 2, text: '{"at":"2026-03-01T10:05:00Z","kind":"read","lesson":"../a"}' }],
    ],
    [
      "marks of a merge",
      `<<<<<<< mine\n${one}\n=======\n${two}\n>>>>>>> theirs\n`,
      [
        { line: 1, text: "<<<<<<< mine" },
        { line: 3, text: "=======" },
        { line: 5, text: ">>>>>>> theirs" },
      ],
    ],
    [
      "other JSON",
      `null\n7\n"x"\n${one}\n${two}\n`,
      [
        { line: 1, text: "null" },
        { line: 2, text: "7" },
        { line: 3, text: '"x"' },
      ],
    ],
  ])("%s", (_what, text, unreadable) => {
    const parsed = parseEvents(text);
    expect(parsed.events.map(eventLine)).toEqual([one, two]);
    expect(parsed.unreadable).toEqual(unreadable);
  });
});

test("the time that counts is the last where a line has two", () => {
  const twice =
    '{"at":"2026-03-01T10:00:00.000Z","kind":"read","lesson":"a","at":"2026-04-01T10:00:00.000Z"}';
  expect(parseEvents(`${twice}\n${twice}\n`).events.map((e) => e.at)).toEqual([
    "2026-04-01T10:00:00.000Z",
    "2026-04-01T10:00:00.000Z",
  ]);
});

test("a line that would change what objects are does not", () => {
  const { events: read, unreadable } = parseEvents(
    '{"at":"2026-03-01T10:00:00.000Z","kind":"read","lesson":"a","__proto__":{"polluted":1}}\n',
  );
  expect([read.length, unreadable.length]).toEqual([1, 0]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect((read[0] as { polluted?: number }).polluted).toBeUndefined();
});

test("events come in order of time, those of one moment as they stand", () => {
  const shuffled = [lines[2], lines[0], lines[3], lines[1]].join("\n");
  expect(parseEvents(shuffled).events.map(eventLine)).toEqual(lines);
  const same = ["c/a", "c/b", "c/c"].map((lesson) =>
    eventLine({ at: at(0), kind: "read", lesson }),
  );
  expect(parseEvents([lines[3], ...same].join("\n")).events.map(eventLine)).toEqual([
    ...same,
    lines[3],
  ]);
});

test("a file of brackets alone is looked through once, not again and again", () => {
  const text = "{".repeat(3_000_000);
  expect(parseEvents(text).events).toEqual([]);
  expect(parseEvents(`${'{"at":'.repeat(400_000)}\n${file}`).events).toHaveLength(4);
});

test("ids of the time when there was one course are read as that course's", () => {
  const at = "2026-03-01T10:00:00.000Z";
  const old = [
    { at, kind: "attempt", exercise: "sigmoid", passed: true },
    { at, kind: "quiz", lesson: "shapes", question: 0, correct: true },
    { at, kind: "read", lesson: "shapes" },
  ];
  const read = parseEvents(old.map((e) => JSON.stringify(e)).join("\n")).events;
  expect(read).toEqual([
    { at, kind: "attempt", exercise: "neural-networks/sigmoid", passed: true },
    { at, kind: "quiz", lesson: "neural-networks/shapes", question: 0, correct: true },
    { at, kind: "read", lesson: "neural-networks/shapes" },
  ]);
  // Concepts have no course.
  const placed = { at, kind: "placement", concepts: ["tensor"], known: true };
  expect(parseEvents(JSON.stringify(placed)).events).toEqual([placed]);
});
