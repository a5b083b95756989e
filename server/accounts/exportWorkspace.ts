/**
 * All that a workspace is, as one tar archive that is written while it is read: `workspace.json` (its name, members and
 * invitations, without secrets), `log/` (lines of JSON, in the order of their numbers), `requests/` with what runners told
 * of jobs, `audit.jsonl`, and `blobs/` under their SHA-256.
 */
import type { BlobStore } from '../blobs/blobStore';
import type { Database, Row } from '../db/sql';
import { readEntries } from '../log/fieldLog';
import { tarEnd, tarHead, tarPadding } from './tar';

const perFile = 1000;

export async function* exportWorkspace(
  db: Database,
  blobs: BlobStore,
  workspace: string,
): AsyncGenerator<Uint8Array> {
  const text = function* (name: string, content: string) {
    const bytes = Buffer.from(content);
    yield tarHead(name, bytes.length);
    yield bytes;
    yield tarPadding(bytes.length);
  };
  const rows = (from: string) => db.all<Row>(from, [workspace]);
  const [about] = await rows('select id, name, created_at::text from workspaces where id = $1');
  const whole = {
    ...about,
    exported_at: new Date().toISOString(),
    members: await rows(
      'select users.id, users.name, role from members join users on users.id = user_id where workspace_id = $1 order by name',
    ),
    invites: await rows('select role, expires_at::text from invites where workspace_id = $1 order by 2'),
    runners: await rows('select name, seen_at::text from runners where workspace_id = $1 order by 1'),
  };
  yield* text('workspace.json', `${JSON.stringify(whole, null, 2)}\n`);
  for (let after = 0, file = 1; ; file++) {
    const entries = await readEntries(db, workspace, after, perFile);
    if (entries.length === 0) break;
    yield* text(`log/${numbered(file)}.jsonl`, linesOf(entries));
    after = entries.at(-1)?.seq ?? after;
  }
  for (const { id } of await rows('select id from requests where workspace_id = $1 order by created_at')) {
    const [request] = await db.all<Row>(
      `select id, who, method, path, content_type, encode(body, 'base64') as body, is_job, status, runner, attempts, job,
       studio_job, answer_status, answer_headers, encode(answer_body, 'base64') as answer_body, created_at::text
       from requests where id = $1`,
      [id],
    );
    const epochs = await db.all<{ data: string }>(
      'select data from job_epochs where request_id = $1 order by epoch',
      [id],
    );
    const told = epochs.map(({ data }) => JSON.parse(data) as unknown);
    if (request) yield* text(`requests/${String(id)}.json`, JSON.stringify({ ...request, epochs: told }));
  }
  yield* text(
    'audit.jsonl',
    linesOf(
      await rows(
        'select seq::float8 as seq, at, who, what, target, before, hash from audit where workspace_id = $1 order by seq',
      ),
    ),
  );
  for (let after = ''; ; ) {
    const page = await db.all<{ hash: string; bytes: number }>(
      'select hash, bytes::float8 as bytes from blobs where workspace_id = $1 and hash > $2 order by hash limit $3',
      [workspace, after, perFile],
    );
    if (page.length === 0) break;
    for (const { hash, bytes } of page) {
      yield tarHead(`blobs/${hash}`, bytes);
      if (bytes > 0) yield* blobs.read(workspace, hash, 0, bytes - 1);
      yield tarPadding(bytes);
      after = hash;
    }
  }
  yield tarEnd;
}

const numbered = (file: number) => String(file).padStart(6, '0');
const linesOf = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
