/** How far a run has come, by what its worker tells: kept for the case that it does not come to its end. */
import type { CheckKind, CheckReport, Trouble } from "../types.ts";
import type { WorkerReply } from "./protocol.ts";

const endings = ["th", "st", "nd", "rd"];

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
const ordinal = (n: number): string => {
  const teen = Math.floor(n / 10) % 10 === 1;
  return `${n}${(teen ? undefined : endings[n % 10]) ?? "th"}`;
};

const count = (n: number): string => n.toLocaleString("en");

export class Reached {
  #checks: readonly { readonly name: string; readonly kind: CheckKind }[] = [];
  /** The check under way, counted from 0; −1 before the first. */
  #index = -1;
  #case: string | undefined;
  #step: number | undefined;
  #steps: number | undefined;

  hear(reply: WorkerReply): void {
    if (reply.kind === "begins") this.#checks = reply.checks;
    else if (reply.kind === "checking") {
      this.#index = reply.index;
      this.#nextCase(undefined);
    } else if (reply.kind === "case") this.#nextCase(reply.name);
    else if (reply.kind === "points") {
      const last = reply.points.at(-1);
      this.#step = last?.step ?? this.#step;
      this.#steps = last?.of ?? this.#steps;
    }
  }

  #nextCase(name: string | undefined): void {
    this.#case = name;
    this.#step = undefined;
    this.#steps = undefined;
  }

  /** The checks as far as they are known: those that passed, the one that was running as failed by the trouble. */
  reports(trouble: Trouble): CheckReport[] {
    return this.#checks.map(({ name, kind }, i): CheckReport => {
      if (i < this.#index) return { name, kind, status: "passed" };
      if (i > this.#index) return { name, kind, status: "not-run" };
      const { message } = trouble;
      return { name, kind, status: "failed", failure: { message } };
    });
  }

  /** "3 of 6 checks had passed; the 4th, "falls at every step", was running, at step 240 of 1,500." */
  sentence(): string {
    const step =
      this.#step === undefined
        ? ""
        : `, at step ${count(this.#step)}${this.#steps === undefined ? "" : ` of ${count(this.#steps)}`}`;
    const all = this.#checks.length;
    if (all === 0) return step === "" ? "" : `It was${step.slice(1)}.`;
    if (this.#index < 0) return "No check had begun: the file itself was still running.";
    const { name = "" } = this.#checks[this.#index] ?? {};
    const passed = `${this.#index} of ${all} ${all === 1 ? "check" : "checks"} had passed`;
    const at = this.#case === undefined ? "" : ` (${this.#case})`;
    return `${passed}; the ${ordinal(this.#index + 1)}, "${name}", was running${at}${step}.`;
  }
}
