import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { closest, helpLines, parseLine } from "./command-line.ts";

const command: Command = {
  name: "shake",
  summary: "shake something",
  usage: "gradus shake THING",
  options: {
    port: { type: "string", value: "N", about: "where; default 7" },
    "very-long-name": { type: "string", value: "VALUE", about: "words ".repeat(30).trim() },
    json: { type: "boolean", about: "as JSON" },
  },
  run: async () => 0,
};

test("arguments and options are told apart, whatever their order", () => {
  expect(parseLine(["a", "--port", "5", "b", "--json"], command)).toEqual({
    args: ["a", "b"],
    flags: { port: "5", json: true },
  });
  expect(parseLine(["--port=-1", "--", "--json"], command)).toEqual({
    args: ["--json"],
    flags: { port: "-1" },
  });
  expect(parseLine(["--port", "-1"], command).flags).toEqual({ port: "-1" });
  for (const line of [["-h"], ["--help"], ["--loud", "--help"]])
    expect(parseLine(line, command).flags).toEqual({ help: true });
});

test.each([
  [["--jsn"], "there is no option --jsn; did you mean --json?"],
  [["--verylongname", "x"], "there is no option --verylongname; did you mean --very-long-name?"],
  [["--loud"], "there is no option --loud"],
  [["-x"], "there is no option -x"],
  [["--__proto__"], "there is no option --__proto__"],
  [["--constructor", "1"], "there is no option --constructor"],
  [["--port"], "--port needs a value: --port N"],
  [["--port="], "--port needs a value: --port N"],
  [["--port", "--json"], "--port needs a value: --port N"],
  [["--json=yes"], '--json takes no value, but was given "yes"'],
])("%o is refused in our words", (line, message) => {
  expect(() => parseLine(line, command)).toThrow(message);
});

test("the help lines up in any width and says all there is", () => {
  for (const columns of [30, 80, 200]) {
    const lines = helpLines(command, columns);
    expect(lines.join("\n")).toMatch(
      /shake something[\s\S]*gradus shake THING[\s\S]*--port N +where; default 7[\s\S]*--help/,
    );
    if (columns >= 80) for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  }
});

test("a word that is nearly another is taken for it, and no other is", () => {
  expect(closest("chek", ["check", "learn"])).toBe("check");
  expect(closest("lea", ["check", "learn"])).toBe("learn");
  expect(closest("dance", ["check", "learn"])).toBeNull();
  expect(closest("x", [])).toBeNull();
});
