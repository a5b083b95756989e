/** Shows the queue of notices: the newest few; errors stay until closed, the rest leave by themselves. */
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { dismissNotice, type Notice, noticesStore } from '#/app/stores/notices';
import styles from './Notices.module.css';

const shownCount = 4;
const leaveAfterMs = 6000;

export function Notices() {
  const notices = useStore(noticesStore, (state) => state.notices);
  return (
    <section className={styles.stack} aria-label="Notifications" aria-live="polite">
      {notices.slice(-shownCount).map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const router = useRouter();
  const [held, setHeld] = useState(false);
  const { id, kind, title, message, hint, action } = notice;
  useEffect(() => {
    if (kind === 'error' || held) return;
    const timer = setTimeout(() => dismissNotice(id), leaveAfterMs);
    return () => clearTimeout(timer);
  }, [id, kind, held]);
  const act = () => {
    action?.onSelect?.();
    if (action?.to) router.history.push(action.to);
    dismissNotice(id);
  };
  return (
    <div
      className={`${styles.notice} ${styles[kind] ?? ''}`}
      role={kind === 'error' ? 'alert' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
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
