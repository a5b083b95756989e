/** The contract of a source: a place elsewhere that files are fetched from. Pure: it says what to ask, never asks. */
import type { z } from 'zod';

/** One request: a GET with these headers. */
export interface Outgoing {
  url: string;
  headers?: Record<string, string>;
}

export interface SourceFile {
  /** Names it within the address. */
  path: string;
  bytes?: number;
  /** Of its bytes, where the source tells: checked after fetching. */
  sha256?: string;
}

export interface SourceListing {
  files: SourceFile[];
  folders: string[];
  /** There is more: what to ask with. */
  next?: string;
}

export interface Place {
  folder?: string;
  next?: string;
}

/** `A`: an address as it may be written down. `K`: keys, which are kept in memory. */
export interface SourceDef<A = unknown, K = unknown> {
  type: string;
  title: string;
  /** One line for the form. */
  about: string;
  address: z.ZodType<A>;
  keys?: z.ZodType<K>;
  /** An address somebody typed or pasted that is plainly of this source. */
  parse(text: string): A | undefined;
  /** Without what is as good as a key: a signature in the query of a URL. */
  bare(address: A): A;
  /** The one that is asked. */
  host(address: A): string;
  /** Hosts that it hands files out by, of the same service. */
  handsOutBy?(host: string): boolean;
  /** The file that the address itself names; undefined: files are listed first. */
  names(address: A): string | undefined;
  listing?: {
    ask(address: A, keys: K | undefined, place: Place): Promise<Outgoing>;
    read(body: string, headers: Headers, address: A, place: Place): SourceListing;
  };
  file(address: A, path: string, keys: K | undefined): Promise<Outgoing>;
  /** Where a file came from, for people and for what is kept: no keys, no signature. */
  origin(address: A, path: string): string;
  /** What the owner of the place has to set, so that a page may read it. */
  letPagesRead?(address: A, pageOrigin: string): string;
}

export const defineSource = <A, K = never>(source: SourceDef<A, K>): SourceDef => source as SourceDef;

/** A file as it was fetched, stored in parts. */
export interface FetchedFile {
  name: string;
  /** Without keys or signature. */
  url: string;
  etag?: string;
  lastModified?: string;
  sha256: string;
  bytes: number;
  parts: { hash: string; bytes: number }[];
  at: number;
}

/** What a version keeps of it. */
export type FileOrigin = Pick<FetchedFile, 'url' | 'etag' | 'lastModified' | 'sha256' | 'at'>;

export const originOf = ({ url, etag, lastModified, sha256, at }: FetchedFile): FileOrigin => ({
  url,
  ...(etag !== undefined && { etag }),
  ...(lastModified !== undefined && { lastModified }),
  sha256,
  at,
});
