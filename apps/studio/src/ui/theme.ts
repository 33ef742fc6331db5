/** Dark or light: the system's wish until the learner chooses. */
import { signal } from "@preact/signals";

const wish = matchMedia("(prefers-color-scheme: dark)");
const chosen = document.documentElement.dataset.theme;

export const dark = signal(chosen ? chosen === "dark" : wish.matches);

wish.addEventListener("change", () => {
  if (!document.documentElement.dataset.theme) dark.value = wish.matches;
});

export function toggleTheme(): void {
  dark.value = !dark.value;
  const theme = dark.value ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("gradus-theme", theme);
  } catch {
    // Without storage the choice holds for this page only.
  }
}
