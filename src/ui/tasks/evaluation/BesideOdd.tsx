/** Where a column says which rows are truly odd: how well scores tell them apart. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { rankedArea } from '#/core/outliers/rankedArea';
import type { Run } from '#/core/protocol/model';
import type { OddPredictions } from '#/core/tasks/anomaly';
import { formatCount, formatShare } from '#/ui/charts/formatNumber';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';
import { useCells } from './useCells';
import { useLabelColumns } from './useLabelColumns';

export function BesideOdd({
  run,
  judged: { rows, score },
  threshold,
}: {
  run: Run;
  judged: OddPredictions;
  threshold: number;
}) {
  const names = useLabelColumns(run);
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const { cells, error } = useCells(run.datasetVersionId, rows, chosen ?? undefined);
  const values = useMemo(() => {
    const counts = new Map<string, number>();
    for (const cell of cells ?? []) if (cell !== null) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    return [...counts].sort((a, b) => a[1] - b[1]).map(([value]) => value);
  }, [cells]);
  // The rarest value is the likeliest to be the odd one.
  const value = wanted !== null && values.includes(wanted) ? wanted : values[0];
  const found = useMemo(() => {
    if (!cells || value === undefined) return undefined;
    const isOdd = cells.map((cell) => cell === value);
    const odd = isOdd.filter(Boolean).length;
    if (odd === 0 || odd === isOdd.length) return undefined;
    const called = isOdd.filter((_, place) => (score[place] as number) >= threshold);
    const right = called.filter(Boolean).length;
    return { area: rankedArea(score, isOdd), odd, called: called.length, right };
  }, [cells, value, score, threshold]);
  if (names.length === 0) return null;
  return (
    <Panel title="Beside a column that you know">
      <div className={classes.threshold}>
        <Select
          aria-label="Column to compare with"
          placeholder="Choose a column"
          w={220}
          searchable
          clearable
          data={names}
          value={chosen}
          onChange={setChosen}
        />
        {value !== undefined && (
          <Select
            aria-label="Value that is odd"
            w={180}
            allowDeselect={false}
            data={values.map((one) => ({ value: one, label: one || '(empty)' }))}
            value={value}
            onChange={setWanted}
          />
        )}
      </div>
      {error !== undefined && (
        <p className={classes.warning}>The column cannot be read: {errorInfoOf(error).message}</p>
      )}
      {found && (
        <dl className={classes.facts}>
          {[
            ['AUC', found.area.toFixed(3)],
            ['Precision', found.called > 0 ? formatShare(found.right / found.called) : '–'],
            ['Recall', formatShare(found.right / found.odd)],
            ['Truly odd', formatCount(found.odd)],
          ].map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={classes.below}>
        AUC: how often a truly odd row has a higher score than another; 0.5 is chance. Precision and recall
        are at the threshold. Nothing was learnt from the column unless it is among the features.
      </p>
    </Panel>
  );
}
