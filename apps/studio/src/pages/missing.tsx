/** Where no page is. */
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";

export const MissingPage = (): JSX.Element => (
  <div class="page">
    <h1>{t.notFound}</h1>
    <p>
      <a href="/">{t.toPath}</a>
    </p>
  </div>
);
