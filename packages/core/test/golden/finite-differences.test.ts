/**
 * Every differentiable operator against central differences in float64: the first case of each golden file
 * that has gradients, its arguments made float64. Weights keep opposite errors from cancelling; outputs
 * known up to a sign are squared first.
 */
import * as core from "@gradus/core";
import { gradcheck, Tensor } from "@gradus/core";
import {
  buildArgument,
  callMethod,
  flattenOutputs,
  type GoldenFile,
  listGolden,
  lookUp,
  lossWeights,
  readGolden,
} from "@gradus/testkit";
import { describe, expect, test } from "vitest";

type Json = unknown;

/** The same arguments with float64 in place of float32, and without views that would need a base. */
function doubled(json: Json): Json {
  if (Array.isArray(json)) return json.map(doubled);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([k, v]) => [k, k === "dtype" && v === "float32" ? "float64" : doubled(v)]),
  );
}

/** Operators whose sample points lie on a jump, where a difference across it is no gradient. */
const onJumps = ["ceil", "floor", "trunc", "nanToNum"];

/** These read one triangle of a symmetric matrix: a difference has to keep it symmetric. */
const symmetric = ["linalg.cholesky", "linalg.eigh", "linalg.eigvalsh"];

const differentiable = listGolden("ops").flatMap((name) => {
  const file = readGolden<GoldenFile>(`ops/${name}.json`);
  const golden = file.cases.find(
    (c) => c.grads && Object.keys(c.grads).length > 0 && !file.inPlace && (c.out?.length ?? 0) > 0,
  );
  return golden && !onJumps.includes(name) ? [[name, file, golden] as const] : [];
});

describe("gradients agree with central differences", () => {
  test("there is a case for most of the operators", () => {
    expect(differentiable.length).toBeGreaterThan(150);
  });

  test.each(differentiable)("%s", async (_name, file, golden) => {
    const square = golden.compare === "abs" || (golden.loss && "square" in golden.loss);
    const leaves = new Map<string, Tensor>();
    const args = golden.args.map((a, i) => buildArgument(doubled(a), `${i}`, leaves));
    const inputs = [...leaves.values()];
    const paths = [...leaves.keys()];
    const fn = (...xs: Tensor[]): Tensor => {
      const given = new Map(paths.map((path, i) => [path, xs[i] as Tensor]));
      const put = (value: unknown, path: string): unknown => {
        const x = given.get(path);
        if (x) return symmetric.includes(file.op) ? x.add(x.transpose(-1, -2)).mul(0.5) : x;
        if (Array.isArray(value)) return value.map((v, i) => put(v, `${path}.${i}`));
        return value;
      };
      const actual = args.map((a, i) => put(a, `${i}`));
      const found = lookUp(core, file.op);
      const out = found
        ? found(...actual)
        : callMethod(actual[0] as Tensor, file.op, ...actual.slice(1));
      const floats = flattenOutputs(out).filter(
        (o): o is Tensor => o instanceof Tensor && o.dtype === "float64",
      );
      const parts = floats.map((o) => {
        const weights = core.tensor(lossWeights(o.numel()), { shape: o.shape, dtype: "float64" });
        return (square ? o.square() : o).mul(weights).sum();
      });
      return parts.reduce((a, b) => a.add(b));
    };
    await gradcheck(fn, inputs);
  });
});
