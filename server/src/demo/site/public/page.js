/** Small manners of every page: the theme switch, and menus that close. Everything else works without script. */
const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

document.querySelector('[data-theme-switch]')?.addEventListener('click', () => {
  const now = root.dataset.theme ?? (dark.matches ? 'dark' : 'light');
  const next = now === 'dark' ? 'light' : 'dark';
  // What the system wants anyway is not worth a cookie: the page then keeps following the system.
  const follows = next === (dark.matches ? 'dark' : 'light');
  if (follows) delete root.dataset.theme;
  else root.dataset.theme = next;
  document.cookie = `xc_theme=${follows ? '' : next}; path=/; samesite=strict; max-age=${follows ? 0 : 31_536_000}`;
});

const open = () => document.querySelectorAll('details.menu[open]');
document.addEventListener('click', ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
for (const menu of document.querySelectorAll('details.menu')) {
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}
