// Before the first paint: the theme chosen earlier, and whether this is the first screen.
// A file of its own because the policy allows no inline script.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage may be refused; then the system's theme it is.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
  if (location.pathname === '/') root.setAttribute('data-first-screen', '');
})();
