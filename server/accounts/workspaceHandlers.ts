/** Workspaces: who is in them, as what, and what was done. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { BlobStore } from '../blobs/blobStore';
import type { Config } from '../config';
import type { Database, Row } from '../db/sql';
import { type Ask, bodyOf, json, nowhere, type Person, refused } from '../http/ask';
import { roles } from '../operations';
import { exportWorkspace } from './exportWorkspace';
import { hashToken, newToken } from './secrets';

export const named = z.strictObject({ name: z.string().trim().min(1).max(200) });
export const withRole = z.strictObject({ role: z.enum(roles) });

const lastOwner = () =>
  refused(
    'A workspace has an owner: this is the last one.',
    'path, user',
    'Make somebody else an owner first.',
    409,
  );

export function workspaceHandlers(db: Database, blobs: BlobStore, { mostBodyBytes }: Config) {
  const gone = () => new Response(null, { status: 204 });
  return {
    async listWorkspaces({ person }: Ask) {
      const rows = await db.all<Row>(
        `select workspaces.id, workspaces.name, members.role, workspaces.created_at::text from workspaces
         join members on members.workspace_id = workspaces.id where members.user_id = $1 order by workspaces.created_at`,
        [(person as Person).id],
      );
      return json({ workspaces: rows });
    },

    async createWorkspace({ request, person }: Ask) {
      const { name } = await bodyOf(request, named, mostBodyBytes);
      const id = await db.transaction(async (sql) => {
        const [row] = await sql.all<{ id: string }>(
          'insert into workspaces (name) values ($1) returning id',
          [name],
        );
        await sql.all('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [
          row?.id,
          (person as Person).id,
          'owner',
        ]);
        return row?.id;
      });
      return json({ id, name, role: 'owner' }, 201);
    },

    /** Whole: records, blobs, members, jobs. What was done stays in the audit log. A sudden end leaves files for the sweep. */
    async eraseWorkspace({ params: { workspace = '' } }: Ask) {
      await db.all('delete from workspaces where id = $1', [workspace]);
      await blobs.erase(workspace);
      return gone();
    },

    async exportWorkspace({ params: { workspace = '' } }: Ask) {
      const archive = Readable.from(exportWorkspace(db, blobs, workspace), { objectMode: false });
      return new Response(Readable.toWeb(archive) as unknown as BodyInit, {
        headers: {
          'content-type': 'application/x-tar',
          'content-disposition': `attachment; filename="workspace-${workspace}.tar"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      });
    },

    async listMembers({ params: { workspace } }: Ask) {
      const rows = await db.all<Row>(
        'select users.id, users.name, role from members join users on users.id = user_id where workspace_id = $1 order by name',
        [workspace],
      );
      return json({ members: rows });
    },

    async setMember({ request, params: { workspace, user } }: Ask) {
      const { role } = await bodyOf(request, withRole, mostBodyBytes);
      await db.transaction(async (sql) => {
        await sql.all('select id from workspaces where id = $1 for update', [workspace]);
        const rows = await sql.all(
          'update members set role = $3 where workspace_id = $1 and user_id::text = $2 returning 1',
          [workspace, user, role],
        );
        if (rows.length === 0) throw nowhere('member');
        await mustHaveOwner(sql, workspace);
      });
      return json({ id: user, role });
    },

    async removeMember({ params: { workspace, user } }: Ask) {
      await db.transaction(async (sql) => {
        await sql.all('select id from workspaces where id = $1 for update', [workspace]);
        const rows = await sql.all(
          'delete from members where workspace_id = $1 and user_id::text = $2 returning 1',
          [workspace, user],
        );
        if (rows.length === 0) throw nowhere('member');
        await mustHaveOwner(sql, workspace);
      });
      return gone();
    },

    async invite({ request, params: { workspace } }: Ask) {
      const { role } = await bodyOf(request, withRole, mostBodyBytes);
      const invite = newToken();
      await db.all(
        `insert into invites (hash, workspace_id, role, expires_at) values ($1, $2, $3, now() + interval '7 days')`,
        [hashToken(invite), workspace, role],
      );
      return json({ invite, role, days: 7 }, 201);
    },

    async readAudit({ params: { workspace } }: Ask) {
      const rows = await db.all<Row>(
        'select seq::float8 as seq, at, who, what, target, hash from audit where workspace_id = $1 order by seq desc limit 1000',
        [workspace],
      );
      return json({ lines: rows });
    },
  };
}

async function mustHaveOwner(sql: Pick<Database, 'all'>, workspace: string | undefined): Promise<void> {
  const [owner] = await sql.all(`select 1 from members where workspace_id = $1 and role = 'owner' limit 1`, [
    workspace,
  ]);
  if (!owner) throw lastOwner();
}
