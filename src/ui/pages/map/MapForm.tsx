import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { run } from '#/app/run';
import { type DroppedArrays, droppedArraysStore } from '#/app/stores/droppedArrays';
import type { DatasetKind } from '#/core/protocol/dataset';
import { bytesText } from '#/core/bytesText';
import { checkMapping } from '#/core/grid/checkMapping';
import { checkRoom, storedBytes } from '#/core/grid/checkRoom';
import { withLabels, withVariables } from '#/core/grid/editMapping';
import { meantKinds } from '#/core/kinds/meantKinds';
import { mapGrid } from '#/core/grid/mapGrid';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Problem } from '#/ui/components/grid/Problem';
import { samplesText, WindowControls } from '#/ui/components/grid/WindowControls';
import { PageHeader } from '#/ui/components/PageHeader';
import { DimensionTable } from './DimensionTable';
import { FilesChoice } from './FilesChoice';
import { LabelControls } from './LabelControls';
import { LeftOut } from './LeftOut';
import classes from './map.module.css';
import { Noticed } from './Noticed';
import { allFiles, datasetName, startOptions } from './startOptions';
import { VariablePicker } from './VariablePicker';

const bytesOf = ({ files, folder = [] }: DroppedArrays): number =>
  [...files, ...folder.map(({ blob }) => blob)].reduce((sum, { size }) => sum + size, 0);

const letGo = () => droppedArraysStore.setState({ dropped: undefined });

export function MapForm({ dropped }: { dropped: DroppedArrays }) {
  const { info, files, folder } = dropped;
  const navigate = useNavigate();
  const [options, setOptions] = useState(() => startOptions(dropped));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const accept = useRef<HTMLButtonElement>(null);
  const joined = options.files === 'time';
  const parts = joined ? 1 : files.length;
  // Of the first file; the others of a joined recording are about as long.
  const bytes = storedBytes(info.variables, options.mapping, files.length);
  const isOneFile = folder === undefined && files.length === 1;
  const offers = isOneFile ? meantKinds(info) : [];
  const meant = offers.find(({ sure }) => sure);
  const problems = useMemo(() => {
    const found = checkMapping(info.variables, options, parts);
    return found.length > 0 ? found : checkRoom(bytes, info.roomBytes);
  }, [info, options, parts, bytes]);
  const needsTable = options.labels.kind === 'table' && options.labels.file.size === 0;
  const isReady = problems.length === 0 && !needsTable;
  const { sizes } = mapGrid(info.variables, options.mapping);
  const grid = {
    recordings: sizes.sample * parts,
    axes: {
      time: { size: sizes.time },
      x: { size: sizes.x },
      y: { size: sizes.y },
      z: { size: sizes.z },
    },
    windowing: options.windowing,
  };

  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      accept.current?.focus({ preventScroll: true });
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    await importAs({ options: { grid: options, ...(folder && { folder }) } });
  };
  const importAs = async (as: { kind?: DatasetKind; options?: Record<string, unknown> }) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const { datasetId } = await run('datasets.import', { files, ...datasetName(dropped), ...as });
      await navigate({ to: '/data/$datasetId', params: { datasetId } });
      letGo();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const cancel = async () => {
    await navigate({ to: '/' });
    letGo();
  };

  return (
    <form onSubmit={submit} noValidate>
      <PageHeader
        title={allFiles(info.fileName, files.length)}
        note={
          <>
            {meant && `It looks like ${meant.words} (${meant.found}). `}
            {!meant &&
              offers.length > 0 &&
              `It may also be ${offers.map(({ found }) => found).join(', or ')}. `}
            {info.format}, <BytesText value={bytesOf(dropped)} />
            {files.length > 1 && `, ${formatCount(files.length)} files, each a recording of its own`}.{' '}
            {meant
              ? 'Enter imports it so; below is how it would be read as a field.'
              : 'Check what the dimensions are; Enter imports.'}
          </>
        }
      />
      <div className={classes.layout}>
        <div className={classes.side}>
          <section className={classes.part} aria-labelledby="map-channels">
            <h2 id="map-channels">Channels</h2>
            <VariablePicker
              variables={info.variables}
              chosen={options.mapping.variables}
              onChange={(names) => setOptions((before) => withVariables(info, before, names))}
            />
            <Problem problems={problems} at="variables" />
            <LeftOut details={info.details} />
          </section>
          <Noticed info={info} options={options} onChange={setOptions} />
          <section className={classes.part} aria-labelledby="map-dimensions">
            <h2 id="map-dimensions">Dimensions</h2>
            <DimensionTable info={info} options={options} problems={problems} onChange={setOptions} />
          </section>
        </div>
        <div className={classes.side}>
          <section className={classes.part} aria-labelledby="map-labels">
            <h2 id="map-labels">To predict</h2>
            <LabelControls
              dropped={dropped}
              options={options}
              problems={problems}
              onChange={(labels) => setOptions((before) => withLabels(info, before, labels))}
            />
          </section>
          <section className={classes.part} aria-labelledby="map-samples">
            <h2 id="map-samples">Samples</h2>
            <FilesChoice count={files.length} options={options} onChange={setOptions} />
            <WindowControls
              grid={grid}
              problems={problems}
              onChange={(windowing) => setOptions((before) => ({ ...before, windowing }))}
            />
          </section>
          <Problem problems={problems} at="size" />
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.bar}>
        <span className={classes.barNote} role="status">
          {problems[0]?.message ??
            (needsTable
              ? 'Choose the table with the labels'
              : `${samplesText(grid, options.mapping.variables.length * sizes.channel)}; ${bytesText(bytes)} to store`)}
        </span>
        <Button variant="default" size="sm" onClick={cancel}>
          Cancel
        </Button>
        {offers.map(({ type, title, found, sure }) => (
          <Button
            key={type}
            ref={sure ? accept : undefined}
            variant={sure ? 'filled' : 'default'}
            size="sm"
            disabled={busy}
            title={found}
            onClick={() => importAs({ kind: type })}
          >
            {title}
          </Button>
        ))}
        <Button
          ref={meant ? undefined : accept}
          variant={meant ? 'default' : 'filled'}
          type="submit"
          size="sm"
          loading={busy}
          disabled={!isReady}
        >
          {meant ? 'Import as a field' : 'Import'}
        </Button>
      </div>
    </form>
  );
}
