/** The frame around every page. It stays while pages come, go and fail. */
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { DropOverlay } from './DropOverlay';
import { Notices } from './Notices';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { StateStrips } from './StateStrips';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';
import { useUncaught } from './useUncaught';

const CommandPalette = lazy(() => import('./CommandPalette'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog'));

export function Shell() {
  const [palette, setPalette] = useState(0);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const keys = useMemo(
    () => ({ openPalette: () => setPalette((count) => count + 1), openHelp: () => setHelp(true) }),
    [],
  );
  useShortcuts(keys);
  useUncaught();
  useEffect(() => {
    if (main.current && path) main.current.scrollTop = 0;
  }, [path]);
  return (
    <div className={styles.shell}>
      <a
        href="#main"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <Rail />
      <TopBar onSearch={keys.openPalette} />
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        <div className={styles.inner}>
          <StateStrips />
          <Outlet />
        </div>
      </main>
      <DropOverlay />
      <Notices />
      <Suspense>
        {palette > 0 ? <CommandPalette key={palette} onHelp={keys.openHelp} /> : null}
        {help ? <ShortcutsDialog onClose={() => setHelp(false)} /> : null}
      </Suspense>
    </div>
  );
}
