/** One meeting of a studio and a server: what changed here is noted, what changed there is taken, and sent what waits. */
import type { Storage } from '#/core/protocol/storage';
import type { ServerConnection, SyncStore } from '#/core/protocol/sync';
import { createdAtKey } from '#/storage/garbage';
import { type Applied, apply } from './apply';
import { pull } from './pull';
import { push } from './push';
import type { ServerApi } from './serverApi';
import { stamp } from './stamp';

export interface SyncDeps {
  storage: Storage;
  store: SyncStore;
  api: ServerApi;
  connection: Pick<ServerConnection, 'url' | 'workspaceId' | 'share' | 'role'>;
  /** Runs that are trained here for the server. */
  lent?: ReadonlySet<string>;
  now?(): number;
  report?(message: string, done: number, total: number): void;
}

export interface SyncOutcome extends Applied {
  sent: number;
  read: number;
}

export async function syncRound(deps: SyncDeps): Promise<SyncOutcome> {
  const { storage, store, api, connection, report, lent, now = Date.now } = deps;
  const { share, role } = connection;
  await beginWith(deps);
  if (role !== 'viewer') await stamp({ storage, store, share, lent, now });
  const read = await pull(store, api, now);
  const applied = await apply({
    storage,
    store,
    api,
    report: (done, total) => report?.('Receiving', done, total),
  });
  // What is trained here went on meanwhile.
  if (role !== 'viewer' && lent && lent.size > 0) await stamp({ storage, store, share, lent, now });
  const sent =
    role === 'viewer'
      ? 0
      : await push({
          storage,
          store,
          api,
          share,
          lent,
          report: (done, total) => report?.('Sending', done, total),
        });
  return { ...applied, read, sent };
}

/** Another workspace, or data that began anew: nothing of what was known holds. */
async function beginWith({ storage, store, connection }: SyncDeps): Promise<void> {
  const about = `${connection.url} ${connection.workspaceId} ${String(await storage.settings.get(createdAtKey))}`;
  const known = await store.state();
  if (known.about === about) return;
  await store.clear();
  await store.setState({ about, device: known.device });
}
