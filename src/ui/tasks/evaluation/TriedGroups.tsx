/** The numbers of groups that were tried, and what each came to. */
import type { Run } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import classes from './evaluation.module.css';
import styles from './groups.module.css';

const shown = [
  { name: 'valSilhouette', title: 'Silhouette, validation' },
  { name: 'trainSilhouette', title: 'Silhouette, training' },
  { name: 'inertia', title: 'Within-group sum of squares' },
  { name: 'bic', title: 'BIC' },
];

export function TriedGroups({ run, groups }: { run: Run; groups: number }) {
  const { data } = useCommand('runs.metrics', { runId: run.id });
  const series = new Map(data?.series.map(({ name, points }) => [name, points.map(({ value }) => value)]));
  const counts = series.get('groups') ?? [];
  if (counts.length < 2) return null;
  const told = shown.flatMap(({ name, title }) => {
    const values = series.get(name);
    return values?.length === counts.length ? [{ title, values }] : [];
  });
  return (
    <Panel title="How many groups">
      <table className={styles.why}>
        <thead>
          <tr>
            <th scope="col">Groups</th>
            {told.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((count, at) => (
            <tr key={count}>
              <th scope="row">
                {count}
                {count === groups ? ', taken' : ''}
              </th>
              {told.map(({ title, values }) => (
                <td key={title}>
                  {count === groups ? <strong>{formatNumber(values[at])}</strong> : formatNumber(values[at])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.below}>
        A sum of squares falls with every further group; where it stops falling steeply (the elbow) is another
        hint. To have another number, set it under Groups and train again.
      </p>
    </Panel>
  );
}
