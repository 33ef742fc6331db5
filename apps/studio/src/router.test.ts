import { expect, test } from "vitest";
import { lessonHref, newAddress, parseRoute } from "./router.ts";

test("the addresses of the pages are read", () => {
  expect(parseRoute("/")).toEqual({ page: "path" });
  expect(parseRoute("/lesson/one/shapes")).toEqual({
    page: "lesson",
    id: "one/shapes",
    exercise: null,
  });
  expect(parseRoute("/lesson/one/shapes/softmax")).toEqual({
    page: "lesson",
    id: "one/shapes",
    exercise: "one/softmax",
  });
  expect(parseRoute("/review/one/softmax")).toEqual({ page: "review", id: "one/softmax" });
  expect(parseRoute("/runs/a")).toEqual({ page: "runs", id: "a" });
});

test("an id that no folder can have is no address", () => {
  expect(parseRoute("/lesson/..%2f")).toEqual({ page: "missing" });
  expect(parseRoute("/lesson/a/b/c/d")).toEqual({ page: "missing" });
  expect(parseRoute("/review/a/b/c")).toEqual({ page: "missing" });
  expect(parseRoute("/nowhere")).toEqual({ page: "missing" });
});

test("a lesson's address is the one that is read", () => {
  expect(parseRoute(lessonHref("one/shapes"))).toMatchObject({ id: "one/shapes", exercise: null });
  expect(parseRoute(lessonHref("one/shapes", "one/softmax"))).toMatchObject({
    id: "one/shapes",
    exercise: "one/softmax",
  });
});

test("addresses from before there were courses mean lessons of the first, unless such a lesson is there", () => {
  const lessons = ["neural-networks/shapes", "shapes/softmax-again"];
  const first = "/lesson/neural-networks/shapes";
  expect(newAddress("/lesson/shapes", lessons)).toBe(first);
  expect(newAddress("/lesson/shapes/softmax", lessons)).toBe(`${first}/softmax`);
  expect(newAddress("/lesson/shapes/softmax-again", lessons)).toBeNull();
  expect(newAddress(first, lessons)).toBeNull();
  expect(newAddress(`${first}/softmax`, lessons)).toBeNull();
  expect(newAddress("/lesson/nowhere/softmax", lessons)).toBeNull();
  expect(parseRoute("/review/softmax")).toEqual({ page: "review", id: "neural-networks/softmax" });
});
