/** Steps of the schema, forwards only: a step that was released is never changed. */
export const migrations: readonly string[] = [
  `
  create table users (
    id uuid primary key default gen_random_uuid(),
    name text not null unique,
    password text not null,
    created_at timestamptz not null default now()
  );
  create table tokens (
    id uuid primary key default gen_random_uuid(),
    hash text not null unique,
    user_id uuid not null references users on delete cascade,
    name text not null,
    scopes text[] not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  );
  create table workspaces (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    seq bigint not null default 0,
    created_at timestamptz not null default now()
  );
  create table members (
    workspace_id uuid not null references workspaces on delete cascade,
    user_id uuid not null references users on delete cascade,
    role text not null,
    primary key (workspace_id, user_id)
  );
  create table invites (
    hash text primary key,
    workspace_id uuid not null references workspaces on delete cascade,
    role text not null,
    expires_at timestamptz not null
  );
  create table blobs (
    workspace_id uuid not null references workspaces on delete cascade,
    hash text not null,
    bytes bigint not null,
    created_at timestamptz not null default now(),
    primary key (workspace_id, hash)
  );
  create table fields (
    workspace_id uuid not null references workspaces on delete cascade,
    kind text not null,
    record text not null,
    field text not null,
    value text,
    clock text not null,
    seq bigint not null,
    primary key (workspace_id, kind, record, field)
  );
  create unique index fields_by_seq on fields (workspace_id, seq);
  create table audit (
    seq bigint generated always as identity primary key,
    at text not null,
    workspace_id uuid,
    who text not null,
    what text not null,
    target text not null,
    before text not null,
    hash text not null
  );
  create function keep() returns trigger language plpgsql as $$ begin raise exception 'The audit log is only added to.'; end $$;
  create trigger audit_is_kept before update or delete on audit for each row execute function keep();
  `,
  `
  create table requests (
    id uuid primary key default gen_random_uuid(),
    workspace_id uuid not null references workspaces on delete cascade,
    who text not null,
    method text not null,
    path text not null,
    content_type text not null,
    body bytea not null,
    is_job boolean not null,
    key text,
    status text not null default 'queued',
    only_runner text,
    runner text,
    attempts int not null default 0,
    lease_until timestamptz,
    answer_status int,
    answer_headers text,
    answer_body bytea,
    job text,
    studio_job text,
    created_at timestamptz not null default now()
  );
  create index requests_by_turn on requests (workspace_id, status, created_at);
  create unique index requests_by_key on requests (workspace_id, key) where key is not null;
  create table job_epochs (
    request_id uuid not null references requests on delete cascade,
    epoch int not null,
    data text not null,
    primary key (request_id, epoch)
  );
  create table runners (
    workspace_id uuid not null references workspaces on delete cascade,
    name text not null,
    seen_at timestamptz not null,
    primary key (workspace_id, name)
  );
  `,
  `
  create table uploads (
    workspace_id uuid not null references workspaces on delete cascade,
    hash text not null,
    holder text not null,
    until timestamptz not null,
    primary key (workspace_id, hash)
  );
  `,
];
