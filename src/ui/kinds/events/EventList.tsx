/** Events of one entity in the stretch that is shown, as they are written. */
import { useDebouncedValue } from '@mantine/hooks';
import type { EventsData } from '#/core/events/eventsSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { useCommand } from '#/ui/useCommand';
import type { Stretch } from './drawTimeline';
import classes from './events.module.css';

const mostRows = 200;
const longestCell = 200;

export function EventList({
  versionId,
  data,
  entity,
  name,
  view,
}: {
  versionId: string;
  data: EventsData;
  entity: number;
  name: string;
  view: Stretch;
}) {
  const [{ from, to }] = useDebouncedValue(view, 250);
  const { data: seen } = useCommand('datasets.events', { versionId, entity, from, to, most: mostRows });
  if (!seen) return <div className={classes.list} />;
  const isTime = (i: number) => seen.columns[i] === data.layout.time && data.layout.clock === 'date';
  const text = (cell: string | null, i: number) =>
    isTime(i) ? cell?.replace('T', ' ').replace(/(\.000)?Z$/, '') : cell?.slice(0, longestCell);
  return (
    <section aria-label={`Events of ${name}`} className={classes.list}>
      <h3>
        {name}: {formatCount(seen.total)} {seen.total === 1 ? 'event' : 'events'} in view
        {seen.total > seen.rows.length && (
          <span className="quiet">, the first {formatCount(seen.rows.length)} below</span>
        )}
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Rows of ${name}`}>
        <table>
          <thead>
            <tr>
              {seen.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.rows.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: events have no name of their own
              <tr key={r}>
                {row.map((cell, i) => (
                  <td key={seen.columns[i]}>{text(cell, i) ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
