/** Answers as the Hugging Face Hub does, at the same paths: the tree of a revision, in pages, and its files, sent on to another host. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FileServer, openFileServer } from './fileServer';

export interface HubDataset {
  /** By revision, then by path. */
  revisions: Record<string, Record<string, Buffer>>;
  /** Of a gated dataset. */
  token?: string;
}

export async function openHub(datasets: Record<string, HubDataset>, pageSize = 2) {
  const store = await openFileServer();
  const hub = await openFileServer();
  hub.more = (request, response) => answer(hub, store, datasets, pageSize, request, response);
  return { hub, store, close: async () => await Promise.all([hub.close(), store.close()]) };
}

function answer(
  hub: FileServer,
  store: FileServer,
  datasets: Record<string, HubDataset>,
  pageSize: number,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const url = new URL(request.url ?? '', hub.origin);
  const [, tree, name = '', revision = '', path = ''] =
    /^\/(api\/)?datasets\/([^/]+\/[^/]+)\/(?:tree|resolve)\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
  const dataset = datasets[name];
  const files = dataset?.revisions[decodeURIComponent(revision)];
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Link, ETag, X-Error-Code',
  };
  if (!dataset || !files) {
    response.writeHead(404, { ...headers, 'X-Error-Code': 'RepoNotFound' });
    response.end(JSON.stringify({ error: 'Repository not found' }));
    return true;
  }
  if (dataset.token && request.headers.authorization !== `Bearer ${dataset.token}`) {
    response.writeHead(401, { ...headers, 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: 'Access to this dataset is restricted' }));
    return true;
  }
  if (!tree) {
    const body = files[decodeURIComponent(path)];
    if (!body) return false;
    const at = `/${sha256(body)}`;
    store.files.set(at, store.files.get(at) ?? { body, etag: `"${sha256(body)}"` });
    response.writeHead(302, { ...headers, Location: `${store.origin}${at}?X-Amz-Signature=abc` });
    response.end();
    return true;
  }
  const all = Object.entries(files).map(([file, body]) => ({
    type: 'file',
    path: file,
    size: body.length,
    oid: 'a'.repeat(40),
    lfs: { oid: sha256(body), size: body.length, pointerSize: 134 },
  }));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = from + pageSize;
  if (next < all.length) {
    url.searchParams.set('cursor', String(next));
    response.setHeader('Link', `<${url.href}>; rel="next"`);
  }
  response.writeHead(200, { ...headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(all.slice(from, next)));
  return true;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
