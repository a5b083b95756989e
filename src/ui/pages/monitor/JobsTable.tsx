import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash, IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { jobDefs } from '#/app/jobs/jobDefs';
import { run } from '#/app/run';
import { liveJobs } from '#/app/stores/live';
import { notifyError } from '#/app/stores/notices';
import { isFinished, type Job } from '#/core/protocol/job';
import { type DataColumn, DataTable } from '../../components/DataTable';
import { durationText } from '../../components/duration';
import { ErrorNote } from '../../components/ErrorNote';
import { JobLink } from '../../components/JobLink';
import { cancelJob } from '../../components/JobLine';
import { PauseAll } from '../../components/PauseAll';
import { ProgressBar } from '../../components/ProgressBar';
import { QueueMoves, waitingTrainings } from '../../components/QueueMoves';
import { StatusBadge } from '../../components/StatusBadge';
import { TimeAgo } from '../../components/TimeAgo';
import type { RowTree } from '../../components/treeRows';
import { useLive } from '../../useLive';
import styles from './MonitorPage.module.css';

const route = getRouteApi('/monitor');

type JobVerb = 'jobs.pause' | 'jobs.resume' | 'jobs.dismiss';
const act = (verb: JobVerb, job: Job) =>
  void run(verb, { id: job.id }).catch((thrown) => notifyError(`Could not act on "${job.title}"`, thrown));

const took = (job: Job): number | undefined =>
  job.startedAt && job.finishedAt ? (job.finishedAt - job.startedAt) / 1000 : undefined;

function JobProgress({ job }: { job: Job }) {
  const seconds = took(job);
  if (job.status === 'queued') return null;
  if (isFinished(job.status)) return seconds === undefined ? null : <>took {durationText(seconds)}</>;
  return (
    <div className={styles.progress} title={job.message}>
      <ProgressBar value={job.progress} label={job.title} />
      <span>{Math.floor(job.progress * 100)} %</span>
    </div>
  );
}

function Act({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <ActionIcon aria-label={label} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

function JobActions({ job, queue }: { job: Job; queue: readonly Job[] }) {
  const { status, kind, parentId } = job;
  return (
    <span className={styles.actions}>
      <QueueMoves job={job} queue={queue} size={28} />
      {status === 'running' && jobDefs.find(kind)?.pausable ? (
        <Act label="Pause" onClick={() => act('jobs.pause', job)}>
          <IconPlayerPause size={15} />
        </Act>
      ) : null}
      {status === 'paused' || status === 'interrupted' ? (
        <Act label="Resume" onClick={() => act('jobs.resume', job)}>
          <IconPlayerPlay size={15} />
        </Act>
      ) : null}
      {status === 'failed' ? (
        <Act label="Try again" onClick={() => act('jobs.resume', job)}>
          <IconRefresh size={15} />
        </Act>
      ) : null}
      {isFinished(status) ? null : (
        <Act label="Cancel" onClick={() => cancelJob(job)}>
          <IconX size={15} />
        </Act>
      )}
      {isFinished(status) && parentId === undefined ? (
        <Act label="Remove from the list" onClick={() => act('jobs.dismiss', job)}>
          <IconTrash size={15} />
        </Act>
      ) : null}
    </span>
  );
}

const placeOf = (job: Job, queue: readonly Job[]): number | undefined => {
  const at = queue.findIndex(({ id }) => id === job.id);
  return at < 0 ? undefined : at + 1;
};

const columnsOf = (queue: readonly Job[]): DataColumn<Job>[] => [
  {
    id: 'title',
    header: 'Job',
    width: 'minmax(148px, 4fr)',
    sortValue: (job) => job.title,
    render: (job) => <JobLink job={job} />,
  },
  {
    id: 'kind',
    wideOnly: true,
    header: 'Kind',
    width: '88px',
    sortValue: (job) => job.kind,
    render: (job) => jobDefs.find(job.kind)?.word ?? job.kind,
  },
  {
    id: 'status',
    header: 'Status',
    width: 'minmax(104px, 120px)',
    sortValue: (job) => job.status,
    render: (job) => <StatusBadge status={job.status} />,
  },
  {
    id: 'place',
    wideOnly: true,
    header: 'Place',
    width: '72px',
    align: 'right',
    sortValue: (job) => placeOf(job, queue),
    render: (job) => placeOf(job, queue) ?? '',
  },
  {
    id: 'progress',
    wideOnly: true,
    header: 'Progress',
    width: 'minmax(140px, 1fr)',
    sortValue: (job) => job.progress,
    render: (job) => <JobProgress job={job} />,
  },
  {
    id: 'message',
    wideOnly: true,
    header: 'Now',
    width: 'minmax(112px, 2fr)',
    render: (job) =>
      job.error ? (
        <span className={styles.bad} title={job.error.message}>
          {job.error.message}
        </span>
      ) : (
        <span className="quiet" title={job.message}>
          {job.message}
        </span>
      ),
  },
  {
    id: 'created',
    wideOnly: true,
    header: 'Asked',
    width: '112px',
    align: 'right',
    sortValue: (job) => job.createdAt,
    render: (job) => <TimeAgo at={job.createdAt} />,
  },
  {
    id: 'actions',
    header: 'Actions',
    headerHidden: true,
    width: '156px',
    render: (job) => <JobActions job={job} queue={queue} />,
  },
];

const jobId = (job: Job): string => job.id;
const newestFirst = { columnId: 'created', descending: true };

/** Children in the order they were asked for; the family of the job that is looked at is unfolded. */
function jobTree(
  unfolded: ReadonlySet<string>,
  setUnfolded: (keys: ReadonlySet<string>) => void,
  looked: Job | undefined,
): RowTree<Job> {
  const open = new Set(unfolded);
  if (looked?.parentId) open.add(looked.parentId);
  return {
    column: 'title',
    parentKey: (job) => job.parentId,
    compare: (a, b) => a.createdAt - b.createdAt,
    open,
    onToggle(key) {
      const next = new Set(open);
      if (!next.delete(key)) next.add(key);
      setUnfolded(next);
    },
  };
}

export function JobsTable() {
  const jobs = useLive(liveJobs());
  const { job: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const open = useMemo(() => jobs?.find((job) => job.id === openId), [jobs, openId]);
  const queue = useMemo(() => waitingTrainings(jobs ?? []), [jobs]);
  const columns = useMemo(() => columnsOf(queue), [queue]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const tree = useMemo(() => jobTree(unfolded, setUnfolded, open), [unfolded, open]);
  return (
    <section aria-labelledby="jobs-title">
      <div className={styles.head}>
        <h2 id="jobs-title">
          Jobs <span className="quiet">{jobs?.filter(({ parentId }) => !parentId).length ?? ''}</span>
        </h2>
        <PauseAll jobs={jobs ?? []} />
      </div>
      <DataTable
        label="Jobs"
        columns={columns}
        rows={jobs ?? []}
        rowKey={jobId}
        tree={tree}
        initialSort={newestFirst}
        maxHeight={400}
        onOpen={(job) =>
          void navigate({ search: { job: job.id === openId ? undefined : job.id }, replace: true })
        }
        empty="No job yet. Imports, trainings, batch predictions and exports are listed here."
      />
      {open?.error ? (
        <div className={styles.failure}>
          <ErrorNote error={open.error} />
        </div>
      ) : null}
    </section>
  );
}
