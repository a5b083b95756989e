/** A host of files that behaves as told: breaks off, knows no ranges, changes a file, forgets CORS, sends a page or sends on. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface ServedFile {
  body: Buffer | string;
  type?: string;
  etag?: string;
  lastModified?: string;
  /** false: the whole file whatever is asked for. */
  ranges?: boolean;
  /** Bytes after which the next answers break off, one after the other; then they end well. */
  breaks?: number[];
  /** Nothing comes any more after those breaks, but the connection stays. */
  hangs?: boolean;
  /** false: pages of other addresses may not read it. */
  cors?: boolean;
  status?: number;
  sendOnTo?: string;
  gzip?: boolean;
  /** Called before each answer, to change the file. */
  before?(file: ServedFile, request: IncomingMessage): void;
}

export interface FileServer {
  host: string;
  origin: string;
  files: Map<string, ServedFile>;
  /** What was asked: "GET /a.csv bytes=5-". */
  asked: string[];
  /** Answers what no file is; true: it has. */
  more?(request: IncomingMessage, response: ServerResponse): boolean;
  answer(file: ServedFile, request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export async function openFileServer(files: Record<string, ServedFile> = {}): Promise<FileServer> {
  const served: FileServer = {
    host: '',
    origin: '',
    files: new Map(Object.entries(files)),
    asked: [],
    answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    served.asked.push([request.method, request.url, request.headers.range].filter(Boolean).join(' '));
    const file = served.files.get(path);
    if (file) answer(file, request, response);
    else if (!served.more?.(request, response)) {
      response.writeHead(404, { 'Access-Control-Allow-Origin': '*' });
      response.end('No such file.');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  served.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  served.origin = `http://${served.host}`;
  return served;
}

function answer(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  file.before?.(file, request);
  const headers: Record<string, string | number> = {};
  if (file.cors !== false) {
    headers['Access-Control-Allow-Origin'] = '*';
    headers['Access-Control-Expose-Headers'] = 'ETag, Content-Range, Link';
  }
  if (file.sendOnTo !== undefined) {
    response.writeHead(302, { ...headers, Location: file.sendOnTo });
    response.end();
    return;
  }
  if (file.type) headers['Content-Type'] = file.type;
  if (file.etag) headers.ETag = file.etag;
  if (file.lastModified) headers['Last-Modified'] = file.lastModified;
  let body = Buffer.from(file.body as Buffer);
  let status = file.status ?? 200;
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (file.ranges !== false && !Number.isNaN(from)) {
    if (from >= body.length) {
      response.writeHead(416, { ...headers, 'Content-Range': `bytes */${body.length}` });
      response.end();
      return;
    }
    headers['Content-Range'] = `bytes ${from}-${body.length - 1}/${body.length}`;
    body = body.subarray(from);
    status = 206;
  } else if (file.gzip) {
    headers['Content-Encoding'] = 'gzip';
    body = gzipSync(body);
  }
  headers['Content-Length'] = body.length;
  response.writeHead(status, headers);
  const cut = file.breaks?.shift();
  if (cut === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, cut));
  if (!file.hangs) setTimeout(() => response.destroy(), 20);
}
