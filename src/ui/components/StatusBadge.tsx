import type { JobStatus } from '#/core/protocol/job';
import type { RunStatus } from '#/core/protocol/model';
import styles from './StatusBadge.module.css';

const tones: Record<JobStatus | RunStatus, 'ok' | 'warn' | 'bad' | 'running' | 'idle'> = {
  queued: 'idle',
  running: 'running',
  paused: 'warn',
  completed: 'ok',
  finished: 'ok',
  failed: 'bad',
  cancelled: 'idle',
  killed: 'idle',
  interrupted: 'warn',
};

/** Status of a job or run: colour and word together, never colour alone. */
export function StatusBadge({ status }: { status: JobStatus | RunStatus }) {
  return (
    <span className={`${styles.badge} ${styles[tones[status]]}`}>
      <span className={styles.dot} aria-hidden />
      {status}
    </span>
  );
}
