/** Rows of a batch that have no answer: why, and how they get one. */
import { Button } from '@mantine/core';
import { IconDownload, IconFileUpload, IconRefresh } from '@tabler/icons-react';
import type { FailedSummary } from '#/app/jobs/answerApart';
import { run } from '#/app/run';
import { liveJobs } from '#/app/stores/live';
import { isFinished, type Job } from '#/core/protocol/job';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import classes from './ask.module.css';

export function FailedRows({ job }: { job: Job }) {
  const jobs = useLive(liveJobs());
  const { busy, error, attemptIt } = useAttempt();
  const { failed } = (job.result ?? {}) as { failed?: FailedSummary };
  const again = jobs?.find(
    ({ kind, input }) => kind === 'batchAgain' && (input as { batchId?: string }).batchId === job.id,
  );
  if (!failed) return null;
  const { count, countedAs, fileName, reasons } = failed;
  const isRunning = again !== undefined && !isFinished(again.status);
  const ask = (corrected?: File) =>
    attemptIt(async () => {
      await run('inference.batchAgain', { jobId: job.id, ...(corrected && { corrected }) });
    });
  const download = async () =>
    saveFile(fileName, (await run('jobs.download', { id: job.id, name: fileName })).file);
  return (
    <section aria-label="Rows that failed" className={classes.failed}>
      <h3>
        {formatCount(count)} {count === 1 ? countedAs : `${countedAs}s`} without an answer
      </h3>
      <ul>
        {reasons.map(({ why, count: of, first }) => (
          <li key={why}>
            {why} <span className="quiet">{placesText(countedAs, first, of)}</span>
          </li>
        ))}
      </ul>
      <div className={classes.failedActions}>
        <Button
          size="xs"
          loading={busy || isRunning}
          leftSection={<IconRefresh size={14} />}
          onClick={() => void ask()}
        >
          Run {count === 1 ? 'it' : 'them'} again
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => attempt('Nothing was downloaded', download())}
        >
          Download {count === 1 ? 'it' : 'them'}
        </Button>
        {job.kind === 'batch' && (
          <FilePicker
            label="File of corrected rows"
            size="xs"
            variant="default"
            disabled={busy || isRunning}
            accept=".csv"
            leftSection={<IconFileUpload size={14} />}
            onFiles={([file]) => void (file && ask(file))}
          >
            Give {count === 1 ? 'it' : 'them'} corrected
          </FilePicker>
        )}
      </div>
      {again && again.status !== 'completed' && <JobLine job={again} />}
      {again?.error && <ErrorNote error={again.error} />}
      {error !== undefined && <ErrorNote error={error} />}
    </section>
  );
}

/** "row 5", "rows 5, 9 and 12 more" */
function placesText(countedAs: string, first: readonly number[], count: number): string {
  const shown = first.map((place) => formatCount(place)).join(', ');
  const more = count > first.length ? ` and ${formatCount(count - first.length)} more` : '';
  return `${countedAs}${count === 1 ? '' : 's'} ${shown}${more}`;
}
