/** What the studio's page and the frame behind it say to each other, over one port. */

/** The workers that run what a learner wrote. */
export type WorkerName = "grade" | "shapes";

export type ToFrame =
  | { readonly kind: "start"; readonly id: number; readonly name: WorkerName }
  | { readonly kind: "post"; readonly id: number; readonly message: unknown }
  | { readonly kind: "end"; readonly id: number }
  /** Asks whether the frame is still there. */
  | { readonly kind: "ping" };

export type FromFrame =
  | { readonly kind: "ready" }
  | { readonly kind: "pong" }
  | { readonly kind: "message"; readonly id: number; readonly data: unknown }
  | { readonly kind: "error"; readonly id: number; readonly message: string };
