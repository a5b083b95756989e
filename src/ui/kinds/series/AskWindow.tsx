/** One window of a dataset, or values of one's own, and what the model makes of it. */
import { Button, SegmentedControl, Select, Textarea } from '@mantine/core';
import { IconFileUpload, IconWand } from '@tabler/icons-react';
import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { partedForecastOf } from '#/core/families/forecastParts';
import { acceptedEndings } from '#/core/fileEndings';
import type { FittedSeries } from '#/core/series/fittedSeries';
import { type SeriesData, seriesOf } from '#/core/series/seriesSchema';
import { taskOf } from '#/core/tasks/registry';
import { Answer } from '#/ui/components/ask/Answer';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import type { AskProps } from '../kindView';
import classes from './series.module.css';
import { ForecastTable } from './ForecastTable';
import { type Asked, whenOf } from './asked';
import { WindowAnswer } from './WindowAnswer';
import { windowOfText } from './windowText';

const ForecastParts = lazy(() => import('#/ui/viewers/series/ForecastParts'));

const sources = [
  { value: 'dataset', label: 'Of a dataset' },
  { value: 'values', label: 'Values' },
];
const mostFileBytes = 16 * 1024 * 1024;

export default function AskWindow({ version }: Pick<AskProps, 'version'>) {
  const fitted = version.input.fitted as FittedSeries;
  const [source, setSource] = useState('dataset');
  const [asked, setAsked] = useState<Asked>();
  const { busy, error, attemptIt } = useAttempt();
  const which = { modelId: version.modelId, version: version.number };

  const ask = (read: () => Promise<Omit<Asked, 'answer'>>) =>
    attemptIt(async () => {
      const window = await read();
      const shape = [1, window.steps, fitted.channels.length];
      const answer = await run('inference.predict', {
        ...which,
        inputs: { shape, data: window.values },
        ...(partedForecastOf(version) && { parts: true }),
      });
      setAsked({ ...window, answer });
    });
  const { field, parts } = asked?.answer.predictions[0] ?? {};
  const isForecast = taskOf(version.task).frames;

  return (
    <div className={classes.ask}>
      <div>
        <SegmentedControl
          className={classes.sources}
          aria-label="What is asked about"
          data={sources}
          value={source}
          onChange={setSource}
        />
        {source === 'dataset' ? (
          <OfDataset version={version} fitted={fitted} busy={busy} onAsk={ask} />
        ) : (
          <OfValues fitted={fitted} busy={busy} onAsk={ask} />
        )}
        {error !== undefined && <ErrorNote error={error} />}
        {asked && <WindowAnswer fitted={fitted} asked={asked} levels={version.task.levels} />}
        {asked && field && parts && (
          <Suspense>
            <ForecastParts
              channels={fitted.channels}
              forecast={field}
              parts={parts}
              isMedian={version.task.levels !== undefined}
              text={(step) => whenOf(fitted, asked, step)}
            />
          </Suspense>
        )}
      </div>
      {isForecast ? (
        <ForecastTable fitted={fitted} asked={asked} levels={version.task.levels} />
      ) : (
        <Answer version={version} answer={asked?.answer} error={undefined} stale={busy} />
      )}
    </div>
  );
}

type Read = (read: () => Promise<Omit<Asked, 'answer'>>) => Promise<void>;

function OfDataset({
  version,
  fitted,
  busy,
  onAsk,
}: Pick<AskProps, 'version'> & { fitted: FittedSeries; busy: boolean; onAsk: Read }) {
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
  const datasetId = chosen ?? own?.dataset.id ?? fitting[0]?.dataset.id;
  const described = useCommand('datasets.describe', datasetId ? { id: datasetId } : null).data;
  return (
    <>
      <div className={classes.bar}>
        <Select
          label="Dataset"
          searchable
          allowDeselect={false}
          nothingFoundMessage="No dataset of time series"
          data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
          value={datasetId ?? null}
          onChange={(id) => setChosen(id ?? undefined)}
        />
      </div>
      {described && (
        <OfSeries
          key={described.versionId}
          versionId={described.versionId}
          data={seriesOf(described.schema)}
          fitted={fitted}
          busy={busy}
          onAsk={onAsk}
        />
      )}
    </>
  );
}

function OfSeries({
  versionId,
  data,
  fitted,
  busy,
  onAsk,
}: {
  versionId: string;
  data: SeriesData;
  fitted: FittedSeries;
  busy: boolean;
  onAsk: Read;
}) {
  const listed = useCommand('datasets.seriesList', { versionId, start: 0, count: 5000 }).data;
  const [series, setSeries] = useState(0);
  const [end, setEnd] = useState<number>();
  const frames = listed?.frames[series] ?? 0;
  const until = end ?? frames;
  const wrong = !(until >= 1 && until <= frames) || (!fitted.whole && until < fitted.length);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    void onAsk(async () => {
      const from = Math.max(0, until - fitted.length);
      const places = fitted.channels.map(({ name }) =>
        data.channels.findIndex((channel) => channel.name === name),
      );
      const read = async (first: number, count: number) => {
        const seen = await run('datasets.series', { versionId, series, from: first, count, pieces: count });
        const values = new Float32Array(seen.count * places.length);
        for (const [c, place] of places.entries())
          for (let i = 0; i < seen.count; i++)
            values[i * places.length + c] = seen.least[place]?.[i] ?? Number.NaN;
        return { values, seen };
      };
      const { values, seen } = await read(from, until - from);
      const came =
        fitted.horizon > 0 && until < frames ? (await read(until, fitted.horizon)).values : undefined;
      return { values, steps: seen.count, start: seen.start, until, ...(came && { came }) };
    });
  };
  return (
    <form className={classes.bar} onSubmit={submit} noValidate>
      {(listed?.names.length ?? 0) > 1 && (
        <Select
          label="Series"
          w={180}
          searchable
          limit={50}
          allowDeselect={false}
          data={(listed?.names ?? []).map((name, i) => ({ value: String(i), label: name }))}
          value={String(series)}
          onChange={(value) => {
            setSeries(Number(value ?? 0));
            setEnd(undefined);
          }}
        />
      )}
      {!fitted.whole && (
        <CountInput
          label={`Ends at step (of ${frames})`}
          value={until}
          error={wrong && listed ? `${fitted.length} to ${frames}` : undefined}
          onChange={setEnd}
        />
      )}
      <Button type="submit" size="sm" loading={busy} disabled={wrong} leftSection={<IconWand size={16} />}>
        Predict
      </Button>
    </form>
  );
}

function OfValues({ fitted, busy, onAsk }: { fitted: FittedSeries; busy: boolean; onAsk: Read }) {
  const [text, setText] = useState('');
  const names = fitted.channels.map(({ name }) => name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onAsk(async () => windowOfText(text, fitted));
  };
  const take = (file: File | undefined) =>
    file &&
    void onAsk(async () => {
      const read = await file.slice(0, mostFileBytes).text();
      if (read.length < 200_000) setText(read);
      return windowOfText(read, fitted);
    });
  return (
    <form onSubmit={submit} noValidate>
      <Textarea
        label="Values"
        description={`A line a step, oldest first: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}. The last ${fitted.length} count.`}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        minRows={6}
        maxRows={14}
        autosize
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.bar} style={{ marginTop: 12 }}>
        <span>
          <Button
            type="submit"
            size="sm"
            loading={busy}
            disabled={text.trim() === ''}
            leftSection={<IconWand size={16} />}
          >
            Predict
          </Button>
        </span>
        <FilePicker
          label="File of values"
          variant="default"
          leftSection={<IconFileUpload size={16} />}
          accept={acceptedEndings('tables')}
          onFiles={([file]) => take(file)}
        >
          Choose a file
        </FilePicker>
      </div>
    </form>
  );
}
