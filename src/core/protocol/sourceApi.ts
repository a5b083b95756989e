/** What the page may ask the fetching worker, the only part of the studio whose policy lets it speak to other hosts. */
import type { FetchedFile, Place, SourceListing } from '../sources/sourceDef';
import type { BlobRef } from './dataset';
import type { ErrorInfo } from './errors';

/** Which hosts a person allowed: the worker reads it itself, whoever asks. */
export const allowedHostsKey = 'sources.allowed';

/** Files that were fetched and are kept. */
export const fetchedFilesKey = 'sources.fetched';

export interface AllowedHost {
  host: string;
  at: number;
}

/** Of one answer, or of a piece of one. */
export interface Traffic {
  host: string;
  /** Address and headers as we wrote them; the browser adds some of its own. */
  up: number;
  down: number;
  requests: number;
}

/** A file on its way: what is stored, and by what it is known again. */
export interface Partial {
  parts: BlobRef[];
  etag?: string;
  lastModified?: string;
  total?: number;
}

interface Asked {
  source: string;
  address: unknown;
  keys?: unknown;
}

export interface ListRequest extends Asked {
  place: Place;
}

export interface FetchRequest extends Asked {
  jobId: string;
  path: string;
  /** What an earlier run stored. */
  partial?: Partial;
  /** Fetched before from the same place: taken when it is still the same there. */
  known?: FetchedFile;
  /** Of its bytes, where the source told. */
  sha256?: string;
}

export type SourceEvent =
  | { kind: 'traffic'; traffic: Traffic }
  | { kind: 'progress'; received: number; total?: number; note?: string }
  /** Stored: an interrupted transfer goes on from here. */
  | { kind: 'saved'; partial: Partial };

/** The file; or, stopped or broken off for good, what an interrupted transfer goes on from. */
export type FetchOutcome = { file: FetchedFile } | { partial: Partial; error?: ErrorInfo };

export interface SourceApi {
  list(request: ListRequest, port: MessagePort): Promise<SourceListing>;
  /** After `stop` it answers with what is stored. Rejects when there is nothing to go on from. */
  fetch(request: FetchRequest, port: MessagePort): Promise<FetchOutcome>;
  stop(jobId: string): Promise<void>;
  /** One request to a server that a person connected this studio with. */
  ask(request: NetRequest): Promise<NetAnswer>;
}

export interface NetRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  /** Of the answer. */
  mostBytes?: number;
  /** For all of it; without one, as long as something comes. */
  timeoutMs?: number;
}

export interface NetAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  traffic: Traffic;
}
