/** Everything put together: the database, the blobs, the handlers of the table. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountHandlers } from './accounts/accountHandlers';
import { workspaceHandlers } from './accounts/workspaceHandlers';
import { blobHandlers } from './blobs/blobHandlers';
import { createBlobStore } from './blobs/blobStore';
import { createUploads } from './blobs/uploads';
import { sweep, type Swept } from './blobs/sweep';
import type { Config } from './config';
import { openDatabase } from './db/sql';
import { json } from './http/ask';
import { createFigures } from './http/figures';
import type { Answer } from './http/listen';
import { createRouter, type Handlers } from './http/router';
import { createHub } from './jobs/hub';
import { createJobEvents } from './jobs/jobEvents';
import { createRequestStore } from './jobs/requestStore';
import { restHandlers } from './jobs/restHandlers';
import { runnerHandlers } from './jobs/runnerHandlers';
import { mlflowHandlers } from './mlflow/mlflowHandlers';
import { logHandlers } from './log/logHandlers';
import { serverOpenapi } from './openapi/serverOpenapi';

export interface SyncServer {
  answer: Answer;
  db: Awaited<ReturnType<typeof openDatabase>>;
  /** Files that no row speaks of. */
  sweep(): Promise<Swept>;
  close(): Promise<void>;
}

export interface Hooks {
  log?(line: object): void;
  /** Of scrypt, for tests. */
  passwordCost?: number;
  now?(): number;
}

export async function openServer(
  config: Config,
  { log, passwordCost, now }: Hooks = {},
): Promise<SyncServer> {
  const db = await openDatabase(config);
  const folder = config.folder ?? mkdtempSync(join(tmpdir(), 'tetrad-'));
  const store = createBlobStore(join(folder, 'blobs'));
  const figures = createFigures();
  const hub = createHub();
  let document: ReturnType<typeof serverOpenapi> | undefined;
  const requests = createRequestStore(db, config.leaseMs);
  const handlers: Handlers = {
    health: async () => json({ status: 'ok' }),
    ready: async () => {
      await db.all('select 1');
      return json({ status: 'ready' });
    },
    metrics: async () =>
      new Response(figures.text(), { headers: { 'content-type': 'text/plain; version=0.0.4' } }),
    openapi: async () => json(await (document ??= serverOpenapi())),
    ...accountHandlers(db, config, passwordCost),
    ...workspaceHandlers(db, store, config),
    ...blobHandlers(db, store, createUploads(db, config.databaseUrl !== undefined), config),
    ...logHandlers(db, config, now),
    ...mlflowHandlers(db, config),
    ...runnerHandlers(requests, hub, config),
    ...restHandlers(requests, createJobEvents(requests, hub), hub, config),
  };
  return {
    answer: createRouter({ db, config, handlers, figures, log }),
    db,
    sweep: () => sweep(db, store),
    close: async () => {
      await db.close();
      if (config.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
