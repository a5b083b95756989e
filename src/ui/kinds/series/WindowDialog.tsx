/** Other windows over the series that are stored: a new version, no new reading of the file. */
import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { windowingProblems } from '#/core/series/proposeWindowing';
import type { SeriesData } from '#/core/series/seriesSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import classes from './series.module.css';

export function WindowDialog({
  version,
  data,
  onClose,
}: {
  version: DatasetVersion;
  data: SeriesData;
  onClose: () => void;
}) {
  const [windowing, setWindowing] = useState(data.windowing);
  const { busy, error, attemptIt } = useAttempt();
  const problems = windowingProblems(windowing, data);
  const errorAt = (field: string) => problems.find((problem) => problem.field === field)?.message;
  const { length, stride, horizon, whole } = windowing;
  const set = (change: Partial<typeof windowing>) => setWindowing({ ...windowing, ...change });
  const make = () =>
    attemptIt(async () => {
      await run('datasets.rewindowSeries', { versionId: version.id, windowing });
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title="Change windows" size={520}>
      <Stack gap="md">
        {data.series > 1 && (
          <Checkbox
            label="Each series is one sample"
            checked={whole === true}
            onChange={(event) =>
              setWindowing(
                event.currentTarget.checked
                  ? { length: data.longest, stride: data.longest, horizon: 0, whole: true }
                  : { length: Math.max(1, Math.floor(data.longest / 2)), stride: 1, horizon: 0 },
              )
            }
          />
        )}
        {!whole && (
          <div className={classes.fields}>
            <CountInput
              label="Window length"
              value={length}
              error={errorAt('length')}
              onChange={(value) => set({ length: value })}
            />
            <CountInput
              label="Stride"
              value={stride}
              error={errorAt('stride')}
              onChange={(value) => set({ stride: value })}
            />
            <CountInput
              label="Horizon"
              value={horizon}
              error={errorAt('horizon')}
              onChange={(value) => set({ horizon: value })}
            />
          </div>
        )}
        <p className={classes.hint}>
          {whole
            ? `Shorter series end with missing values, up to ${formatCount(data.longest)} steps.`
            : horizon > 0
              ? `A forecast is of the ${horizon === 1 ? 'step' : `${formatCount(horizon)} steps`} after a window.`
              : 'With a horizon of 0 nothing is forecast: the target is a label.'}
        </p>
        {error !== undefined && <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={make} loading={busy} disabled={problems.length > 0} data-autofocus>
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
