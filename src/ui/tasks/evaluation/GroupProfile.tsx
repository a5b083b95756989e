/** What sets each group apart from all rows, in words. */
import { Skeleton } from '@mantine/core';
import { type CSSProperties, useMemo } from 'react';
import { traitsOf } from '#/core/clusters/profile';
import { traitWords } from '#/core/clusters/traitWords';
import type { Run } from '#/core/protocol/model';
import type { GroupPredictions } from '#/core/tasks/clustering';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';
import styles from './groups.module.css';
import { useToldColumns } from './useToldColumns';

export function GroupProfile({
  run,
  judged,
  colors,
}: {
  run: Run;
  judged: GroupPredictions;
  colors: readonly string[];
}) {
  const { labels, group } = judged;
  const { told, error } = useToldColumns(run, judged.rows);
  const found = useMemo(() => {
    if (!told) return undefined;
    const own = told.places.map((place) => group[place] as number);
    const counts = labels.map((_, label) => own.filter((one) => one === label).length);
    return traitsOf(told.columns, own, labels.length).map((traits, label) => ({
      traits,
      rows: counts[label] ?? 0,
    }));
  }, [told, group, labels]);
  return (
    <Panel title="What sets each group apart">
      {error !== undefined && (
        <p className={classes.warning}>The rows cannot be read: {errorInfoOf(error).message}</p>
      )}
      {!found && error === undefined && <Skeleton h={160} />}
      <div className={styles.cards}>
        {found?.map(({ traits, rows }, label) => (
          <section
            key={labels[label]}
            className={styles.card}
            style={{ '--group': colors[label] } as CSSProperties}
            aria-label={labels[label]}
          >
            <h3>{labels[label]}</h3>
            <span className="quiet">{rows === 0 ? 'no row here' : `${formatCount(rows)} rows`}</span>
            {traits.length > 0 && (
              <ul>
                {traits.map((trait) => (
                  <li key={trait.column}>
                    {traitWords(trait, formatNumber)}{' '}
                    <small title="Standardised difference: in standard deviations of all rows">
                      ({trait.apart > 0 ? '+' : '−'}
                      {Math.abs(trait.apart).toFixed(1)} sd)
                    </small>
                  </li>
                ))}
              </ul>
            )}
            {rows > 0 && traits.length === 0 && (
              <p className={classes.below}>In every column alone it is as all rows are.</p>
            )}
          </section>
        ))}
      </div>
    </Panel>
  );
}
