import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { hash: "", pathname: "/", search: "" });

test("events that come while one is on its way are each sent once, in order", async () => {
  const sent: number[] = [];
  vi.stubGlobal("fetch", async (path: string, options: { body?: string }) => {
    await new Promise((done) => setTimeout(done, 5));
    if (path === "/api/events") sent.push(JSON.parse(options.body ?? "{}").level);
    return new Response("{}");
  });
  const { tell } = await import("./workspace.ts");
  const hint = (level: number) => tell({ kind: "hint", exercise: "a/b", level });
  await Promise.all([hint(1), hint(2), hint(3)]);
  expect(sent).toEqual([1, 2, 3]);
});
