/**
 * Files that no row speaks of: of workspaces that were erased when the server ended in the midst of it, of blobs whose row
 * was never written, of uploads that nobody goes on with. Rows come last when something is made and first when it is
 * erased, so that such files are all that a sudden end can leave.
 */
import type { Database } from '../db/sql';
import type { BlobStore } from './blobStore';

const untouchedMs = 3_600_000;
const arrivingMs = 7 * 24 * 3_600_000;

export interface Swept {
  workspaces: number;
  blobs: number;
  uploads: number;
}

export async function sweep(db: Database, store: BlobStore, now = Date.now()): Promise<Swept> {
  const swept: Swept = { workspaces: 0, blobs: 0, uploads: 0 };
  for (const workspace of await store.workspaces()) {
    const [known] = await db.all('select 1 from workspaces where id::text = $1', [workspace]);
    if (!known) {
      await store.erase(workspace);
      swept.workspaces++;
      continue;
    }
    for await (const { hash, isArriving, changedMs } of store.files(workspace)) {
      if (changedMs > now - (isArriving ? arrivingMs : untouchedMs)) continue;
      if (!isArriving) {
        const [row] = await db.all('select 1 from blobs where workspace_id = $1 and hash = $2', [
          workspace,
          hash,
        ]);
        if (row) continue;
      }
      await store.remove(workspace, hash, isArriving);
      swept[isArriving ? 'uploads' : 'blobs']++;
    }
  }
  return swept;
}
