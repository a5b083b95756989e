/** How the service worker hands a request of the API to a tab, and the tab its answer back: over one port for each. */

/** Addresses below these are the API's. */
const prefixes = ['/ml/', '/api/'];

export const isOfApi = (pathname: string): boolean => prefixes.some((prefix) => pathname.startsWith(prefix));

/** Posted to a tab, with the port. */
export interface RelayedRequest {
  type: 'tetrad.rest';
  method: string;
  url: string;
  headers: [string, string][];
  body?: ArrayBuffer;
}

/** What a tab says on the port: at once that it is there, then the head, the body piece by piece, and the end. */
export type RelayedAnswer =
  | { kind: 'here' }
  | { kind: 'head'; status: number; headers: [string, string][] }
  | { kind: 'piece'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'end' };

/** What the worker says on the port: there is room for a piece; nobody waits any longer. */
export type RelayWish = { kind: 'more' } | { kind: 'stop' };

export const isRelayed = (data: unknown): data is RelayedRequest =>
  (data as { type?: unknown } | null)?.type === 'tetrad.rest';
