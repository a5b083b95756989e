import { IconPlugConnectedX, IconSearch } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { connectionStore } from '#/app/stores/connection';
import { BackendBadge } from './BackendBadge';
import { Crumbs } from './Crumbs';
import { JobsButton } from './JobsButton';
import { PrivacyBadge } from './PrivacyBadge';
import { ThemeToggle } from './ThemeToggle';
import styles from './TopBar.module.css';

const modKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl ';

export function TopBar({ onSearch }: { onSearch(): void }) {
  return (
    <div className={styles.bar}>
      <Crumbs />
      <button
        type="button"
        className={`${styles.chip} ${styles.search}`}
        onClick={onSearch}
        aria-label="Search and commands"
      >
        <IconSearch size={15} aria-hidden />
        <span>Search</span>
        <kbd>{modKey}K</kbd>
      </button>
      <OfflineMark />
      <JobsButton />
      <BackendBadge />
      <PrivacyBadge />
      <ThemeToggle />
    </div>
  );
}

function OfflineMark() {
  const online = useStore(connectionStore, (state) => state.online);
  if (online) return null;
  return (
    <span
      className={`${styles.chip} ${styles.fact}`}
      role="status"
      title="No network. The studio and everything in it keep working."
    >
      <IconPlugConnectedX size={16} stroke={1.7} aria-hidden />
      <span>Offline</span>
    </span>
  );
}
