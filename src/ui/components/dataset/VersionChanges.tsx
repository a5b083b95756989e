/** What a version of a dataset changed in the one before it: columns, rows, what its kind keeps, and the first cells. */
import { Skeleton } from '@mantine/core';
import type { VersionDiff } from '#/core/protocol/versionDiff';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import classes from './dataset.module.css';

const mostCells = 12;

export default function VersionChanges({
  from,
  to,
}: {
  from: { id: string; number: number };
  to: { id: string; number: number };
}) {
  const { data, error } = useCommand('datasets.diff', { from: from.id, to: to.id });
  const title = `What version ${to.number} changed in version ${from.number}`;
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return <Skeleton h={64} aria-label={title} />;
  const lines = linesOf(data);
  const cells = data.changes.slice(0, mostCells);
  return (
    <section className={classes.versionChanges} aria-label={title}>
      {lines.length === 0 && cells.length === 0 && <p className="quiet">Nothing: they hold the same.</p>}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {cells.length > 0 && (
        <div className={classes.changedCells}>
          <table>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">Was</th>
                <th scope="col">Is</th>
              </tr>
            </thead>
            <tbody>
              {cells.map(({ after, column, was, is }) => (
                <tr key={`${after} ${column}`}>
                  <td className="num">{formatCount(after + 1)}</td>
                  <td>{column}</td>
                  <td>{was ?? <span className="quiet">missing</span>}</td>
                  <td>{is ?? <span className="quiet">missing</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.changes.length > cells.length && (
        <p className="quiet">The first {mostCells} of the cells that changed.</p>
      )}
    </section>
  );
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
const counted = (count: number, word: string): string =>
  `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;

function linesOf({ columns, rows, data }: VersionDiff): string[] {
  const matched = { key: `by “${rows.key}”`, place: 'by their place', content: 'by all they hold' }[rows.by];
  const some = rows.added + rows.removed + rows.changed > 0;
  return [
    ...(columns.added.length > 0 ? [`Columns added: ${quoted(columns.added)}`] : []),
    ...(columns.removed.length > 0 ? [`Columns removed: ${quoted(columns.removed)}`] : []),
    ...columns.renamed.map((one) => `“${one.from}” is called “${one.to}”`),
    ...columns.retyped.map(({ name, from, to }) => `“${name}” is ${to}, was ${from}`),
    ...columns.roles.map(({ name, from, to }) => `“${name}” is used as ${to}, was ${from}`),
    ...(some
      ? [
          `${counted(rows.added, 'row')} added, ${formatCount(rows.removed)} removed, ${formatCount(rows.changed)} changed; matched ${matched}`,
        ]
      : []),
    ...data.map(({ path, was, is }) => `${path}: ${is ?? 'gone'}, was ${was ?? 'not there'}`),
  ];
}
