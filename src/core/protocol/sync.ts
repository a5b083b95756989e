/** What a studio shares with a server, and what came of it. */
import type { RecordTable } from './workspace';

export interface SharePolicy {
  /** chosen: only these, with what belongs to them. */
  what: 'all' | 'chosen';
  datasetIds: string[];
  modelIds: string[];
  /** Rows stay here: models, runs and what they logged are shared without them. */
  withoutData?: boolean;
}

/** Kept in this browser, with the token. */
export interface ServerConnection {
  url: string;
  user: string;
  token: string;
  workspaceId: string;
  workspaceName: string;
  role: string;
  share: SharePolicy;
}
export const connectionKey = 'server.connection';

/** Two changed the same field apart; the later one counts. */
export interface SyncConflict {
  at: number;
  table: string;
  record: string;
  name: string;
  field: string;
  mine: string;
  theirs: string;
  kept: 'mine' | 'theirs';
}

/** One field of one record, as the log of a server has it. */
export interface FieldEntry {
  kind: string;
  record: string;
  field: string;
  value: unknown;
  clock: string;
}

export interface FieldState {
  text: string;
  clock: string;
  /** What is stored here; absent: not here yet. */
  base?: string;
  /** Not at the server yet. */
  pending?: boolean;
}

/** What is known of one record, here and there. */
export interface MirrorRow {
  kind: string;
  record: string;
  fields: Record<string, FieldState>;
  /** 1: something is to be sent, or to be stored here. Numbers, to be found by. */
  toSend: 0 | 1;
  toApply: 0 | 1;
}

export interface SyncState {
  /** Of the log, the last number that was read. */
  after: number;
  /** Of this studio, in clocks. */
  device: string;
  clock?: string;
  /** Which workspace and which data all this is about; others begin anew. */
  about?: string;
  lastSyncedAt?: number;
}

/** What this studio keeps of the other side: beside its records, in a database of its own. */
export interface SyncStore {
  state(): Promise<SyncState>;
  setState(change: Partial<SyncState>): Promise<void>;
  rows(): Promise<MirrorRow[]>;
  rowsTo(what: 'toSend' | 'toApply'): Promise<MirrorRow[]>;
  row(kind: string, record: string): Promise<MirrorRow | undefined>;
  /** Read, changed and written in one transaction; undefined leaves it. */
  change(kind: string, record: string, next: (row: MirrorRow) => MirrorRow | undefined): Promise<void>;
  counts(): Promise<{ toSend: number; toApply: number }>;
  tell(conflict: SyncConflict): Promise<void>;
  conflicts(): Promise<SyncConflict[]>;
  forgetConflicts(): Promise<void>;
  /** All of it: another workspace, or none. */
  clear(): Promise<void>;
  close(): void;
}

/** A record as it should be; its versions are numbered, the latest one found. */
export interface RecordEdit {
  table: RecordTable;
  id: string;
  /** undefined removes it; the same object leaves it. Called in the transaction: it cannot wait. */
  next(current: object | undefined): object | undefined;
}
