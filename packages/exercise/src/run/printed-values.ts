/** Sends the tensors of printed lines along with their values, as they were when they were printed. */

import type { PrintedValue } from "../types.ts";
import { type PrintedTensor, tensorsIn } from "./printed.ts";

/** Larger tensors are sent cut. A colour picture of 147 by 147 fits. */
const mostOfOne = 1 << 16;
const cutTo = 4096;
/** All values of a run; after that lines are text only. */
const mostInAll = 1 << 20;
const mostOfLine = 6;

export interface PrintedValues {
  /** Takes the values of the next printed line. */
  readonly send: (values: readonly unknown[]) => void;
  /** Resolves when everything taken has been sent. */
  readonly sent: () => Promise<void>;
}

/**
 * @param library only tensors of its own class are read: a learner's object that looks like one may never answer
 */
export function printedValues(
  library: object | undefined,
  post: (value: PrintedValue) => void,
): PrintedValues {
  const Tensor = (library as { readonly Tensor?: unknown } | undefined)?.Tensor;
  const own = (tensor: object): boolean => typeof Tensor === "function" && tensor instanceof Tensor;
  let line = -1;
  let left = mostInAll;
  const pending: Promise<void>[] = [];

  const read = async (at: number, { name, tensor }: PrintedTensor): Promise<void> => {
    const { dtype } = tensor;
    const shape = tensor.shape.map(Number);
    const text = String(tensor);
    // The copy is made now, before the next line of the learner's code runs.
    const data = await tensor.data();
    const count = data.length > mostOfOne ? cutTo : data.length;
    const shown = Array.from({ length: count }, (_, i) => Number(data[i]));
    post({ line: at, name, text, value: { kind: "tensor", shape, dtype, data: shown } });
  };

  return {
    send: (values) => {
      line++;
      for (const one of tensorsIn(values).slice(0, mostOfLine)) {
        if (!own(one.tensor)) continue;
        const size = one.tensor.shape.reduce((product, n) => product * n, 1);
        if (size < 2 || size > left) continue;
        left -= size;
        // One that cannot be computed has said so in its line.
        pending.push(read(line, one).catch(() => {}));
      }
    },
    sent: async () => {
      await Promise.all(pending);
    },
  };
}
