/** One array of weights: its values are read when they are asked for. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { GraphWeight, WeightView } from '#/core/modelGraph/modelGraph';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import classes from './graph.module.css';

export function WeightPanel({
  weight,
  index,
  modelId,
  version,
}: {
  weight: GraphWeight;
  index: number;
  modelId: string;
  version: number;
}) {
  const [opened, setOpened] = useState(weight.size <= 4096);
  const asked = useCommand('models.weights', opened ? { modelId, version, weight: index } : null);
  return (
    <section className={classes.weight} aria-label={weight.name}>
      <p>
        {weight.name}{' '}
        <span className="quiet">
          {weight.dtype} [{weight.shape.join(', ')}]
        </span>
      </p>
      {!opened && (
        <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
          Show {formatCount(weight.size)} values
        </Button>
      )}
      {asked.error !== undefined && <ErrorNote error={asked.error} />}
      {asked.data && <Values view={asked.data} />}
    </section>
  );
}

function Values({ view: { stats, values, size } }: { view: WeightView }) {
  const text = values
    .slice(0, 200)
    .map((value) => (typeof value === 'number' ? formatNumber(value) : JSON.stringify(value)))
    .join(', ');
  return (
    <>
      {stats && (
        <>
          {size > 1 && <Histogram stats={stats} />}
          <p className="quiet">
            {formatNumber(stats.min)} to {formatNumber(stats.max)} · mean {formatNumber(stats.mean)} ±{' '}
            {formatNumber(stats.std)} · norm {formatNumber(stats.norm)}
            {stats.zeros > 0 && ` · ${formatCount(stats.zeros)} zeros`}
            {stats.notFinite > 0 && ` · ${formatCount(stats.notFinite)} not finite`}
          </p>
        </>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard */}
      <p className={classes.numbers} tabIndex={0} role="group" aria-label="Values">
        {text}
        {size > 200 && ` … ${formatCount(size)} in all`}
      </p>
    </>
  );
}

function Histogram({ stats }: { stats: NonNullable<WeightView['stats']> }) {
  const [width, height] = [240, 48];
  const highest = Math.max(1, ...stats.counts);
  const bar = width / stats.counts.length;
  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Histogram from ${formatNumber(stats.min)} to ${formatNumber(stats.max)}`}
    >
      {stats.counts.map((count, i) => {
        const tall = count === 0 ? 0 : Math.max(1, (count / highest) * height);
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a bin is its place
          <rect key={i} x={i * bar + 0.25} width={bar - 0.5} y={height - tall} height={tall} />
        );
      })}
    </svg>
  );
}
