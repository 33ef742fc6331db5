/** What a tensor does that is no function of the library: reading, converting, writing in place. */
export * from "./clone.ts";
export * from "./conversions.ts";
export * from "./read.ts";
export { detach } from "./view.ts";
export * from "./writes.ts";
