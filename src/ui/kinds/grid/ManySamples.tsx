/** Many samples of a field: those of a dataset, or of a new recording that is dropped here. */
import { fittedGridOf, gridOf } from '#/core/grid/gridOf';
import { Button, Select } from '@mantine/core';
import { IconFileUpload, IconWand } from '@tabler/icons-react';
import { type DragEvent, useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets, liveJob } from '#/app/stores/live';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { droppedFiles } from '#/ui/shell/droppedFiles';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import type { AskProps } from '../kindView';
import { AnsweredDataset } from './AnsweredDataset';
import { importLike } from './importLike';
import classes from '#/ui/components/ask/ask.module.css';

/** Both included; NaN while nothing is entered. */
type Bounds = [first: number, last: number];

/** What was chosen of a dataset; nothing: all. */
interface Part {
  recordings?: Bounds;
  times?: Bounds;
}

export default function ManySamples({ version }: AskProps) {
  const datasets = useLive(liveDatasets());
  const [chosen, setChosen] = useState<string>();
  const [part, setPart] = useState<Part>({});
  const { busy, error, attemptIt } = useAttempt();
  const [importId, setImportId] = useState<string>();
  const [over, setOver] = useState(false);

  const fields = useMemo(
    () =>
      (datasets ?? []).filter(
        ({ dataset, version: latest }) => dataset.kind === version.input.kind && latest,
      ),
    [datasets, version],
  );
  const own = fields.find(({ dataset }) => dataset.id === version.datasetId);
  const datasetId = chosen ?? own?.dataset.id ?? fields[0]?.dataset.id;
  const described = useCommand('datasets.describe', datasetId ? { id: datasetId } : null).data;
  const grid = gridOf(described?.schema);
  const job = useLatestBatch(version.id, 'dataset');

  const predict = async (of: string, wanted: Part) => {
    await run('inference.batch', {
      modelId: version.modelId,
      version: version.number,
      datasetId: of,
      ...(wanted.recordings && { recordings: counted(wanted.recordings) }),
      ...(wanted.times && { times: counted(wanted.times) }),
    });
  };
  const take = (files: Promise<File[]>) =>
    attemptIt(async () => {
      const { jobId, datasetId: made } = await importLike(version, await files);
      setImportId(jobId);
      const ended = await run('jobs.wait', { id: jobId });
      if (ended.status !== 'completed') return;
      setImportId(undefined);
      setChosen(made);
      setPart({});
      await predict(made, {});
    });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void take(droppedFiles(event.dataTransfer));
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
          nothingFoundMessage="No dataset of fields"
          data={fields.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => {
            setChosen(id ?? undefined);
            setPart({});
          }}
        />
        {grid && grid.recordings > 1 && (
          <RangeInputs
            name="recording"
            size={grid.recordings}
            range={part.recordings}
            onChange={(recordings) => setPart((before) => ({ ...before, recordings }))}
          />
        )}
        {grid && grid.axes.time.size > (fittedGridOf(version)?.size[0] ?? 1) && (
          <RangeInputs
            name="time"
            size={grid.axes.time.size}
            range={part.times}
            onChange={(times) => setPart((before) => ({ ...before, times }))}
          />
        )}
        <Button
          size="sm"
          loading={busy && !importId}
          disabled={!datasetId || !grid || busy || !isWhole(part)}
          leftSection={<IconWand size={16} />}
          onClick={() => datasetId && attemptIt(() => predict(datasetId, part))}
        >
          {part.recordings || part.times || !described
            ? 'Predict these samples'
            : `Predict ${formatCount(described.rows)} ${described.rows === 1 ? 'sample' : 'samples'}`}
        </Button>
      </div>
      <div
        className={classes.drop}
        data-over={over}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
      >
        <span>
          A new recording? Drop its file here: it is mapped and cut like the data the model learnt from, and
          kept as a dataset.
        </span>
        <FilePicker
          label="File of a recording"
          variant="default"
          disabled={busy}
          leftSection={<IconFileUpload size={16} />}
          multiple
          onFiles={(files) => void take(Promise.resolve(files))}
        >
          Choose a file
        </FilePicker>
      </div>
      {importId && <ImportLine jobId={importId} />}
      {error !== undefined && <ErrorNote error={error} />}
      {job && <AnsweredDataset key={job.id} job={job} version={version} />}
    </div>
  );
}

const counted = ([first, last]: Bounds): [first: number, count: number] => [first, last - first + 1];

const isWhole = ({ recordings = [0, 0], times = [0, 0] }: Part): boolean =>
  [recordings, times].every(
    ([first, last]) => Number.isInteger(first) && Number.isInteger(last) && first <= last,
  );

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

/** First and last index, both included; counted from 0 as everywhere. */
function RangeInputs({
  name,
  size,
  range: [first, last] = [0, size - 1],
  onChange,
}: {
  name: string;
  size: number;
  range?: Bounds;
  onChange: (range: Bounds | undefined) => void;
}) {
  const change = (from: number, to: number) =>
    onChange(from === 0 && to === size - 1 ? undefined : [from, to]);
  const wrong = (value: number) => (value < size && first <= last ? undefined : `0 to ${size - 1}`);
  return (
    <>
      <CountInput
        label={`From ${name}`}
        value={first}
        error={wrong(first)}
        onChange={(value) => change(value, last)}
      />
      <CountInput
        label={`to ${name}`}
        value={last}
        error={wrong(last)}
        onChange={(value) => change(first, value)}
      />
    </>
  );
}
