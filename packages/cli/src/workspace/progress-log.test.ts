import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventLine, type LearningEvent } from "@gradus/content";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder } from "./files.ts";
import { ProgressLog } from "./progress-log.ts";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "gradus-progress-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (rotateBytes?: number): ProgressLog =>
  new ProgressLog(new Folder(root), rotateBytes === undefined ? {} : { rotateBytes });

const event = (n: number): LearningEvent => ({
  at: new Date(Date.parse("2026-01-01T00:00:00Z") + n * 1000).toISOString(),
  kind: "quiz",
  lesson: "numbers/doubling",
  question: n % 1000,
  correct: n % 3 === 0,
});

const path = () => join(root, "progress.jsonl");
const partsOnDisk = () => readdirSync(root).filter((name) => /^progress-.*\.jsonl$/.test(name));

test("a file that has grown large is put away, and its events are still there", async () => {
  const log = open(1000);
  for (let n = 0; n < 50; n++) await log.append(eventLine(event(n)));
  expect(partsOnDisk().length).toBeGreaterThan(3);
  expect(statSync(path()).size).toBeLessThan(1200);
  expect(await log.events()).toEqual(Array.from({ length: 50 }, (_, n) => event(n)));
  expect(await open().events()).toEqual(await log.events());
});

test("several programs append, put away and read at once, and no event is lost or counted twice", async () => {
  const writers = [open(700), open(700), open(700)];
  const reader = open();
  let written = 0;
  let ended = false;
  const reading = (async () => {
    while (!ended) {
      const least = written;
      expect((await reader.events()).length).toBeGreaterThanOrEqual(least);
    }
  })();
  await Promise.all(
    writers.map(async (log, w) => {
      for (let n = 0; n < 80; n++) {
        await log.append(eventLine(event(3 * n + w)));
        written++;
      }
    }),
  );
  ended = true;
  await reading;
  expect(await reader.events()).toEqual(Array.from({ length: 240 }, (_, n) => event(n)));
});

test("what others write into a file is seen, and what is unchanged is not read again", async () => {
  const log = open();
  expect(await log.events()).toEqual([]);
  await open().append(eventLine(event(1)));
  const once = await log.events();
  expect(once).toEqual([event(1)]);
  expect(await log.events()).toBe(once);
  writeFileSync(path(), `${eventLine(event(2))}\n`);
  expect(await log.events()).toEqual([event(2)]);
});

test("lines that are no events are counted, kept where they are, and written down with their places", async () => {
  const log = open();
  expect(await log.unreadable()).toBeNull();
  const text = `${eventLine(event(1))}\n{"at":"2026-\n${eventLine(event(2))}\nhello\n`;
  writeFileSync(path(), text);
  expect(await log.unreadable()).toEqual({ lines: 2, file: "progress-unreadable.txt" });
  expect(await log.events()).toHaveLength(2);
  expect(readFileSync(path(), "utf8")).toBe(text);
  const shown = readFileSync(join(root, "progress-unreadable.txt"), "utf8");
  expect(shown).toContain('progress.jsonl:2: {"at":"2026-\nprogress.jsonl:4: hello\n');
});

test("that they cannot be written down does not keep them from being told", async () => {
  mkdirSync(join(root, "progress-unreadable.txt"));
  writeFileSync(path(), "hello\n");
  expect(await open().unreadable()).toEqual({ lines: 1, file: null });
});

test("a file of more than 64 MB opens, and can be appended to", async () => {
  const line = `${eventLine(event(7))}\n`;
  const count = Math.ceil((65 << 20) / line.length);
  writeFileSync(path(), line.repeat(count));
  const log = open();
  expect(await log.events()).toHaveLength(count);
  await log.append(eventLine(event(8)));
  expect(await log.events()).toHaveLength(count + 1);
  expect(statSync(path()).size).toBeLessThan(1000);
});
