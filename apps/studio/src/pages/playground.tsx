/** Placeholder while the page is made. */
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";

export const PlaygroundPage = (): JSX.Element => (
  <div class="page">
    <h1>{t.playgroundTitle}</h1>
    <p>{t.playgroundLead}</p>
  </div>
);
