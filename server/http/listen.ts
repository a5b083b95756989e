/** Node's HTTP to the web's Request and Response and back, with limits on what a client may keep open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpProblem, problem } from '#/app/rest/problem';
import { arriving, type LeastRate, usualRate } from './arriving';

export interface Listening {
  url: string;
  /** Answers what it has begun, and no more. */
  stop(): Promise<void>;
}

/** A client that says nothing for so long is gone. */
const idleMs = 30_000;
const headersMs = 10_000;
/** So long whoever still sends may read why it is not wanted: a connection that is cut at once takes the answer along. */
const readMs = 500;
/** What takes so long to answer is not the client's silence. */
const workMs = 120_000;

export type Answer = (request: Request, address: string) => Promise<Response>;

export async function listen(
  answer: Answer,
  host: string,
  port: number,
  rate: LeastRate = usualRate,
): Promise<Listening> {
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: 0, maxHeaderSize: 16_384 },
    (incoming, outgoing) => {
      void respond(incoming, outgoing, answer, rate);
    },
  );
  server.timeout = idleMs;
  server.keepAliveTimeout = 5000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, stop: () => stop(server) };
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: Answer,
  rate: LeastRate,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const { socket } = incoming;
  const hasArrived = () => socket.setTimeout(workMs);
  if (incoming.method === 'GET' || incoming.method === 'HEAD') hasArrived();
  else incoming.once('end', hasArrived);
  outgoing.once('finish', () => socket.setTimeout(idleMs));
  const response = await asRequest(incoming, gone.signal, rate)
    .then((request) => answer(request, incoming.socket.remoteAddress ?? ''))
    .catch(problem);
  // Nothing more is asked on a connection whose body was not wanted to its end.
  if (!incoming.complete) outgoing.shouldKeepAlive = false;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  try {
    if (response.body && incoming.method !== 'HEAD')
      await pipeline(Readable.fromWeb(response.body as never), outgoing);
    else outgoing.end();
  } catch {
    // The client went away, or a file could not be read to its end: a short answer is seen by its length.
    outgoing.destroy();
  }
  // A body that nobody read would stay in the way of the next request on this connection.
  if (!incoming.complete) setTimeout(() => incoming.destroy(), readMs).unref();
}

async function asRequest(incoming: IncomingMessage, signal: AbortSignal, rate: LeastRate): Promise<Request> {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i] as string, incoming.rawHeaders[i + 1] as string);
  const method = incoming.method ?? 'GET';
  if (['TRACE', 'TRACK', 'CONNECT'].includes(method))
    throw new HttpProblem(
      {
        code: 'unsupported',
        message: `${method} is not answered here.`,
        place: 'method',
        hint: 'server/README.md lists what is.',
      },
      { status: 405, headers: { allow: 'GET, HEAD, POST, PUT, DELETE' } },
    );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const url = new URL(incoming.url?.startsWith('/') ? `http://server${incoming.url}` : 'http://server/');
  return new Request(url, {
    method,
    headers,
    signal,
    ...(hasBody && { body: arriving(incoming, rate), duplex: 'half' }),
  });
}
