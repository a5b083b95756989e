/** How the weights of a layer, and their gradients, are spread, epoch by epoch. */
import { Select } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { cssColor } from '#/core/slices/colorMaps';
import type { HistogramPoint } from '#/core/protocol/model';
import { ChartGroup } from '#/ui/charts/chartGroup';
import { EmptyState } from '#/ui/components/EmptyState';
import { HistogramChart } from './HistogramChart';
import classes from './weights.module.css';

const titles = { weights: 'Weights', gradients: 'Gradients' } as const;
const kinds = ['weights', 'gradients'] as const;

export default function WeightsTab({
  histograms,
  running,
  fileName,
}: {
  histograms: readonly HistogramPoint[];
  running: boolean;
  fileName: string;
}) {
  const calm = useDeferredValue(histograms);
  const names = useMemo(() => [...new Set(calm.map(({ name }) => name))], [calm]);
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen !== null && names.includes(chosen) ? chosen : names[0];
  const shown = useMemo(
    () =>
      kinds.map((of) => ({
        of,
        points: calm.filter((histogram) => histogram.of === of && histogram.name === name),
      })),
    [calm, name],
  );
  if (name === undefined)
    return (
      <EmptyState title={running ? 'Waiting for the end of the first epoch' : 'No histograms were logged'}>
        The weights of every layer and their gradients are pictured at the end of an epoch.
      </EmptyState>
    );
  return (
    <>
      <div className={classes.head}>
        <Select
          label="Layer"
          data={names.map((value) => ({ value, label: value.replace('/', ' · ') }))}
          value={name}
          onChange={setChosen}
          allowDeselect={false}
          searchable
          w={280}
        />
        <span className={classes.scale}>
          few
          <i aria-hidden="true">
            {Array.from({ length: 10 }, (_, i) => (
              <b key={cssColor('viridis', i / 9)} style={{ background: cssColor('viridis', i / 9) }} />
            ))}
          </i>
          the fullest of 40 bins of its epoch
        </span>
      </div>
      <ChartGroup key={name}>
        <div className={classes.charts}>
          {shown.map(
            ({ of, points }) =>
              points.length > 0 && (
                <HistogramChart
                  key={of}
                  title={`${titles[of]} of ${name}`}
                  histograms={points}
                  fileName={fileName}
                />
              ),
          )}
        </div>
      </ChartGroup>
    </>
  );
}
