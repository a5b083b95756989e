/** Many images for a model: files, or all of a dataset, as a file of answers. */
import { Button, Select } from '@mantine/core';
import { IconFileUpload, IconWand } from '@tabler/icons-react';
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import type { FittedImages } from '#/core/images/fittedImages';
import { toCsvLine } from '#/core/table/writeCsv';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { type OutputFormat, OutputFormatSelect } from '#/ui/components/ask/OutputFormat';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import ask from '#/ui/components/ask/ask.module.css';
import { saveFile } from '#/ui/components/saveFile';
import { droppedFiles } from '#/ui/shell/droppedFiles';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import { MaskCanvas } from '#/ui/tasks/answers/MaskCanvas';
import { ShadesCanvas } from '#/ui/tasks/answers/PixelCanvas';
import { taskViewOf } from '#/ui/tasks/registry';
import type { AskProps } from '../kindView';
import { BatchJob } from '../table/BatchJob';
import classes from './images.module.css';

const atOnce = 32;
/** Shown; the file of answers has all. */
const mostShown = 120;

interface Answered {
  name: string;
  url?: string;
  value: string;
  share?: number;
  mask?: Uint8Array;
  /** An image made again. */
  made?: Float32Array[];
}

export default function ManyImages({ version, modelName }: AskProps) {
  const datasets = useLive(liveDatasets());
  const [chosen, setChosen] = useState<string>();
  const [outputFormat, setOutputFormat] = useState<OutputFormat>('csv');
  const jobId = useLatestBatch(version.id, 'dataset')?.id;
  const [answers, setAnswers] = useState<Answered[]>([]);
  const { busy, error, attemptIt } = useAttempt();
  const { hasLines } = taskViewOf(version.task).file;
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
  useEffect(
    () => () => {
      for (const { url } of answers) if (url) URL.revokeObjectURL(url);
    },
    [answers],
  );

  const take = (files: Promise<File[]>) =>
    attemptIt(async () => {
      const all = await files;
      const made: Answered[] = [];
      for (let at = 0; at < all.length; at += atOnce) {
        const some = all.slice(at, at + atOnce);
        const { predictions } = await run('inference.predict', {
          modelId: version.modelId,
          version: version.number,
          files: some,
        });
        for (const [i, { value, probabilities, mask, field }] of predictions.entries())
          made.push({
            name: some[i]?.name ?? '',
            value: String(value),
            ...(made.length < mostShown && some[i] && { url: URL.createObjectURL(some[i]) }),
            ...(mask && { mask }),
            ...(field && made.length < mostShown && { made: [field] }),
            ...(probabilities && { share: Math.max(...probabilities) }),
          });
      }
      setAnswers(made);
    });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void take(droppedFiles(event.dataTransfer));
  };
  const save = () =>
    saveFile(
      `${modelName}-answers.csv`,
      [
        ['file', version.task.target, 'probability'],
        ...answers.map(({ name, value, share }) => [name, value, share]),
      ]
        .map(toCsvLine)
        .join(''),
      'text/csv',
    );

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a drop zone; the file button in it does the same by keyboard
    <div data-drop-zone onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <div className={ask.pick}>
        <Select
          label="Dataset"
          w={280}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No dataset of images"
          data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => setChosen(id ?? undefined)}
        />
        {hasLines && <OutputFormatSelect value={outputFormat} onChange={setOutputFormat} />}
        <Button
          size="sm"
          disabled={!datasetId || busy}
          leftSection={<IconWand size={16} />}
          onClick={() =>
            datasetId &&
            attemptIt(async () => {
              await run('inference.batch', {
                modelId: version.modelId,
                version: version.number,
                datasetId,
                ...(hasLines && { outputFormat }),
              });
            })
          }
        >
          Predict all of it
        </Button>
      </div>
      {jobId && <BatchJob jobId={jobId} />}
      <div className={ask.drop}>
        <span>Or drop image files here: each is answered at once, none is kept.</span>
        <FilePicker
          label="Images to predict"
          variant="default"
          disabled={busy}
          accept="image/*"
          multiple
          leftSection={<IconFileUpload size={16} />}
          onFiles={(files) => void take(Promise.resolve(files))}
        >
          Choose images
        </FilePicker>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {answers.length > 0 && (
        <>
          <div className={ask.results}>
            <span>{answers.length.toLocaleString('en')} images answered</span>
            <Button variant="default" onClick={save}>
              Save as CSV
            </Button>
          </div>
          <ul className={classes.answers} aria-label="Answers">
            {answers.slice(0, mostShown).map(({ name, url, value, share, mask, made }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
              <li key={i}>
                {url && mask ? (
                  <MaskCanvas size={version.input.fitted as FittedImages} url={url} codes={mask} alt={name} />
                ) : (
                  url && <img src={url} alt={name} />
                )}
                {made ? (
                  <ShadesCanvas
                    size={version.input.fitted as FittedImages}
                    images={made}
                    alt={`${name}, made again`}
                  />
                ) : (
                  <strong>{value}</strong>
                )}
                {share !== undefined && ` ${(share * 100).toFixed(1)} %`}
                <div className="clip quiet" title={name}>
                  {name}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
