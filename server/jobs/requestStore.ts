/**
 * What waits for a runner: requests that are answered at once, and jobs. A runner has one by a lease that ends when it is
 * silent; then another takes it over. Of two that ask at the same time, in whatever process, one gets it.
 */
import type { Database, Row } from '../db/sql';

export interface NewRequest {
  who: string;
  method: string;
  path: string;
  contentType: string;
  body: Uint8Array;
  isJob: boolean;
  /** The same key again is the same job. */
  key?: string;
  onlyRunner?: string;
}

export type RequestStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface StoredJob {
  id: string;
  status: RequestStatus;
  /** As the runner told it last: JSON. */
  job: string | null;
  studioJob: string | null;
  runner: string | null;
  createdAt: string;
  path: string;
}

export interface Leased {
  id: string;
  method: string;
  path: string;
  contentType: string;
  body: string;
  isJob: boolean;
  attempts: number;
  studioJob: string | null;
}

export interface GivenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A job that ended so many runners is not given to another. */
const mostAttempts = 5;
/** A runner that was heard of in so long is there. */
const seenForMs = 45_000;
const jobFields = `id, status, job, studio_job as "studioJob", runner, created_at::text as "createdAt", path`;

export function createRequestStore(db: Database, leaseMs: number) {
  const lease = `now() + ${Math.round(leaseMs)} * interval '1 millisecond'`;
  return {
    async add(workspace: string, given: NewRequest): Promise<string> {
      const [row] = await db.all<{ id: string }>(
        `insert into requests (workspace_id, who, method, path, content_type, body, is_job, key, only_runner)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (workspace_id, key) where key is not null do update set key = excluded.key returning id`,
        [
          workspace,
          given.who,
          given.method,
          given.path,
          given.contentType,
          given.body,
          given.isJob,
          given.key ?? null,
          given.onlyRunner ?? null,
        ],
      );
      return row?.id ?? '';
    },

    async lease(workspace: string, runner: string, takesJobs: boolean): Promise<Leased | undefined> {
      await db.all(
        `update requests set status = 'failed', job = $2 where workspace_id = $1 and status = 'running'
         and lease_until < now() and attempts >= ${mostAttempts}`,
        [workspace, JSON.stringify(lostTooOften)],
      );
      const [row] = await db.all<Omit<Leased, 'body'> & Row & { body: Uint8Array }>(
        `update requests set status = 'running', runner = $2, attempts = attempts + 1, lease_until = ${lease}
         where id = (
           select id from requests where workspace_id = $1 and (is_job = false or $3) and (only_runner is null or only_runner = $2)
           and (status = 'queued' or (status = 'running' and lease_until < now()))
           order by is_job, created_at limit 1 for update skip locked)
         returning id, method, path, content_type as "contentType", body, is_job as "isJob", attempts, studio_job as "studioJob"`,
        [workspace, runner, takesJobs],
      );
      return row && { ...row, body: Buffer.from(row.body).toString('base64') };
    },

    async seen(workspace: string, runner: string): Promise<void> {
      await db.all(
        `insert into runners (workspace_id, name, seen_at) values ($1, $2, now())
         on conflict (workspace_id, name) do update set seen_at = now()`,
        [workspace, runner],
      );
    },

    async runners(workspace: string): Promise<{ name: string; seen_at: string }[]> {
      return await db.all(
        `select name, seen_at::text as seen_at from runners where workspace_id = $1
         and seen_at > now() - ${seenForMs} * interval '1 millisecond' order by name`,
        [workspace],
      );
    },

    /** false: it is not this runner's any more. */
    async beat(workspace: string, id: string, runner: string, told: Beat): Promise<boolean> {
      return await db.transaction(async (sql) => {
        const rows = await sql.all(
          `update requests set lease_until = ${lease}, job = coalesce($4, job), studio_job = coalesce($5, studio_job),
           status = coalesce($6, status), answer_status = coalesce($7, answer_status), answer_body = coalesce($8, answer_body)
           where workspace_id = $1 and id = $2 and runner = $3 and status = 'running' returning id`,
          [
            workspace,
            id,
            runner,
            told.job ?? null,
            told.studioJob ?? null,
            told.ended ?? null,
            told.accepted?.status ?? null,
            told.accepted?.body ?? null,
          ],
        );
        if (rows.length === 0) return false;
        for (const { epoch, data } of told.epochs)
          await sql.all(
            `insert into job_epochs (request_id, epoch, data) values ($1, $2, $3)
             on conflict (request_id, epoch) do update set data = excluded.data`,
            [id, epoch, data],
          );
        return true;
      });
    },

    async answer(workspace: string, id: string, runner: string, given: GivenAnswer): Promise<boolean> {
      const rows = await db.all(
        `update requests set status = 'completed', answer_status = $4, answer_headers = $5, answer_body = $6
         where workspace_id = $1 and id = $2 and runner = $3 and status = 'running' returning id`,
        [workspace, id, runner, given.status, JSON.stringify(given.headers), given.body],
      );
      return rows.length > 0;
    },

    async answerOf(id: string): Promise<GivenAnswer | undefined> {
      const [row] = await db.all<{ status: number | null; headers: string | null; body: Uint8Array | null }>(
        `select answer_status as status, answer_headers as headers, answer_body as body from requests where id = $1
         and answer_status is not null`,
        [id],
      );
      if (!row) return undefined;
      const headers = JSON.parse(row.headers ?? '{}') as Record<string, string>;
      return { status: row.status ?? 500, headers, body: row.body ?? new Uint8Array() };
    },

    /** What is answered is not kept; nor what nobody waits for any more. */
    async forget(workspace: string, id: string): Promise<void> {
      await db.all(
        `delete from requests where workspace_id = $1 and is_job = false
         and (id = $2 or created_at < now() - interval '10 minutes')`,
        [workspace, id],
      );
    },

    async job(workspace: string, id: string): Promise<StoredJob | undefined> {
      const [row] = await db.all<StoredJob & Row>(
        `select ${jobFields} from requests where workspace_id = $1 and id::text = $2 and is_job`,
        [workspace, id],
      );
      return row;
    },

    async jobs(workspace: string): Promise<StoredJob[]> {
      return await db.all<StoredJob & Row>(
        `select ${jobFields} from requests where workspace_id = $1 and is_job order by created_at desc limit 1000`,
        [workspace],
      );
    },

    async epochs(id: string, after: number): Promise<{ epoch: number; data: string }[]> {
      return await db.all(
        'select epoch, data from job_epochs where request_id = $1 and epoch > $2 order by epoch',
        [id, after],
      );
    },

    async cancel(workspace: string, id: string): Promise<void> {
      await db.all(
        `update requests set status = 'cancelled' where workspace_id = $1 and id::text = $2 and is_job
         and status in ('queued', 'running')`,
        [workspace, id],
      );
    },
  };
}

export interface Beat {
  job?: string;
  studioJob?: string;
  ended?: RequestStatus;
  /** What the studio said when the job was submitted there. */
  accepted?: { status: number; body: Uint8Array };
  epochs: readonly { epoch: number; data: string }[];
}

export type RequestStore = ReturnType<typeof createRequestStore>;

const lostTooOften = {
  error: {
    code: 'workerDied',
    message: `${mostAttempts} runners ended while they were at this job.`,
    hint: 'Look at what they wrote; smaller batches or another family need less memory. Then submit it again.',
  },
};
