/** The command line, for programs that embed it. */
export { main } from "./main.ts";
