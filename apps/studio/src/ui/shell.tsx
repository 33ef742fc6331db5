/** The frame of every page: where one can go, dark or light, and what is wrong with the connection. */
import type { ComponentChildren, JSX } from "preact";
import { route } from "../router.ts";
import { connection } from "../state/connection.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "./icons.tsx";
import { dark, toggleTheme } from "./theme.ts";

function NavLink({ href, on, label }: { href: string; on: boolean; label: string }): JSX.Element {
  return (
    <a href={href} aria-current={on ? "page" : undefined}>
      {label}
    </a>
  );
}

export function Shell({ children }: { children: ComponentChildren }): JSX.Element {
  const page = route.value.page;
  const onPath = ["path", "lesson", "review", "readiness", "step", "course", "placement"].includes(
    page,
  );
  return (
    <>
      <a class="skip button" href="#content">
        {t.skipToContent}
      </a>
      <header class="topbar">
        <a class="brand" href="/" aria-label={t.appName}>
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="var(--accent)" />
            <path
              d="M6 25v-5h6v-5h6v-5h8"
              fill="none"
              stroke="var(--on-accent)"
              stroke-width="3"
              stroke-linecap="round"
              stroke-linejoin="round"
            />
          </svg>
          <span>{t.appName}</span>
        </a>
        <nav aria-label="Main">
          <NavLink href="/" on={onPath} label={t.navPath} />
          <NavLink href="/playground" on={page === "playground"} label={t.navPlayground} />
          <NavLink href="/runs" on={page === "runs"} label={t.navRuns} />
        </nav>
        <span class="spacer" />
        <button
          type="button"
          class="icon-button"
          onClick={toggleTheme}
          aria-label={dark.value ? t.themeToLight : t.themeToDark}
          title={dark.value ? t.themeToLight : t.themeToDark}
        >
          <Icon name={dark.value ? "sun" : "moon"} />
        </button>
      </header>
      {connection.value === "lost" && (
        <div class="banner" role="status">
          {t.offline}
        </div>
      )}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
