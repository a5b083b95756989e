/** Windows of a dataset, answered: how far the job is, how well it went where the truth is known, and its file. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { useLive } from '#/ui/useLive';
import { FailedRows } from './FailedRows';
import classes from './ask.module.css';

export function WindowAnswers({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  if (!job) return null;
  const { rows = 0, fileName = '', score } = (job.result ?? {}) as Partial<BatchFieldsResult>;
  const download = async () => saveFile(fileName, (await run('jobs.download', { id: jobId })).file);
  return (
    <div className={classes.job}>
      <JobLine job={job} />
      {job.error && <ErrorNote error={job.error} />}
      {job.status === 'completed' && (
        <div className={classes.results}>
          <span>
            {formatCount(rows)} windows answered
            {score?.correct !== undefined &&
              `; right in ${formatCount(score.correct)} of ${formatCount(score.judged)} (${formatShare(score.correct / score.judged)})`}
            {score?.rmse !== undefined && `; root mean squared error ${formatNumber(score.rmse)}`}
          </span>
          <Button
            leftSection={<IconDownload size={16} />}
            onClick={() => attempt('Nothing was downloaded', download())}
          >
            Download {fileName.replace(/^.*\./, '.')}
          </Button>
        </div>
      )}
      <FailedRows job={job} />
    </div>
  );
}
