/** What went to other hosts and what came; which are allowed; what is kept of it. */
import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { run } from '#/app/run';
import { useStore } from 'zustand';
import { notifyError } from '#/app/stores/notices';
import { syncingStore } from '#/app/stores/syncing';
import { bytesText } from '#/core/bytesText';
import { useCommand } from '#/ui/useCommand';
import { BytesText } from '../../components/BytesText';
import { ErrorNote } from '../../components/ErrorNote';
import { Panel } from '../../components/Panel';
import { TimeAgo } from '../../components/TimeAgo';
import { formatCount } from '../../charts/formatNumber';
import styles from './SettingsPage.module.css';

export function HostsPanel() {
  // Sharing allows a host, and speaks to it.
  const phase = useStore(syncingStore, (state) => state.phase);
  const { data, error, reload } = useCommand('sources.list', {}, phase);
  const act = (work: Promise<unknown>) =>
    void work.catch((thrown) => notifyError('That did not work', thrown)).finally(reload);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return null;
  const { allowed, traffic, kept, keptKeys } = data;
  const keptBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Panel title="Other hosts">
      <p className={styles.small}>
        {allowed.length === 0
          ? 'No host is allowed: this studio speaks only to the address it came from.'
          : 'Files may be fetched from these, and from no others:'}
      </p>
      {allowed.length > 0 && (
        <ul className={styles.hosts} aria-label="Allowed hosts">
          {allowed.map(({ host }) => (
            <li key={host}>
              <span>{host}</span>
              <ActionIcon
                aria-label={`Allow ${host} no more`}
                onClick={() => act(run('sources.revoke', { host }))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {traffic.length === 0 ? (
        <p className={styles.small}>Nothing was ever fetched, and nothing left.</p>
      ) : (
        <table className={styles.traffic}>
          <caption className={styles.small}>What left (addresses, headers) and what came</caption>
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">Requests</th>
              <th scope="col">Left</th>
              <th scope="col">Came</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {traffic.map(({ host, requests, up, down, at }) => (
              <tr key={host}>
                <th scope="row">{host}</th>
                <td className="num">{formatCount(requests)}</td>
                <td>
                  <BytesText value={up} />
                </td>
                <td>
                  <BytesText value={down} />
                </td>
                <td>
                  <TimeAgo at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kept.length > 0 && (
        <p className={styles.small}>
          {formatCount(kept.length)} fetched {kept.length === 1 ? 'file is' : 'files are'} kept (
          {bytesText(keptBytes)}), so that the same is not fetched twice.
        </p>
      )}
      {keptKeys.length > 0 && (
        <ul className={styles.hosts} aria-label="Kept keys">
          {keptKeys.map((place) => (
            <li key={place}>
              <span>Keys of {place}</span>
              <ActionIcon
                aria-label={`Forget the keys of ${place}`}
                onClick={() => act(run('sources.forget', { what: 'keys', place }))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        {kept.length > 0 && (
          <Button variant="default" onClick={() => act(run('sources.forget', { what: 'files' }))}>
            Forget fetched files
          </Button>
        )}
        {traffic.length > 0 && (
          <Button variant="subtle" onClick={() => act(run('sources.forget', { what: 'traffic' }))}>
            Clear this list
          </Button>
        )}
      </div>
    </Panel>
  );
}
