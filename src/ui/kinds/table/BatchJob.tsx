import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { FailedRows } from '#/ui/components/ask/FailedRows';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { useLive } from '#/ui/useLive';
import classes from '#/ui/components/ask/ask.module.css';

export function BatchJob({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  if (!job) return null;
  const {
    rows,
    fileName = '',
    warnings = [],
  } = (job.result ?? {}) as {
    rows?: number;
    fileName?: string;
    warnings?: string[];
  };
  const download = async () => {
    const { fileName, file } = await run('jobs.download', { id: jobId });
    saveFile(fileName, file);
  };
  return (
    <div style={{ marginTop: 16 }}>
      <JobLine job={job} />
      {job.error && <ErrorNote error={job.error} />}
      {job.status === 'completed' && (
        <div className={classes.results}>
          <span>
            {rows === undefined ? 'Done' : `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} answered`}
          </span>
          <Button
            leftSection={<IconDownload size={16} />}
            onClick={() => attempt('Nothing was downloaded', download())}
          >
            Download {formatOf(fileName)}
          </Button>
        </div>
      )}
      <FailedRows job={job} />
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Told while predicting">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const formats = new Map([
  ['jsonl', 'JSON Lines'],
  ['parquet', 'Parquet'],
  ['arrows', 'Arrow'],
  ['npz', '.npz'],
]);
const formatOf = (fileName: string): string => formats.get(fileName.replace(/^.*\./, '')) ?? 'CSV';
