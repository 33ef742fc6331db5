/** Addresses: the path names the page, everything else a link must restore is in the query. */
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
  const [first, second, third] = parts;
  if (!first) return { page: "path" };
  if (first === "lesson" && second && idPattern.test(second)) {
    if (!third) return { page: "lesson", id: second, exercise: null };
    if (idPattern.test(third)) return { page: "lesson", id: second, exercise: third };
  }
  if (first === "review" && !third) {
    if (!second) return { page: "review", id: null };
    if (idPattern.test(second)) return { page: "review", id: second };
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
