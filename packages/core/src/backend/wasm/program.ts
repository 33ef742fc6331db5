/**
 * A plan compiled to WebAssembly. Inputs that live in JavaScript are copied into the arena, parameters
 * and other resident inputs are read where they are; small results are copied out, large ones and
 * updated parameters stay resident.
 */
import type { Plan } from "../../compile/plan.ts";
import { itemSize, type TypedArray, viewOf } from "../../dtype.ts";
import { indexRangeError } from "../../errors.ts";
import { Buffer } from "../../graph/buffer.ts";
import type { Executable } from "../backend.ts";
import { prepare } from "../reference/run.ts";
import { type ArenaPlan, planArena } from "./arena.ts";
import type { WasmEngine } from "./backend.ts";
import type { Emitted } from "./emit.ts";
import { errorSlot } from "./memory.ts";
import type { ThreadMain } from "./pool.ts";
import { pressure, residentBuffer, settleIn, WasmResident } from "./resident.ts";

/** Results from this size on stay in the wasm memory. */
const residentBytes = 1 << 20;
/** Unless this much already waits for the garbage collector. */
const pressureLimit = 512 << 20;
/** Inputs from this length on that are read again move into the wasm memory. */
const settleLength = 64;

export class WasmProgram implements Executable {
  readonly #engine: WasmEngine;
  readonly #plan: Plan;
  readonly #emitted: Emitted;
  readonly #id: number;
  readonly #main: ThreadMain | null;
  readonly #arena: ArenaPlan;
  readonly #scratchBytes: number;
  /** The program's own block: pointers, then tables. */
  readonly #block: number;
  readonly #tables: number;
  readonly #host: Map<number, (buffers: readonly TypedArray[]) => void> = new Map();

  constructor(
    engine: WasmEngine,
    plan: Plan,
    emitted: Emitted,
    id: number,
    main: ThreadMain | null,
  ) {
    this.#engine = engine;
    this.#plan = plan;
    this.#emitted = emitted;
    this.#id = id;
    this.#main = main;
    this.#arena = planArena(plan, () => true);
    this.#scratchBytes = emitted.scratchBytes(engine.maxThreads);
    const pointerBytes = Math.ceil(((plan.slots.length + 1) * 4) / 64) * 64;
    this.#block = engine.memory.allocate(pointerBytes + emitted.tables.byteLength);
    this.#tables = this.#block + pointerBytes;
    engine.memory.i32.set(emitted.tables, this.#tables >>> 2);
    for (const s of emitted.segments)
      if (s.kind === "host") this.#host.set(s.step, prepare(plan.steps[s.step].kernel));
  }

  run(inputs: readonly (Buffer | number)[]): Buffer[] {
    const { memory } = this.#engine;
    const { slots, outputs } = this.#plan;
    const arena = this.#engine.arena(this.#arena.bytes + this.#scratchBytes);
    const pointers = new Array<number>(slots.length);
    for (let s = 0; s < slots.length; s++) pointers[s] = arena + this.#arena.offsets[s];

    // Storage of results that stay: parameters in place, large results in blocks of their own.
    const residents = new Array<WasmResident | null>(outputs.length).fill(null);
    const placed = new Set<number>();
    for (let i = 0; i < outputs.length; i++) {
      const out = outputs[i];
      const slot = slots[out.slot];
      if (placed.has(out.slot)) continue;
      placed.add(out.slot);
      if (out.donor >= 0 && out.inPlace) {
        const resident = settleIn(memory, inputs[out.donor] as Buffer);
        residents[i] = resident;
        pointers[out.slot] = resident.pointer;
      } else {
        const bytes = slot.length * itemSize[slot.dtype];
        const spare = out.alternates ? spareOf(inputs, inputs[out.donor] as Buffer) : null;
        if (spare) {
          residents[i] = spare;
          pointers[out.slot] = spare.pointer;
        } else if (out.donor >= 0 || (bytes >= residentBytes && pressure.bytes < pressureLimit)) {
          const resident = new WasmResident(memory, slot.dtype, slot.length);
          residents[i] = resident;
          pointers[out.slot] = resident.pointer;
        }
      }
    }
    for (let i = 0; i < inputs.length; i++)
      pointers[this.#plan.inputs[i]] = this.#place(
        inputs[i] as Buffer | number,
        this.#plan.inputs[i],
        pointers,
      );
    const at = this.#block >>> 2;
    memory.i32.set(pointers, at);
    memory.i32[at + slots.length] = arena + this.#arena.bytes;
    this.#execute(pointers);
    return this.#collect(inputs, pointers, residents);
  }

  /** The address of an input, copying it to the arena where it is not resident. */
  #place(input: Buffer | number, slotIndex: number, pointers: readonly number[]): number {
    const { memory } = this.#engine;
    const slot = this.#plan.slots[slotIndex];
    const pointer = pointers[slotIndex];
    if (typeof input === "number") {
      if (slot.dtype === "float32") memory.f32[pointer >>> 2] = input;
      else viewOf(slot.dtype, memory.memory.buffer, pointer, 1)[0] = input;
      return pointer;
    }
    if (input.resident instanceof WasmResident && input.resident.memory === memory)
      return input.resident.pointer;
    if (input.uses++ > 0 && input.length >= settleLength) return settleIn(memory, input).pointer;
    const data = input.read();
    if (data instanceof Float32Array) memory.f32.set(data, pointer >>> 2);
    else viewOf(slot.dtype, memory.memory.buffer, pointer, slot.length).set(data);
    return pointer;
  }

  #execute(pointers: readonly number[]): void {
    const { memory } = this.#engine;
    memory.i32[errorSlot >>> 2] = 0;
    const { segments } = this.#emitted;
    for (let s = 0; s < segments.length; s++) {
      const segment = segments[s] as (typeof segments)[number];
      // Before anything is overwritten, see that all indices so far were good.
      if (segment.updates) this.#check();
      if (segment.kind === "module") {
        const main = this.#main as ThreadMain;
        if (segment.parallel)
          this.#engine.runParallel(this.#id, main, s, this.#block, this.#tables);
        else main(0, 1, s, this.#block, this.#tables);
      } else {
        const step = this.#plan.steps[segment.step];
        const arrays = step.slots.map((i) => {
          const slot = this.#plan.slots[i];
          return viewOf(slot.dtype, memory.memory.buffer, pointers[i], slot.length);
        });
        (this.#host.get(segment.step) as (buffers: readonly TypedArray[]) => void)(arrays);
      }
    }
    this.#check();
  }

  /** Throws what a kernel found wrong. */
  #check(): void {
    const { memory } = this.#engine;
    if (memory.i32[errorSlot >>> 2] !== 0)
      throw indexRangeError(
        "index",
        memory.i32[(errorSlot >>> 2) + 1],
        memory.i32[(errorSlot >>> 2) + 2],
      );
  }

  #collect(
    inputs: readonly (Buffer | number)[],
    pointers: readonly number[],
    residents: readonly (WasmResident | null)[],
  ): Buffer[] {
    const { memory } = this.#engine;
    return this.#plan.outputs.map((out, i) => {
      const slot = this.#plan.slots[out.slot];
      const resident = residents[i];
      const donor = out.donor < 0 ? null : (inputs[out.donor] as Buffer);
      if (donor && !out.alternates) retire(donor, out.inPlace);
      if (resident) {
        const buffer = residentBuffer(resident);
        if (donor && out.alternates) {
          if (donor.before) retire(donor.before, donor.before.resident === resident);
          donor.before = null;
          buffer.before = donor;
        }
        return buffer;
      }
      const view = viewOf(slot.dtype, memory.memory.buffer, pointers[out.slot], slot.length);
      return new Buffer(slot.dtype, slot.length, view.slice());
    });
  }

  dispose(): void {
    this.#engine.memory.release(this.#block);
    this.#engine.unload(this.#id);
  }
}

/** The storage of the value before a donor's, unless this very run reads it. */
function spareOf(
  inputs: readonly (Buffer | number)[],
  donor: Buffer | undefined,
): WasmResident | null {
  const before = donor?.before;
  if (!before || !(before.resident instanceof WasmResident) || inputs.includes(before)) return null;
  return before.resident;
}

/** Takes the storage of a value that was updated; `reused` if the next value lives there now. */
function retire(buffer: Buffer, reused: boolean): void {
  // What lives in JavaScript is nobody else's: it stays for as long as someone refers to it.
  if (!(buffer.resident instanceof WasmResident)) return;
  if (!reused) buffer.resident.free();
  buffer.resident = null;
  buffer.stale = true;
}
