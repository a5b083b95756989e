/** All windows of a dataset, or of a file of events that is cut like those the model learnt from; answered as a job. */
import { Button, Select } from '@mantine/core';
import { IconFileUpload, IconWand } from '@tabler/icons-react';
import { type DragEvent, useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets, liveJob } from '#/app/stores/live';
import { acceptedEndings } from '#/core/fileEndings';
import { optionsLike } from '#/core/events/optionsLike';
import type { FittedEvents } from '#/core/kinds/events';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import { WindowAnswers } from '#/ui/components/ask/WindowAnswers';
import classes from '#/ui/components/ask/ask.module.css';
import { type OutputFormat, OutputFormatSelect } from '#/ui/components/ask/OutputFormat';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import type { AskProps } from '../kindView';

export default function ManyEvents({ version }: AskProps) {
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
  const [importId, setImportId] = useState<string>();
  const [outputFormat, setOutputFormat] = useState<OutputFormat>('csv');
  const jobId = useLatestBatch(version.id, 'dataset')?.id;
  const [over, setOver] = useState(false);
  const { busy, error, attemptIt } = useAttempt();
  const datasetId = chosen ?? own?.dataset.id ?? fitting[0]?.dataset.id;
  const predict = async (of: string) => {
    const which = { modelId: version.modelId, version: version.number, datasetId: of, outputFormat };
    await run('inference.batch', which);
  };
  const take = (file: File | undefined) => {
    if (!file) return;
    void attemptIt(async () => {
      const { windows } = version.input.fitted as FittedEvents;
      const options = { events: optionsLike(windows) };
      const made = await run('datasets.import', { files: [file], kind: 'events', options });
      setImportId(made.jobId);
      const ended = await run('jobs.wait', { id: made.jobId });
      if (ended.status !== 'completed') return;
      setImportId(undefined);
      setChosen(made.datasetId);
      await predict(made.datasetId);
    });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a drop zone; the file button in it does the same by keyboard
    <div data-drop-zone onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <div className={classes.pick}>
        <Select
          label="Dataset"
          w={280}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No dataset of events"
          data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => setChosen(id ?? undefined)}
        />
        <OutputFormatSelect value={outputFormat} onChange={setOutputFormat} />
        <Button
          size="sm"
          loading={busy && !importId}
          disabled={!datasetId || busy}
          leftSection={<IconWand size={16} />}
          onClick={() => datasetId && attemptIt(() => predict(datasetId))}
        >
          Predict all windows
        </Button>
      </div>
      <div
        className={classes.drop}
        data-over={over}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
      >
        <span>
          Other events? Drop their file here: they are cut like those the model learnt from, and kept as a
          dataset.
        </span>
        <FilePicker
          label="File of events"
          variant="default"
          disabled={busy}
          accept={acceptedEndings('tables')}
          leftSection={<IconFileUpload size={16} />}
          onFiles={([file]) => take(file)}
        >
          Choose a file
        </FilePicker>
      </div>
      {importId && <ImportLine jobId={importId} />}
      {error !== undefined && <ErrorNote error={error} />}
      {jobId && <WindowAnswers jobId={jobId} />}
    </div>
  );
}

function ImportLine({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  if (!job) return null;
  return (
    <div className={classes.job}>
      <JobLine job={job} />
      {job.error && <ErrorNote error={job.error} />}
    </div>
  );
}
