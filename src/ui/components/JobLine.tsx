/** One job while it lives: what, how far, what is happening, time left, and how to stop it. */
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { run } from '#/app/run';
import { notifyError } from '#/app/stores/notices';
import { isFinished, type Job } from '#/core/protocol/job';
import { durationText } from './duration';
import { JobLink } from './JobLink';
import styles from './JobLine.module.css';
import { ProgressBar } from './ProgressBar';
import { QueueMoves } from './QueueMoves';
import { StatusBadge } from './StatusBadge';

export const cancelJob = (job: Job): void => {
  run('jobs.cancel', { id: job.id }).catch((thrown) =>
    notifyError(`Could not cancel "${job.title}"`, thrown),
  );
};

const tookText = (job: Job): string =>
  job.startedAt && job.finishedAt ? `took ${durationText((job.finishedAt - job.startedAt) / 1000)}` : '';

export function JobLine({ job, queue }: { job: Job; queue?: readonly Job[] }) {
  const waiting = job.status === 'queued';
  const facts = [
    waiting ? '' : `${Math.floor(job.progress * 100)} %`,
    job.secondsLeft === undefined ? '' : `${durationText(job.secondsLeft)} left`,
  ].filter(Boolean);
  return (
    <div className={styles.job}>
      <div className={`${styles.title} clip`}>
        <JobLink job={job} />
      </div>
      {isFinished(job.status) ? (
        <StatusBadge status={job.status} />
      ) : (
        <span className={styles.stop}>
          {queue ? <QueueMoves job={job} queue={queue} /> : null}
          <ActionIcon size={24} aria-label={`Cancel ${job.title}`} onClick={() => cancelJob(job)}>
            <IconX size={14} />
          </ActionIcon>
        </span>
      )}
      {isFinished(job.status) ? null : (
        <div className={styles.bar}>
          <ProgressBar value={waiting ? undefined : job.progress} label={job.title} />
        </div>
      )}
      <div className={`${styles.message} clip`} title={job.message}>
        {job.error?.message ?? (isFinished(job.status) ? tookText(job) : job.message || job.status)}
      </div>
      <div className={`${styles.facts} num`}>{isFinished(job.status) ? '' : facts.join(' · ')}</div>
    </div>
  );
}
