/** The catalogue in use. */
import { en, type Strings } from "./en.ts";

export const t: Strings = en;
