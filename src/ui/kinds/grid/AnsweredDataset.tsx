/** A batch over a dataset of fields: how far it is, what came of it, and any sample of it in the viewer. */
import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { run } from '#/app/run';
import type { Job } from '#/core/protocol/job';
import type { ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { FailedRows } from '#/ui/components/ask/FailedRows';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { taskViewOf } from '#/ui/tasks/registry';
import { type AnswerLine, readAnswers } from './readAnswers';
import classes from '#/ui/components/ask/ask.module.css';

const OneSample = lazy(() => import('./OneSample'));

export function AnsweredDataset({ job, version }: { job: Job; version: ModelVersion }) {
  return (
    <section className={classes.job} aria-label="Predicted dataset">
      <div className={classes.jobLine}>
        <JobLine job={job} />
        <Controls job={job} />
      </div>
      {job.error && <ErrorNote error={job.error} />}
      {job.status === 'completed' && (
        <Answers jobId={job.id} result={job.result as BatchFieldsResult} version={version} />
      )}
      <FailedRows job={job} />
    </section>
  );
}

function Controls({ job }: { job: Job }) {
  const { id, status, title } = job;
  if (status === 'running')
    return (
      <ActionIcon
        aria-label={`Pause ${title}`}
        title="Pause"
        onClick={() => attempt('It could not be paused', run('jobs.pause', { id }))}
      >
        <IconPlayerPause size={16} />
      </ActionIcon>
    );
  if (status !== 'paused' && status !== 'interrupted' && status !== 'failed') return null;
  return (
    <ActionIcon
      aria-label={`${status === 'failed' ? 'Try again' : 'Resume'} ${title}`}
      title={status === 'failed' ? 'Try again' : 'Resume'}
      onClick={() => attempt('It could not go on', run('jobs.resume', { id }))}
    >
      {status === 'failed' ? <IconRefresh size={16} /> : <IconPlayerPlay size={16} />}
    </ActionIcon>
  );
}

function Answers({
  jobId,
  result: { fileName, rows, datasetId, datasetVersionId, samples, score },
  version,
}: {
  jobId: string;
  result: BatchFieldsResult;
  version: ModelVersion;
}) {
  const { file: kept } = taskViewOf(version.task);
  const [sample, setSample] = useState<number | undefined>(kept.hasLines ? undefined : samples.first);
  const [lines, setLines] = useState<AnswerLine[]>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!kept.hasLines) return;
    let isCurrent = true;
    run('jobs.download', { id: jobId })
      .then(async ({ file }) => {
        const read = await readAnswers(file);
        if (isCurrent) setLines(read);
      })
      .catch((thrown: unknown) => isCurrent && setError(thrown));
    return () => {
      isCurrent = false;
    };
  }, [jobId, kept]);
  const download = async () => {
    const { file } = await run('jobs.download', { id: jobId });
    saveFile(fileName, file);
  };
  return (
    <>
      <div className={classes.results}>
        <span>
          {formatCount(rows)} {rows === 1 ? 'sample' : 'samples'} answered
          {score?.correct !== undefined &&
            `; right in ${formatCount(score.correct)} of ${formatCount(score.judged)} whose ${version.task.target} is known (${formatShare(score.correct / score.judged)})`}
          {score?.rmse !== undefined &&
            `; root mean squared error ${formatNumber(score.rmse)} on ${formatCount(score.judged)} whose ${version.task.target} is known`}
        </span>
        <Button
          leftSection={<IconDownload size={16} />}
          onClick={() => attempt('Nothing was downloaded', download())}
        >
          Download {kept.name}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {lines && (
        <>
          <DataTable
            label="Answers"
            columns={columnsOf(lines)}
            rows={lines}
            rowKey={({ sample: number }) => String(number)}
            onOpen={({ sample: number }) => setSample(number)}
            rowHeight={32}
            maxHeight={360}
          />
          {lines.length < rows && (
            <p className="quiet">The first {formatCount(lines.length)}; the file has all.</p>
          )}
        </>
      )}
      {sample !== undefined && (
        <>
          {!kept.hasLines && (
            <div className={classes.pick}>
              <CountInput
                label={`Sample, ${formatCount(samples.first)} to ${formatCount(samples.last)}`}
                value={sample}
                error={sample >= samples.first && sample <= samples.last ? undefined : 'no such sample'}
                onChange={setSample}
              />
            </div>
          )}
          <Suspense>
            {Number.isInteger(sample) && (
              <OneSample version={version} {...{ datasetId, datasetVersionId, sample }} />
            )}
          </Suspense>
        </>
      )}
    </>
  );
}

function columnsOf(lines: readonly AnswerLine[]): DataColumn<AnswerLine>[] {
  const [first] = lines;
  return (first?.cells ?? []).map(
    ([name, value], i): DataColumn<AnswerLine> => ({
      id: `${i}`,
      header: name,
      width: `minmax(${Math.min(220, Math.max(88, name.length * 8 + 28))}px, 1fr)`,
      align: typeof value === 'number' ? 'right' : 'left',
      wideOnly: ['recording', 'start'].includes(name),
      sortValue: ({ cells }) => cells[i]?.[1] ?? '',
      render: ({ cells }) => {
        const cell = cells[i]?.[1];
        const text = typeof cell === 'number' ? formatNumber(cell) : (cell ?? '');
        return name.endsWith('(predicted)') ? <strong className="clip">{text}</strong> : text;
      },
    }),
  );
}
