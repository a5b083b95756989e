/** All windows of a dataset, answered as a job; the answers are a file. */
import { Button, Select } from '@mantine/core';
import { IconDownload, IconWand } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { BatchFieldsResult } from '#/app/jobs/batchFields';
import { run } from '#/app/run';
import { liveDatasets, liveJob } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import classes from '#/ui/components/ask/ask.module.css';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import type { AskProps } from '../kindView';

export default function ManyWindows({ version }: AskProps) {
  const datasets = useLive(liveDatasets());
  const fitting = useMemo(
    () =>
      (datasets ?? []).filter(
        ({ dataset, version: latest }) => dataset.kind === version.input.kind && latest,
      ),
    [datasets, version],
  );
  const own = fitting.find(({ dataset }) => dataset.id === version.datasetId);
  const [chosen, setChosen] = useState<string>();
  const [jobId, setJobId] = useState<string>();
  const { busy, error, attemptIt } = useAttempt();
  const datasetId = chosen ?? own?.dataset.id ?? fitting[0]?.dataset.id;
  const predict = () =>
    attemptIt(async () => {
      if (!datasetId) return;
      const started = await run('inference.batch', {
        modelId: version.modelId,
        version: version.number,
        datasetId,
      });
      setJobId(started.jobId);
    });
  return (
    <div>
      <div className={classes.pick}>
        <Select
          label="Dataset"
          w={280}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No dataset of time series"
          data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => setChosen(id ?? undefined)}
        />
        <Button
          size="sm"
          loading={busy}
          disabled={!datasetId}
          leftSection={<IconWand size={16} />}
          onClick={predict}
        >
          Predict all windows
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {jobId && <Answers jobId={jobId} />}
    </div>
  );
}

function Answers({ jobId }: { jobId: string }) {
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
    </div>
  );
}
