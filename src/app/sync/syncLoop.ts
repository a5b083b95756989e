/**
 * Meets the server again and again, in one tab at a time, while this studio is connected with one. Without a connection
 * nothing of this runs. What breaks is tried again, ever more rarely; what is refused is told and waits for a person.
 */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { ifFree } from '#/storage/locks';
import type { AppServices } from '../services';
import { syncingStore } from '../stores/syncing';
import { withServer } from './connection';
import { readConnection } from './readConnection';
import { type SyncOutcome, syncRound } from './syncRound';

/** Runs that are trained here for the server. */
export const lentRuns = new Set<string>();

const everyMs = 15_000;
const atMostEveryMs = 5 * 60_000;

/** undefined: another tab is at it, or there is no server. */
export async function syncOnce(services: AppServices): Promise<SyncOutcome | undefined> {
  const { storage } = services;
  const connection = await readConnection(storage.settings);
  if (!connection) {
    syncingStore.setState({ phase: 'off', message: '', error: undefined });
    return undefined;
  }
  return await ifFree('tetrad-sync', async () => {
    syncingStore.setState({ phase: 'syncing', message: 'Looking what changed', progress: 0 });
    try {
      const store = await storage.sync();
      const outcome = await withServer(services, connection, (api) =>
        syncRound({
          storage,
          store,
          api,
          connection,
          lent: lentRuns,
          report: (message, done, total) =>
            syncingStore.setState({
              message: `${message} ${done + 1} of ${total}`,
              progress: total > 0 ? done / total : 0,
            }),
        }),
      );
      await store.setState({ lastSyncedAt: Date.now() });
      const [refused] = outcome.refused;
      syncingStore.setState({ phase: 'resting', message: '', progress: 1, error: refused?.toInfo() });
      return outcome;
    } catch (thrown) {
      const error = toErrorInfo(thrown);
      const phase = error.code === 'offline' || error.code === 'workerDied' ? 'offline' : 'stopped';
      syncingStore.setState({ phase, message: '', progress: 0, error });
      throw thrown instanceof TetradError ? thrown : new TetradError(error, { cause: thrown });
    }
  });
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Once more may be called: it goes on from now. */
export function startSync(services: AppServices): void {
  clearTimeout(timer);
  let waitMs = everyMs;
  const round = async () => {
    const worked = await syncOnce(services).then(
      () => true,
      () => false,
    );
    waitMs = worked ? everyMs : Math.min(2 * waitMs, atMostEveryMs);
    if (syncingStore.getState().phase !== 'off') timer = setTimeout(() => void round(), waitMs);
  };
  timer = setTimeout(() => void round(), 0);
}

export const stopSync = (): void => {
  clearTimeout(timer);
  syncingStore.setState({ phase: 'off', message: '', error: undefined, progress: 0 });
};
