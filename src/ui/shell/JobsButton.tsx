import { IconLoader2, IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { liveJobs } from '#/app/stores/live';
import { isFinished, type Job } from '#/core/protocol/job';
import { JobLine } from '../components/JobLine';
import { PauseAll } from '../components/PauseAll';
import { waitingTrainings } from '../components/QueueMoves';
import { useLive } from '../useLive';
import styles from './TopBar.module.css';
import { TopPopover } from './TopPopover';

const recentCount = 4;

/** Jobs alive now, and the last few that ended; children are their parent's matter. */
export function JobsButton() {
  const all = useLive(liveJobs()) ?? [];
  const queue = waitingTrainings(all);
  const jobs = all.filter(({ parentId }) => parentId === undefined);
  const place = (job: Job) => queue.findIndex(({ id }) => id === job.id);
  const alive = jobs.filter((job) => !isFinished(job.status)).toSorted((a, b) => place(a) - place(b));
  const recent = jobs.filter((job) => isFinished(job.status)).slice(0, recentCount);
  const busy = alive.length > 0;
  const Icon = busy ? IconLoader2 : IconStack2;
  return (
    <TopPopover
      title="Jobs"
      label={`Jobs, ${alive.length} running`}
      className={busy ? styles.busy : undefined}
      button={
        <>
          <Icon size={16} stroke={1.7} aria-hidden />
          <span className={styles.word}>Jobs</span>
          {busy ? <span className={`${styles.count} num`}>{alive.length}</span> : null}
        </>
      }
    >
      {(close) => (
        <>
          <div className={styles.rows}>
            {[...alive, ...recent].map((job) => (
              <JobLine key={job.id} job={job} queue={queue} />
            ))}
          </div>
          {jobs.length === 0 ? (
            <p className="quiet">Imports and trainings show here while they run.</p>
          ) : null}
          <div className={styles.foot}>
            <PauseAll jobs={alive} />
            <Link to="/monitor" onClick={close}>
              All jobs and the command log
            </Link>
          </div>
        </>
      )}
    </TopPopover>
  );
}
