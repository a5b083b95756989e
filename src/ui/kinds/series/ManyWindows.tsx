/** All windows of a dataset, answered as a job; the answers are a file. */
import { Button, Select } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { taskOf } from '#/core/tasks/registry';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import { WindowAnswers } from '#/ui/components/ask/WindowAnswers';
import classes from '#/ui/components/ask/ask.module.css';
import { type OutputFormat, OutputFormatSelect } from '#/ui/components/ask/OutputFormat';
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
  const [outputFormat, setOutputFormat] = useState<OutputFormat>('csv');
  const jobId = useLatestBatch(version.id, 'dataset')?.id;
  const { busy, error, attemptIt } = useAttempt();
  const datasetId = chosen ?? own?.dataset.id ?? fitting[0]?.dataset.id;
  const predict = () =>
    attemptIt(async () => {
      if (!datasetId) return;
      await run('inference.batch', {
        modelId: version.modelId,
        version: version.number,
        datasetId,
        ...(!taskOf(version.task).frames && { outputFormat }),
      });
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
        {!taskOf(version.task).frames && (
          <OutputFormatSelect value={outputFormat} onChange={setOutputFormat} />
        )}
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
      {jobId && <WindowAnswers jobId={jobId} />}
    </div>
  );
}
