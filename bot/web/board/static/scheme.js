/* Dark or light, as this browser was told; until then, as the system is. Runs before anything is drawn. */
(() => {
  const KEY = "moot-board-scheme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: light)");
  const read = () => {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return ""; // without storage, it follows the system
    }
  };
  const chosen = read();
  if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;
  window.scheme = {
    now: () => root.dataset.scheme || (system.matches ? "light" : "dark"),
    set(scheme) {
      root.dataset.scheme = scheme;
      try {
        localStorage.setItem(KEY, scheme);
      } catch {
        /* then the choice lasts until the page is left */
      }
    },
  };
})();
