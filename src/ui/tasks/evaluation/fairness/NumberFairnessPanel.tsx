/** Numbers, group by group: how far off they are told, and to which side. */
import { Button } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useMemo } from 'react';
import { groupsOf } from '#/core/fairness/fairnessOf';
import { numberFairnessTable } from '#/core/fairness/fairnessTable';
import { numberFairness } from '#/core/fairness/numberFairness';
import type { Run } from '#/core/protocol/model';
import type { Interval } from '#/core/stats/ratioInterval';
import type { NumberPredictions } from '#/core/tasks/regression';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { toDelimited } from '#/ui/components/delimited';
import { Panel } from '#/ui/components/Panel';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import evaluation from '../evaluation.module.css';
import classes from '../judging.module.css';
import styles from './fairness.module.css';
import { GroupNotes } from './GroupNotes';
import { GroupSelect } from './GroupSelect';
import { useGroups } from './useGroups';
import { WideTable } from './WideTable';

export function NumberFairnessPanel({ run, judged }: { run: Run; judged: NumberPredictions }) {
  const grouped = useGroups(run, judged.rows);
  const found = useMemo(
    () => numberFairness(judged, groupsOf(grouped.segments ?? [])),
    [judged, grouped.segments],
  );
  const save = () =>
    saveFile(
      `${safeFileName(`${run.name}-groups-of-${grouped.field?.name}`)}.csv`,
      toDelimited(numberFairnessTable(found)),
      'text/csv',
    );
  return (
    <Panel title="Fairness between groups" actions={<GroupSelect {...grouped} />}>
      <GroupNotes grouped={grouped}>
        <p className={classes.verdict}>
          {Number.isNaN(found.maeDifference)
            ? 'Fewer than two groups have 10 rows: they are not compared.'
            : `Between groups the mean absolute error differs by ${formatNumber(found.maeDifference)} (the smallest is ${formatNumber(found.maeRatio, 2)} of the largest), the mean error by ${formatNumber(found.meanErrorDifference)}.`}
        </p>
        <WideTable label="Errors by group" className={styles.rates}>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Rows</th>
              <th scope="col">Predicted less true (95 %)</th>
              <th scope="col">Mean absolute error (95 %)</th>
              <th scope="col">RMSE</th>
              <th scope="col">Mean of the true</th>
            </tr>
          </thead>
          <tbody>
            {[...found.groups, found.total].map((group, i) => (
              <tr
                key={i === found.groups.length ? '' : ` ${group.label}`}
                className={i === found.groups.length ? styles.total : undefined}
              >
                <th scope="row" className={styles.name} title={group.label}>
                  {group.label || '(empty)'}
                  {group.small && <small className={styles.few}>few</small>}
                </th>
                <td>{formatCount(group.rows)}</td>
                <Figure value={group.meanError} interval={group.meanErrorInterval} />
                <Figure value={group.mae} interval={group.maeInterval} />
                <td>{formatNumber(group.rmse)}</td>
                <td>{formatNumber(group.meanTruth)}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
        {found.leftOut.length > 0 && (
          <p className={evaluation.warning}>
            Fewer than 10 rows, so not compared: {found.leftOut.map((label) => label || '(empty)').join(', ')}
            .
          </p>
        )}
        <div className={evaluation.foot}>
          <span className="quiet">Intervals are of rows drawn anew, seeded.</span>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFileTypeCsv size={16} />}
            onClick={save}
          >
            Save as CSV
          </Button>
        </div>
      </GroupNotes>
    </Panel>
  );
}

const Figure = ({ value, interval }: { value: number; interval?: Interval }) => (
  <td>
    {formatNumber(value)}
    {interval && (
      <small>
        {formatNumber(interval.low)} to {formatNumber(interval.high)}
      </small>
    )}
  </td>
);
