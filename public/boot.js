// Before the first paint: the theme chosen earlier, and whether this is the first screen of a person without data.
// A file of its own because the policy allows no inline script.
(() => {
  const root = document.documentElement;
  let chosen = null;
  let hasData = false;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
    hasData = localStorage.getItem('tetrad-has-data') !== null;
  } catch {
    // Storage may be refused; then the system's theme it is.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
  if (location.pathname === '/' && !hasData) root.setAttribute('data-first-screen', '');
})();
