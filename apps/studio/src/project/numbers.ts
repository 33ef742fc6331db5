/** Errors and their changes as they are written. */

/** A share, 0..1, in per cent. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A share as CSS has lengths: without a space. */
export const widthOf = (share: number): string => `${100 * share}%`;

/** A change of a share in points: "−3.2". */
export function changeText(change: number): string {
  const points = (100 * Math.abs(change)).toFixed(1);
  return Number(points) === 0 ? "±0.0" : `${change < 0 ? "−" : "+"}${points}`;
}

/** Days as they are written: "2 days". */
export const whole = (days: number): string => String(Math.round(100 * days) / 100);
