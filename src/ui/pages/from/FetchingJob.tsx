/** A fetch while it runs, and what it brought: who waited for it goes on to the import by itself. */
import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { isFinished, type Job } from '#/core/protocol/job';
import { attempt } from '#/ui/attempt';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { Panel } from '#/ui/components/Panel';
import { useImport } from '#/ui/shell/useImport';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import { AllowDialog } from './AllowDialog';
import styles from './from.module.css';

export function FetchingJob({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  const importFiles = useImport();
  const { busy, error, attemptIt } = useAttempt();
  const [toAllow, setToAllow] = useState<{ host: string; goOn(): void }>();
  const waited = useRef(false);
  const status = job?.status;
  const open = useCallback(
    () =>
      attemptIt(async () => {
        const { files } = await run('sources.open', { jobId });
        await importFiles(files);
      }),
    [attemptIt, importFiles, jobId],
  );
  useEffect(() => {
    if (status === 'running' || status === 'queued') waited.current = true;
    if (status !== 'completed' || !waited.current) return;
    waited.current = false;
    void open();
  }, [status, open]);
  if (!job) return null;
  const act = (verb: 'jobs.pause' | 'jobs.resume') =>
    attempt(`Could not act on "${job.title}"`, run(verb, { id: jobId }));
  const host = hostToAllow(job);
  const actions = (
    <div className={styles.row}>
      {job.status === 'running' && (
        <Button variant="default" size="compact-sm" onClick={() => act('jobs.pause')}>
          Pause
        </Button>
      )}
      {(job.status === 'paused' || job.status === 'interrupted') && (
        <Button size="compact-sm" onClick={() => act('jobs.resume')}>
          Resume
        </Button>
      )}
      {job.status === 'failed' && host !== undefined && (
        <Button size="compact-sm" onClick={() => setToAllow({ host, goOn: () => act('jobs.resume') })}>
          Allow {host} and try again
        </Button>
      )}
      {job.status === 'failed' && host === undefined && (
        <Button variant="default" size="compact-sm" onClick={() => act('jobs.resume')}>
          Try again
        </Button>
      )}
      {job.status === 'completed' && (
        <Button size="compact-sm" loading={busy} onClick={open}>
          Import
        </Button>
      )}
    </div>
  );
  return (
    <Panel title={job.error ? job.title : job.status === 'completed' ? 'Fetched' : 'Fetching'}>
      {job.error ? <ErrorNote error={job.error} actions={actions} /> : <JobLine job={job} />}
      {error === undefined ? null : <ErrorNote error={error} />}
      {job.error ? null : actions}
      <AllowDialog asked={toAllow} onClose={() => setToAllow(undefined)} />
    </Panel>
  );
}

/** A host that the one asked sent us on to. */
const hostToAllow = ({ status, error }: Job): string | undefined =>
  isFinished(status) ? /^host (\S+)$/.exec(error?.place ?? '')?.[1] : undefined;
