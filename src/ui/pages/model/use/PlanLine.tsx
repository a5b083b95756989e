/** Before a comparison is started: how likely it finds a difference of so many points, by so many labelled rows. */
import { Loader, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ComparisonWay } from '#/core/inUse/comparison';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import { inPercent } from './BandPlot';
import classes from './use.module.css';

const [fewest, most] = [200, 100_000];
const waitMs = 400;

export function PlanLine({
  model,
  champion,
  way,
  share,
  rows,
  onRows,
}: {
  model: Model;
  champion: ModelVersion;
  way: ComparisonWay;
  share: number;
  rows: number;
  onRows: (rows: number) => void;
}) {
  const [points, setPoints] = useState('3');
  const difference = Number(points) / 100;
  const wrongRows = !isPlanned(rows);
  const wrongPoints = !(points.trim() !== '' && difference > 0 && difference < 1);
  const asked = {
    modelId: model.id,
    version: champion.number,
    way,
    expectedRows: rows,
    difference,
    ...(way === 'split' && { share }),
  };
  // Typed and dragged figures are waited for.
  const [settled] = useDebouncedValue(JSON.stringify(wrongRows || wrongPoints ? null : asked), waitMs);
  const { data, error, loading } = useCommand('comparisons.plan', JSON.parse(settled) as typeof asked | null);
  const isNumber = champion.task.labels === undefined;
  return (
    <div className={classes.plan}>
      <div className={classes.form}>
        <CountInput
          label="Labelled rows"
          value={rows}
          error={wrongRows ? `${formatCount(fewest)} to ${formatCount(most)}` : undefined}
          onChange={onRows}
        />
        {!isNumber && (
          <TextInput
            label="Better by, points"
            w={140}
            inputMode="decimal"
            autoComplete="off"
            error={wrongPoints}
            value={points}
            onChange={(event) => setPoints(event.currentTarget.value)}
          />
        )}
      </div>
      {!isNumber && (
        <p className="quiet" role="status">
          {loading && settled !== 'null' ? (
            <>
              <Loader size={12} /> Trying {formatCount(rows)} rows
            </>
          ) : error !== undefined ? (
            `${errorInfoOf(error).message} ${errorInfoOf(error).hint ?? ''}`
          ) : data ? (
            <>
              A challenger that is {formatNumber(100 * data.difference, 3)} points better than{' '}
              {inPercent(data.champion)} ({fromWords[data.from]}) is found with a chance of{' '}
              <strong>{inPercent(data.chance.share)}</strong>
              {data.typicalRows !== undefined &&
                `, half of the times by ${formatCount(data.typicalRows)} labelled rows`}
              . Tried {formatCount(data.runs)} times
              {way === 'shadow' && `, with only one of the two right at ${inPercent(data.apart)} of the rows`}
              .
            </>
          ) : (
            'Say how many labelled rows you expect, and which difference matters.'
          )}
        </p>
      )}
    </div>
  );
}

export const isPlanned = (rows: number): boolean => rows >= fewest && rows <= most;

const fromWords = {
  given: 'as told',
  labels: 'by labels in the log',
  training: 'by rows its training held back',
};
