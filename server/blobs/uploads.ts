/**
 * Of several processes over one folder, one writes a blob at a time: it holds the blob in the database by a lease, which
 * ends with the process. One process alone needs none (the store knows what it is at).
 */
import type { Database } from '../db/sql';
import { isArriving } from './blobStore';

export interface Uploads {
  /** Throws where another holds it. Answers how to let go. */
  hold(workspace: string, hash: string): Promise<() => Promise<void>>;
}

const leaseSeconds = 15;
const renewMs = 5000;

export function createUploads(db: Database, isShared: boolean): Uploads {
  if (!isShared) return { hold: async () => async () => {} };
  return {
    async hold(workspace, hash) {
      const holder = crypto.randomUUID();
      const until = `now() + ${leaseSeconds} * interval '1 second'`;
      const [row] = await db.all(
        `insert into uploads (workspace_id, hash, holder, until) values ($1, $2, $3, ${until})
         on conflict (workspace_id, hash) do update set holder = excluded.holder, until = excluded.until
         where uploads.until < now() returning holder`,
        [workspace, hash, holder],
      );
      if (!row) throw isArriving();
      const mine = [workspace, hash, holder];
      const which = 'where workspace_id = $1 and hash = $2 and holder = $3';
      const renewing = setInterval(() => {
        db.all(`update uploads set until = ${until} ${which}`, mine).catch(() => {});
      }, renewMs);
      return async () => {
        clearInterval(renewing);
        // What is not let go ends by itself.
        await db.all(`delete from uploads ${which}`, mine).catch(() => {});
      };
    },
  };
}
