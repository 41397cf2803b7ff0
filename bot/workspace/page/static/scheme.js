/* Dark or light, as this browser was told; without a word, as the system is. Runs before anything is drawn. */
(() => {
  const KEY = "scheme";
  const root = document.documentElement;
  let kept = "";
  try {
    kept = localStorage.getItem(KEY) ?? "";
  } catch {
    /* Without storage it follows the system. */
  }
  const set = (scheme) => {
    if (scheme === "dark" || scheme === "light") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };
  set(kept);
  window.scheme = {
    get: () => root.dataset.scheme ?? "",
    set(scheme) {
      set(scheme);
      try {
        localStorage.setItem(KEY, scheme);
      } catch {
        /* Then it holds until the page is left. */
      }
    },
  };
})();
