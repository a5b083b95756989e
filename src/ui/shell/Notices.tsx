/**
 * Shows the newest few notices. What the page shows anyway is not told; the rest leaves by
 * itself, once it could be read: not while it is pointed at, or the tab is out of sight.
 */
import { ActionIcon, Button } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { dismissNotice, isShownAt, type Notice, noticesStore } from '#/app/stores/notices';
import styles from './Notices.module.css';

const shownCount = 4;
const leaveAfterMs = { info: 6000, success: 6000, error: 20_000 };
/** More for something to do: it has to be reached. */
const withActionMs = 10_000;

export function Notices() {
  const notices = useStore(noticesStore, (state) => state.notices);
  const href = useLocation({ select: (location) => location.href });
  const redundant = notices.filter((notice) => isShownAt(href, notice));
  useEffect(() => {
    for (const { id } of redundant) dismissNotice(id);
  });
  return (
    <section className={styles.stack} aria-label="Notifications" aria-live="polite">
      {notices
        .filter((notice) => !redundant.includes(notice))
        .slice(-shownCount)
        .map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
    </section>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const router = useRouter();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const isRunning = useDocumentVisibility() === 'visible' && !pointed && !focused;
  const { id, kind, title, message, hint, action } = notice;
  const afterMs = Math.max(leaveAfterMs[kind], action ? withActionMs : 0);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => dismissNotice(id), afterMs);
    return () => clearTimeout(timer);
  }, [id, afterMs, isRunning]);
  const act = () => {
    action?.onSelect?.();
    if (action?.to) router.history.push(action.to);
    dismissNotice(id);
  };
  return (
    <div
      className={`${styles.notice} ${styles[kind] ?? ''}`}
      role={kind === 'error' ? 'alert' : undefined}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <div className={styles.title}>{title}</div>
      {message ? <div className={styles.message}>{message}</div> : null}
      {hint ? <div className={styles.hint}>{hint}</div> : null}
      {action ? (
        <Button size="compact-xs" variant="light" mt={6} onClick={act}>
          {action.label}
        </Button>
      ) : null}
      <ActionIcon
        className={styles.close}
        size={22}
        aria-label={`Close: ${title}`}
        onClick={() => dismissNotice(id)}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
