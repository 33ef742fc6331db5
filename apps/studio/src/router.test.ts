import { expect, test } from "vitest";
import { parseRoute } from "./router.ts";

test("the addresses of the pages are read", () => {
  expect(parseRoute("/")).toEqual({ page: "path" });
  expect(parseRoute("/lesson/shapes")).toEqual({ page: "lesson", id: "shapes", exercise: null });
  expect(parseRoute("/lesson/shapes/softmax")).toEqual({
    page: "lesson",
    id: "shapes",
    exercise: "softmax",
  });
  expect(parseRoute("/runs/a")).toEqual({ page: "runs", id: "a" });
});

test("an id that no folder can have is no address", () => {
  expect(parseRoute("/lesson/..%2f")).toEqual({ page: "missing" });
  expect(parseRoute("/lesson/a/b/c").page).toBe("lesson");
  expect(parseRoute("/nowhere")).toEqual({ page: "missing" });
});
