import { execFileSync } from "node:child_process";
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { arrayData } from "./array-data.ts";
import {
  type FileSystem,
  readBytes,
  readCsv,
  readIdx,
  readImage,
  readNpy,
  readNpz,
  readSafetensors,
  writeFileAtomic,
  writeIdx,
  writeImage,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "./files.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const w = arrayData(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

test("every format survives the way through a file", async () => {
  const at = (name: string): string => join(folder, name);
  await writeNpy(at("w.npy"), w);
  expect(await readNpy(at("w.npy"))).toEqual(w);
  await writeNpz(at("w.npz"), { w });
  expect(await readNpz(at("w.npz"))).toEqual(new Map([["w", w]]));
  await writeSafetensors(at("w.safetensors"), { w }, { metadata: { format: "pt" } });
  expect((await readSafetensors(at("w.safetensors"))).tensors).toEqual(new Map([["w", w]]));
  await writeIdx(at("w.idx.gz"), w);
  expect(await readIdx(at("w.idx.gz"))).toEqual(w);
  expect(readFileSync(at("w.idx.gz"))[0]).toBe(0x1f);
  const image = arrayData(Uint8Array.of(0, 50, 100, 150, 200, 250), [2, 3, 1]);
  await writeImage(at("i.png"), image);
  expect(await readImage(at("i.png"))).toEqual(image);
  await writeImage(at("i.jpg"), image);
  expect((await readImage(at("i.jpg"))).shape).toEqual([2, 3, 3]);
  writeFileSync(at("t.csv"), "a,b\n1,2\n");
  expect((await readCsv(at("t.csv"))).length).toBe(1);
  await writeFileAtomic(at("comma.csv"), new TextEncoder().encode("x;y\n1,5;2\n"));
  const comma = await readCsv(at("comma.csv"), { decimal: "," });
  expect(Array.from(comma.matrix().data)).toEqual([1.5, 2]);
});

test("an error in a file names the file", async () => {
  const path = join(folder, "cut.npy");
  writeFileSync(path, Uint8Array.of(1, 2));
  await expect(readNpy(path)).rejects.toThrow(`decodeNpy ${path}: `);
});

test("files that are not there, folders, and addresses nobody answers at are clear errors", async () => {
  await expect(readBytes(join(folder, "none"))).rejects.toThrow(
    /no such file \(ENOENT\)[\s\S]*\(data\/file-not-found\)/,
  );
  await expect(readBytes(folder)).rejects.toThrow(/this is a folder/);
  await expect(readBytes("http://127.0.0.1:1/x")).rejects.toThrow("(data/file-unreadable)");
});

test("bytes come from a data address too", async () => {
  expect(await readBytes("data:;base64,AQID")).toEqual(Uint8Array.of(1, 2, 3));
});

test("without Node a path is refused with what to do instead", async () => {
  const world = globalThis as { process?: unknown };
  const saved = world.process;
  let thrown: unknown;
  try {
    world.process = undefined;
    await readBytes("w.npy").catch((error: unknown) => {
      thrown = error;
    });
  } finally {
    world.process = saved;
  }
  expect(thrown).toMatchObject({ code: "data/needs-node" });
});

test("an atomic write replaces the file and leaves nothing else behind", async () => {
  const home = mkdtempSync(join(folder, "a-"));
  const path = join(home, "x.bin");
  await writeFileAtomic(path, Uint8Array.of(1));
  await writeFileAtomic(path, Uint8Array.of(2, 3));
  expect([...readFileSync(path)]).toEqual([2, 3]);
  expect(readdirSync(home)).toEqual(["x.bin"]);
});

test("writes at the same time to one file leave one of them complete", async () => {
  const path = join(mkdtempSync(join(folder, "b-")), "x.bin");
  const writes = Array.from({ length: 8 }, (_, i) => new Uint8Array(100_000).fill(i));
  await Promise.all(writes.map((bytes) => writeFileAtomic(path, bytes)));
  const got = readFileSync(path);
  expect(got.length).toBe(100_000);
  expect(new Set(got).size).toBe(1);
});

/** A file system whose disk is full after `room` bytes, or that fails at one call with a code. */
function faulty(fault: {
  room?: number;
  call?: keyof FileSystem | "write" | "sync";
  code: string;
}): FileSystem {
  const fail = (): never => {
    throw Object.assign(new Error(fault.code), { code: fault.code });
  };
  let room = fault.room ?? Number.POSITIVE_INFINITY;
  return {
    ...fs.promises,
    async open(path, flags) {
      if (fault.call === "open") fail();
      const file = await fs.promises.open(path, flags);
      return {
        async write(bytes, offset, length, position) {
          if (room === 0 || fault.call === "write") fail();
          const { bytesWritten } = await file.write(
            bytes,
            offset,
            Math.min(length, room),
            position,
          );
          room -= bytesWritten;
          return { bytesWritten };
        },
        sync: async () => (fault.call === "sync" ? fail() : file.sync()),
        close: () => file.close(),
      };
    },
    rename: async (from, to) => (fault.call === "rename" ? fail() : fs.promises.rename(from, to)),
  };
}

test.each([
  ["disk full after 1000 bytes", { room: 1000, code: "ENOSPC" }, "disk-full"],
  ["over quota", { call: "write", code: "EDQUOT" }, "disk-full"],
  ["disk full when flushing", { call: "sync", code: "ENOSPC" }, "disk-full"],
  ["read-only file system", { call: "open", code: "EROFS" }, "read-only"],
  ["no permission", { call: "open", code: "EACCES" }, "read-only"],
  ["no permission to rename", { call: "rename", code: "EPERM" }, "read-only"],
  ["device error", { call: "sync", code: "EIO" }, "write-failed"],
] as const)("%s: the old file stays whole and the temporary one is removed", async (_, fault, code) => {
  const home = mkdtempSync(join(folder, "c-"));
  const path = join(home, "x.bin");
  writeFileSync(path, "old");
  const write = writeFileAtomic(path, new Uint8Array(5000), { fs: faulty(fault) });
  await expect(write).rejects.toThrow(
    new RegExp(
      `could not save 5000 bytes: .*\\(${fault.code}\\)\\. The earlier file of this name is unchanged[\\s\\S]*\\(data/${code}\\)`,
    ),
  );
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(home)).toEqual(["x.bin"]);
});

test("a failed first write says that nothing was left", async () => {
  const path = join(mkdtempSync(join(folder, "d-")), "x.bin");
  const write = writeFileAtomic(path, new Uint8Array(1), {
    fs: faulty({ room: 0, code: "ENOSPC" }),
  });
  await expect(write).rejects.toThrow(/No file of this name was left behind/);
});

test("a folder that does not exist, or is a file, is named as such", async () => {
  await expect(writeFileAtomic(join(folder, "no", "x"), new Uint8Array(1))).rejects.toThrow(
    "(data/no-folder)",
  );
  writeFileSync(join(folder, "plain"), "");
  await expect(writeFileAtomic(join(folder, "plain", "x"), new Uint8Array(1))).rejects.toThrow(
    "(data/no-folder)",
  );
});

/** A small disk in memory, where this system lets us mount one. */
function mountTiny(options: string): string | undefined {
  const point = mkdtempSync(join(folder, "mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", point], { stdio: "ignore" });
    return point;
  } catch {
    return undefined;
  }
}

test("a disk that is really full keeps the old file", async (context) => {
  const disk = mountTiny("size=64k");
  if (!disk) return context.skip("this system does not let the test mount a disk");
  try {
    const path = join(disk, "x.bin");
    await writeFileAtomic(path, new Uint8Array(40_000));
    await expect(writeFileAtomic(path, new Uint8Array(40_000))).rejects.toThrow(
      /the disk is full \(ENOSPC\)\. The earlier file of this name is unchanged/,
    );
    expect(readdirSync(disk)).toEqual(["x.bin"]);
    expect(readFileSync(path).length).toBe(40_000);
  } finally {
    execFileSync("umount", [disk]);
  }
});

test("a file system that is really read-only is named as such", async (context) => {
  const disk = mountTiny("ro");
  if (!disk) return context.skip("this system does not let the test mount a disk");
  try {
    await expect(writeFileAtomic(join(disk, "x.bin"), new Uint8Array(9))).rejects.toThrow(
      /the file system is read-only \(EROFS\)[\s\S]*\(data\/read-only\)/,
    );
  } finally {
    execFileSync("umount", [disk]);
  }
});
