// Before the first paint: the theme chosen earlier, so that nothing flashes.
try {
  const theme = localStorage.getItem("gradus-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be switched off; the system's theme applies.
}
