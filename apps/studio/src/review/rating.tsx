/** How hard the review was: four answers, the one the checks speak for chosen beforehand. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../strings/strings.ts";
import type { Rating } from "./due.ts";

const ratings: readonly Rating[] = [1, 2, 3, 4];

export function RatingView({
  proposed,
  onRate,
}: {
  proposed: Rating;
  onRate: (rating: Rating) => void;
}): JSX.Element {
  const choice = useRef<HTMLButtonElement>(null);
  useEffect(() => choice.current?.focus({ preventScroll: true }), [proposed]);
  return (
    <fieldset class="rating">
      <legend>{t.reviewRateTitle}</legend>
      <div class="rating-buttons">
        {ratings.map((r) => (
          <button
            key={r}
            type="button"
            ref={r === proposed ? choice : null}
            class={`button ${r === proposed ? "primary" : ""}`}
            onClick={() => onRate(r)}
          >
            {t.reviewRatings[r - 1]?.name}
            <span class="small">{t.reviewRatings[r - 1]?.means}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
