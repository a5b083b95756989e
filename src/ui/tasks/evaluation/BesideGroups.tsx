/** Where a column says what rows are: how far the groups agree with it. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { adjustedRand } from '#/core/clusters/adjustedRand';
import type { Run } from '#/core/protocol/model';
import type { GroupPredictions } from '#/core/tasks/clustering';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';
import { useCells } from './useCells';
import { useLabelColumns } from './useLabelColumns';

export function BesideGroups({ run, judged }: { run: Run; judged: GroupPredictions }) {
  const names = useLabelColumns(run);
  const [chosen, setChosen] = useState<string | null>(null);
  const { cells, error } = useCells(run.datasetVersionId, judged.rows, chosen ?? undefined);
  const agreement = useMemo(() => {
    const known = cells?.flatMap((cell, place) => (cell === null ? [] : [place]));
    if (!cells || !known || known.length < 2) return undefined;
    return adjustedRand(
      known.map((place) => judged.group[place] as number),
      known.map((place) => cells[place] as string),
    );
  }, [cells, judged.group]);
  if (names.length === 0) return null;
  return (
    <Panel title="Beside a column that you know">
      <div className={classes.threshold}>
        <Select
          aria-label="Column to compare with"
          placeholder="Choose a column"
          w={240}
          searchable
          clearable
          data={names}
          value={chosen}
          onChange={setChosen}
        />
        {agreement !== undefined && (
          <output className={classes.large}>
            {agreement.toFixed(3).replace('-', '−')} <small>adjusted Rand index</small>
          </output>
        )}
      </div>
      {error !== undefined && (
        <p className={classes.warning}>The column cannot be read: {errorInfoOf(error).message}</p>
      )}
      <p className={classes.below}>
        1 where the groups divide the rows exactly as the column does, about 0 as by chance. Nothing was
        learnt from it unless it is among the features.
      </p>
    </Panel>
  );
}
