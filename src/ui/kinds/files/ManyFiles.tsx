/** Many samples: a whole dataset, as a job, or some that are chosen as files, answered at once. */
import { Button, Select } from '@mantine/core';
import { IconDownload, IconFileUpload, IconWand } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { type CommandOutput, run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { type OutputFormat, OutputFormatSelect } from '#/ui/components/ask/OutputFormat';
import { FailedRows } from '#/ui/components/ask/FailedRows';
import ask from '#/ui/components/ask/ask.module.css';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import type { AskProps } from '../kindView';

export interface FileWords {
  /** "No dataset of sound" */
  none: string;
  /** "Predict all clips" */
  all: string;
  /** "clip", "clips" */
  sample: string;
  samples: string;
  /** "Sound files", and what the picker of files accepts; absent where none are taken. */
  files?: string;
  accept?: string;
}

interface Line {
  name: string;
  value: string | number;
  share?: number;
}

const columns: DataColumn<Line>[] = [
  {
    id: 'file',
    header: 'File',
    width: 'minmax(180px, 2fr)',
    render: ({ name }) => <span className="clip">{name}</span>,
    sortValue: ({ name }) => name,
  },
  {
    id: 'answer',
    header: 'Answer',
    render: ({ value }) => <strong>{typeof value === 'number' ? formatNumber(value) : value}</strong>,
    sortValue: ({ value }) => value,
  },
  {
    id: 'share',
    header: 'Probability',
    align: 'right',
    render: ({ share }) => (share === undefined ? '' : formatShare(share)),
    sortValue: ({ share }) => share ?? 0,
  },
];

export function ManyFiles({ version, words }: Pick<AskProps, 'version'> & { words: FileWords }) {
  const datasets = useLive(liveDatasets());
  const [chosen, setChosen] = useState<string>();
  const [outputFormat, setOutputFormat] = useState<OutputFormat>('csv');
  const [lines, setLines] = useState<Line[]>();
  const { busy, error, attemptIt } = useAttempt();
  const fitting = useMemo(
    () =>
      (datasets ?? []).filter(
        ({ dataset, version: latest }) => dataset.kind === version.input.kind && latest,
      ),
    [datasets, version],
  );
  const datasetId =
    chosen ??
    fitting.find(({ dataset }) => dataset.id === version.datasetId)?.dataset.id ??
    fitting[0]?.dataset.id;
  const job = useLatestBatch(version.id, 'dataset');
  const result = job?.status === 'completed' ? (job.result as BatchFieldsResult) : undefined;

  const answer = (files: File[]) =>
    attemptIt(async () => {
      const { predictions } = await run('inference.predict', {
        modelId: version.modelId,
        version: version.number,
        files,
      });
      setLines(files.map(({ name }, i) => lineOf(name, predictions[i])));
    });
  const predict = () =>
    attemptIt(async () => {
      if (datasetId)
        await run('inference.batch', {
          modelId: version.modelId,
          version: version.number,
          datasetId,
          outputFormat,
        });
    });

  return (
    <div>
      <div className={ask.pick}>
        <Select
          label="Dataset"
          w={280}
          searchable
          allowDeselect={false}
          nothingFoundMessage={words.none}
          data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => setChosen(id ?? undefined)}
        />
        <OutputFormatSelect value={outputFormat} onChange={setOutputFormat} />
        <Button
          loading={busy}
          disabled={!datasetId}
          leftSection={<IconWand size={16} />}
          onClick={() => void predict()}
        >
          {words.all}
        </Button>
        {words.files && (
          <FilePicker
            label={words.files}
            variant="default"
            multiple
            disabled={busy}
            accept={words.accept}
            leftSection={<IconFileUpload size={16} />}
            onFiles={(files) => void answer(files)}
          >
            Choose files
          </FilePicker>
        )}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {lines && (
        <DataTable
          label="Answers"
          columns={columns}
          rows={lines}
          rowKey={({ name }) => name}
          rowHeight={32}
          maxHeight={360}
        />
      )}
      {job && (
        <section className={ask.job} aria-label="Predicted dataset">
          <JobLine job={job} />
          {job.error && <ErrorNote error={job.error} />}
          {result && (
            <div className={ask.results}>
              <span>
                {formatCount(result.rows)} {result.rows === 1 ? words.sample : words.samples} answered
                {result.score?.correct !== undefined &&
                  `; right in ${formatCount(result.score.correct)} of ${formatCount(result.score.judged)} whose ${version.task.target} is known (${formatShare(result.score.correct / result.score.judged)})`}
              </span>
              <Button
                leftSection={<IconDownload size={16} />}
                onClick={() =>
                  attempt(
                    'Nothing was downloaded',
                    run('jobs.download', { id: job.id }).then(({ file }) => saveFile(result.fileName, file)),
                  )
                }
              >
                Download answers
              </Button>
            </div>
          )}
          <FailedRows job={job} />
        </section>
      )}
    </div>
  );
}

function lineOf(
  name: string,
  prediction: CommandOutput<'inference.predict'>['predictions'][number] | undefined,
): Line {
  const shares = prediction?.probabilities;
  return {
    name,
    value: prediction?.value ?? '',
    ...(shares && { share: Math.max(...shares) }),
  };
}
