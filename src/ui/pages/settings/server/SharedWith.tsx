/** What is shared with the server, what waits, what was changed on both sides, and who else is there. */
import { Button, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { type CommandOutput, run } from '#/app/run';
import { syncingStore } from '#/app/stores/syncing';
import { formatCount } from '../../../charts/formatNumber';
import { ErrorNote } from '../../../components/ErrorNote';
import { TimeAgo } from '../../../components/TimeAgo';
import { useAttempt } from '../../../useAttempt';
import styles from '../SettingsPage.module.css';
import { ChangedTwice } from './ChangedTwice';
import { People } from './People';
import { ShareChoice } from './ShareChoice';

type Status = CommandOutput<'server.status'>;

interface Props {
  status: Status;
  connection: NonNullable<Status['connection']>;
  reload: () => void;
}

export function SharedWith({ status, connection, reload }: Props) {
  const { toSend, toStore, lastSyncedAt, conflicts, error } = status;
  const { phase, message } = useStore(syncingStore);
  const attempt = useAttempt();
  const act = (work: () => Promise<unknown>) =>
    attempt.attemptIt(async () => {
      await work().finally(reload);
    });
  return (
    <Stack gap="sm">
      <dl className={styles.facts}>
        <dt>Server</dt>
        <dd>{connection.url}</dd>
        <dt>Workspace</dt>
        <dd>{connection.workspaceName}</dd>
        <dt>You</dt>
        <dd>
          {connection.user}, {connection.role}
        </dd>
        <dt>Waits to be sent</dt>
        <dd className="num">{formatCount(toSend)}</dd>
        <dt>Waits to be stored here</dt>
        <dd className="num">{formatCount(toStore)}</dd>
        <dt>Last met</dt>
        <dd>{lastSyncedAt === null ? 'never' : <TimeAgo at={lastSyncedAt} />}</dd>
      </dl>
      <p className={styles.small} role="status">
        {phase === 'offline' ? 'The server cannot be reached; what changes here waits.' : message}
      </p>
      {error && <ErrorNote error={error} />}
      {attempt.error === undefined ? null : <ErrorNote error={attempt.error} />}
      <ShareChoice share={connection.share} reload={reload} />
      <ChangedTwice conflicts={conflicts} onForget={() => act(() => run('server.forgetConflicts', {}))} />
      <People isOwner={connection.role === 'owner'} />
      <div className={styles.buttons}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={attempt.busy || phase === 'syncing'}
          onClick={() => act(() => run('server.sync', {}))}
        >
          Sync now
        </Button>
        <Button variant="subtle" onClick={() => act(() => run('server.disconnect', {}))}>
          Disconnect
        </Button>
      </div>
    </Stack>
  );
}
