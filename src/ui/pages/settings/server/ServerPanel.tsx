/** A sync server that this studio shares with: none, until somebody names one. */
import { useStore } from 'zustand';
import { syncingStore } from '#/app/stores/syncing';
import { ErrorNote } from '../../../components/ErrorNote';
import { Panel } from '../../../components/Panel';
import { useCommand } from '../../../useCommand';
import { ConnectForm } from './ConnectForm';
import { SharedWith } from './SharedWith';

export function ServerPanel() {
  // Counted anew each time it has met the server.
  const phase = useStore(syncingStore, (state) => state.phase);
  const { data, error, reload } = useCommand('server.status', {}, phase);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return null;
  return (
    <Panel title="Sharing">
      {data.connection ? (
        <SharedWith status={data} connection={data.connection} reload={reload} />
      ) : (
        <ConnectForm onConnected={reload} />
      )}
    </Panel>
  );
}
