/** Other windows, patches or labels over the field that is stored: a new version, no new reading of the file. */
import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { run } from '#/app/run';
import { checkWindowing } from '#/core/grid/checkWindowing';
import type { GridSchema, LabelSource } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { TableChoice, tableHint } from '#/ui/components/grid/TableChoice';
import { samplesText, WindowControls } from '#/ui/components/grid/WindowControls';
import classes from './gridView.module.css';

type Choice = 'keep' | 'none' | 'table';

export function ResampleDialog({
  version,
  grid,
  onClose,
}: {
  version: DatasetVersion;
  grid: GridSchema;
  onClose: () => void;
}) {
  const [windowing, setWindowing] = useState(grid.windowing);
  const [choice, setChoice] = useState<Choice>('keep');
  const [table, setTable] = useState<Extract<LabelSource, { kind: 'table' }>>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const cut = useMemo(() => ({ ...grid, windowing }), [grid, windowing]);
  const problems = useMemo(() => checkWindowing(cut, false), [cut]);
  const names = grid.labels?.names ?? [];
  const isReady = problems.length === 0 && (choice !== 'table' || table !== undefined);

  const start = async () => {
    setBusy(true);
    setError(undefined);
    const labels: LabelSource | undefined =
      choice === 'none' ? { kind: 'none' } : choice === 'table' ? table : undefined;
    try {
      await run('datasets.rewindow', { versionId: version.id, windowing, ...(labels && { labels }) });
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title="Change samples" size={560}>
      <Stack gap="md">
        <WindowControls grid={cut} problems={problems} onChange={setWindowing} />
        <div className={classes.labels}>
          <NativeSelect
            size="xs"
            label="Labels"
            value={choice}
            onChange={(event) => setChoice(event.currentTarget.value as Choice)}
            data={[
              {
                value: 'keep',
                label: names.length > 0 ? `as they are: ${names.join(', ')}` : 'none, as now',
              },
              ...(names.length > 0 ? [{ value: 'none', label: 'none' }] : []),
              { value: 'table', label: 'from a table' },
            ]}
          />
          {choice === 'table' && (
            <TableChoice
              table={table}
              hint={tableHint(grid.recordings, grid.axes.time.size, names.includes('file'))}
              onChange={setTable}
            />
          )}
        </div>
        {error !== undefined && <ErrorNote error={error} />}
        <p role="status">
          {problems.length === 0 ? samplesText(cut, grid.channels.length) : 'Nothing is changed yet.'}
        </p>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={start} loading={busy} disabled={!isReady} data-autofocus>
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
