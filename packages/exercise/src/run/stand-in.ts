/**
 * A learner's functions in the place of the library's: a program calls the library as ever, and where the learner's
 * function goes as far as the call, it answers instead. Each call gets a door before the world is closed; what
 * stands behind the door comes when the learner's files are loaded.
 */

import type { GradeRequest } from "../ask/protocol.ts";
import { gradeError } from "../errors.ts";
import { folderOf } from "../paths.ts";
import type { Exports, StoodIn } from "../types.ts";
import { loadModule } from "./load.ts";

/**
 * The calls that a learner's function can answer, by where programs find them: a method (`Tensor.softmax`,
 * `nn.Softmax.forward`, whose object is the first argument) or a function (`nn.functional.softmax`). The answer is
 * undefined for arguments that the learner's function was not made for; then the library answers.
 */
export type StandIns<M extends Exports> = Readonly<
  Record<string, (learner: M, ...args: never[]) => unknown>
>;

type Answer = (learner: Exports, ...args: unknown[]) => unknown;
export type Call = (this: unknown, ...args: unknown[]) => unknown;

interface Door {
  readonly exercise: string;
  readonly call: string;
  readonly answer: Answer;
  learner: Exports | null;
  own: number;
  theirs: number;
}

export interface Doors {
  /** The library with the doors in it. */
  readonly gradus: object;
  /** The exercises whose functions stand in. */
  readonly exercises: readonly string[];
  /** Puts what a learner's file exports behind the doors of its exercise. */
  readonly fill: (exercise: string, learner: Exports) => void;
  /** Takes the learner's functions away again. @returns how often who answered; calls nobody made are left out */
  readonly close: () => readonly StoodIn[];
}

const isCall = (value: unknown): value is Call => typeof value === "function";

/** A call that asks behind its door first. Inside the learner's function the library is itself. */
function doorway(door: Door, original: Call, isMethod: boolean, inside: { own: boolean }): Call {
  return function call(this: unknown, ...args: unknown[]): unknown {
    const { learner } = door;
    if (!learner || inside.own) return original.apply(this, args);
    inside.own = true;
    try {
      const answer = door.answer(learner, ...(isMethod ? [this, ...args] : args));
      if (answer !== undefined) {
        door.own++;
        return answer;
      }
    } finally {
      inside.own = false;
    }
    door.theirs++;
    return original.apply(this, args);
  };
}

/** A namespace in which the call at `path` is another; a class keeps its identity and gets another method. */
export function replaced(
  holder: object,
  path: readonly string[],
  make: (original: Call, isMethod: boolean) => Call,
): object | null {
  const [name = "", ...rest] = path;
  const value = (holder as Record<string, unknown>)[name];
  if (isCall(value)) {
    const method = rest[0];
    if (method === undefined) return Object.freeze({ ...holder, [name]: make(value, false) });
    const { prototype } = value as unknown as { prototype: Record<string, unknown> };
    const original = prototype[method];
    if (rest.length > 1 || !isCall(original)) return null;
    Object.defineProperty(prototype, method, {
      value: make(original, true),
      writable: true,
      configurable: true,
    });
    return holder;
  }
  if (rest.length === 0 || typeof value !== "object" || value === null) return null;
  const inner = replaced(value, rest, make);
  return inner && Object.freeze({ ...holder, [name]: inner });
}

/** Opens the doors that a request asks for. @throws ExerciseError `exercise/grade` for a call that the library has not */
export function openDoors(
  { standIns: exercises = [], sources, files = {} }: GradeRequest,
  shared: Readonly<Record<string, object>>,
): Doors {
  const doors = exercises.flatMap((exercise): Door[] => {
    const source = sources.find(({ id }) => id === exercise) ?? { id: exercise };
    const file = `${folderOf(source)}/library.ts`;
    const text = Object.hasOwn(files, file) ? files[file] : undefined;
    if (text === undefined) throw gradeError(exercise, `${file} was not sent`);
    const traceName = `exercise-file-${file}`;
    const { standIns = {} } = loadModule(text, { modules: shared, file, traceName }) as {
      standIns?: Readonly<Record<string, Answer>>;
    };
    return Object.entries(standIns).map(([call, answer]) => ({
      exercise,
      call,
      answer,
      learner: null,
      own: 0,
      theirs: 0,
    }));
  });
  const inside = { own: false };
  let gradus = shared.gradus ?? {};
  for (const door of doors) {
    const next = replaced(gradus, door.call.split("."), (original, isMethod) =>
      doorway(door, original, isMethod, inside),
    );
    if (!next) throw gradeError(door.exercise, `the library has no call ${door.call}`);
    gradus = next;
  }
  return {
    gradus,
    exercises,
    fill: (exercise, learner) => {
      for (const door of doors) if (door.exercise === exercise) door.learner = learner;
    },
    close: () => {
      for (const door of doors) door.learner = null;
      return doors
        .filter((door) => door.own + door.theirs > 0)
        .map(({ exercise, call, own, theirs }) => ({ exercise, call, own, theirs }));
    },
  };
}
