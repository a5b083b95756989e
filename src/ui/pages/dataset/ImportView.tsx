/** While the first import runs, and what is left to do when it did not end well. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { run } from '#/app/run';
import type { Dataset } from '#/core/protocol/dataset';
import type { Job } from '#/core/protocol/job';
import { attempt } from '#/ui/attempt';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { durationText } from '#/ui/components/duration';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { cancelJob } from '#/ui/components/JobLine';
import { PageHeader } from '#/ui/components/PageHeader';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { StatusBadge } from '#/ui/components/StatusBadge';
import classes from './importView.module.css';

/** `dataset` is gone when an import failed and took its empty entry away; its job still tells why. */
export function ImportView({ datasetId, dataset, job }: { datasetId: string; dataset?: Dataset; job?: Job }) {
  return (
    <>
      <PageHeader
        title={dataset?.name ?? job?.title ?? 'Dataset'}
        note={job ? <StatusBadge status={job.status} /> : 'Waiting for rows'}
      />
      {job ? (
        <ImportState job={job} left={dataset && <DeleteEntry datasetId={datasetId} />} />
      ) : (
        <EmptyState
          title="No rows here yet"
          action={<AfterFailure left={<DeleteEntry datasetId={datasetId} />} />}
        >
          This dataset has no imported version and no import is running for it.
        </EmptyState>
      )}
    </>
  );
}

function ImportState({ job, left }: { job: Job; left: ReactNode }) {
  if (job.status === 'failed' && job.error)
    return <ErrorNote error={job.error} actions={<AfterFailure left={left} />} />;
  if (job.status === 'cancelled' || job.status === 'interrupted')
    return (
      <EmptyState
        title={job.status === 'cancelled' ? 'The import was cancelled' : 'The import was interrupted'}
        action={<AfterFailure left={left} />}
      >
        Nothing partial was kept. A dropped file lives in the page only until it is read, so drop it again to
        import it.
      </EmptyState>
    );
  return <Running job={job} />;
}

function Running({ job }: { job: Job }) {
  const elapsed = useElapsed(job.startedAt);
  return (
    <section className={classes.importing} aria-label="Import">
      <div className={classes.importLine}>
        <span aria-live="polite">{job.message || 'Starting'}</span>
        <span className="quiet">
          {elapsed !== undefined && durationText(elapsed)}
          {job.secondsLeft !== undefined && `, about ${durationText(job.secondsLeft)} left`}
        </span>
      </div>
      <ProgressBar value={job.status === 'queued' ? undefined : job.progress} label="Import progress" />
      <div className={classes.importLine}>
        <span className="quiet">
          You can leave this page: the import goes on in the background and nothing leaves this machine.
        </span>
        <Button variant="default" onClick={() => cancelJob(job)}>
          Cancel import
        </Button>
      </div>
    </section>
  );
}

function AfterFailure({ left }: { left: ReactNode }) {
  return (
    <>
      <ButtonLink to="/">Choose another file</ButtonLink>
      {left}
    </>
  );
}

function DeleteEntry({ datasetId }: { datasetId: string }) {
  const navigate = useNavigate();
  const remove = async () => {
    await run('datasets.delete', { id: datasetId });
    await navigate({ to: '/' });
  };
  return (
    <Button variant="default" onClick={() => attempt('Not deleted', remove())}>
      Delete this entry
    </Button>
  );
}

function useElapsed(startedAt: number | undefined): number | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return startedAt === undefined ? undefined : Math.max(0, (now - startedAt) / 1000);
}
