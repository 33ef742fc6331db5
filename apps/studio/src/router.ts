/**
 * Addresses: the path names the page, everything else a link must restore is in the query. A lesson is
 * `/lesson/neural-networks/shapes`, an exercise in it `/lesson/neural-networks/shapes/softmax`.
 */
import { firstCourse, nameOf, scopedId } from "@gradus/content";
import { signal } from "@preact/signals";

export type Route =
  | { readonly page: "path" }
  | { readonly page: "lesson"; readonly id: string; readonly exercise: string | null }
  | { readonly page: "review"; readonly id: string | null }
  | { readonly page: "readiness" }
  | { readonly page: "step"; readonly id: string }
  | { readonly page: "course"; readonly id: string }
  | { readonly page: "placement"; readonly course: string }
  | { readonly page: "playground" }
  | { readonly page: "runs"; readonly id: string | null }
  | { readonly page: "missing" };

const idPattern = /^[a-z0-9][a-z0-9-]*$/;

/** Reads an address. */
export function parseRoute(pathname: string): Route {
  const parts = pathname.split("/").filter(Boolean);
  const [first, second, third, fourth] = parts;
  if (!first) return { page: "path" };
  if (first === "lesson" && second && parts.slice(1).every((p) => idPattern.test(p))) {
    // An address of the time when there was one course.
    if (!third) return { page: "lesson", id: scopedId(firstCourse, second), exercise: null };
    const id = `${second}/${third}`;
    if (!fourth) return { page: "lesson", id, exercise: null };
    if (parts.length === 4) return { page: "lesson", id, exercise: scopedId(second, fourth) };
  }
  if (first === "review" && !fourth) {
    if (!second) return { page: "review", id: null };
    if (idPattern.test(second) && (!third || idPattern.test(third)))
      return { page: "review", id: third ? `${second}/${third}` : scopedId(firstCourse, second) };
  }
  if (second && !third && idPattern.test(second)) {
    if (first === "step") return { page: "step", id: second };
    if (first === "course") return { page: "course", id: second };
    if (first === "placement") return { page: "placement", course: second };
  }
  if (first === "readiness" && !second) return { page: "readiness" };
  if (first === "playground" && !second) return { page: "playground" };
  if (first === "runs" && !third) return { page: "runs", id: second ?? null };
  return { page: "missing" };
}

/** The address of a lesson, or of an exercise in it. */
export const lessonHref = (lesson: string, exercise?: string | null): string =>
  `/lesson/${lesson}${exercise ? `/${nameOf(exercise)}` : ""}`;

/**
 * The address that an older one means, or null where it is none: before there were courses, a lesson was
 * `/lesson/shapes` and an exercise `/lesson/shapes/softmax`.
 */
export function newAddress(pathname: string, lessons: readonly string[]): string | null {
  const [first, second, third, ...more] = pathname.split("/").filter(Boolean);
  if (first !== "lesson" || !second || more.length > 0) return null;
  const lesson = scopedId(firstCourse, second);
  if (lessons.includes(`${second}/${third}`) || !lessons.includes(lesson)) return null;
  return lessonHref(lesson, third);
}

export const route = signal<Route>({ page: "path" });
/** The place of the page that the address names behind #. */
export const place = signal("");

function follow(): void {
  route.value = parseRoute(location.pathname);
  place.value = location.hash.slice(1);
}

export function navigate(href: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  follow();
  if (!options.replace) scrollTo(0, 0);
}

/** Follows the address, and turns clicks on our own links into navigation. */
export function startRouter(): void {
  follow();
  addEventListener("popstate", follow);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest("a");
    if (!link || link.target || link.hasAttribute("download")) return;
    if (link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
}
