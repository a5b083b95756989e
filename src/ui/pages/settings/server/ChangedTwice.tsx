import { Button } from '@mantine/core';
import type { CommandOutput } from '#/app/run';
import { TimeAgo } from '../../../components/TimeAgo';
import styles from '../SettingsPage.module.css';

type Conflict = CommandOutput<'server.status'>['conflicts'][number];

/** Fields that were changed here and elsewhere between two meetings: the later change was kept, the other is told. */
export function ChangedTwice({ conflicts, onForget }: { conflicts: Conflict[]; onForget: () => void }) {
  if (conflicts.length === 0) return null;
  return (
    <section aria-label="Changed on both sides">
      <table className={styles.traffic}>
        <caption className={styles.small}>Changed on both sides at once; the later change was kept</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Here</th>
            <th scope="col">There</th>
            <th scope="col">Kept</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.slice(0, 50).map(({ at, record, name, field, mine, theirs, kept }) => (
            <tr key={`${record} ${field} ${at}`}>
              <th scope="row">
                {name}: {field}
              </th>
              <td title={mine}>{mine.slice(0, 40)}</td>
              <td title={theirs}>{theirs.slice(0, 40)}</td>
              <td>{kept === 'mine' ? 'here' : 'there'}</td>
              <td>
                <TimeAgo at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button variant="subtle" size="compact-sm" onClick={onForget}>
        Clear this list
      </Button>
    </section>
  );
}
