/**
 * `/ml` and `/api/ml`: the server has no engine, a runner answers. What takes long becomes a job that waits for one, and is
 * told of from what its runner said; everything else is passed on, and its answer back.
 */
import { HttpProblem } from '#/app/rest/problem';
import type { RestRoute } from '#/app/rest/restRoute';
import type { Config } from '../config';
import { type Ask, bytesOf, json, refused } from '../http/ask';
import { type Hub, requestTopic, workTopic } from './hub';
import type { JobEvents } from './jobEvents';
import { jobState, metricsState } from './jobState';
import { type GivenAnswer, type RequestStore, type StoredJob } from './requestStore';
import { restOperations } from './restOperations';

const answeredWithinMs = 60_000;
/** So long a submitted job is waited for, to be told at once what is wrong with it. */
const acceptedWithinMs = 5000;
const lookEveryMs = 1000;
const openingBrace = 0x7b;

type Handler = (ask: Ask) => Promise<Response>;

export function restHandlers(
  requests: RequestStore,
  events: JobEvents,
  hub: Hub,
  { mostRelayedBytes }: Config,
): Record<string, Handler> {
  const own = (route: RestRoute): ((ask: Ask) => Promise<Response | undefined>) => {
    if (route.command === 'jobs.list' && route.list)
      return async ({ params: { workspace = '' } }) => {
        const jobs = (await requests.jobs(workspace)).map(jobState);
        return json({ jobs, total: jobs.length, next_cursor: null });
      };
    return async (ask) => {
      const { workspace = '', id = ask.url.searchParams.get('job_id') ?? '' } = ask.params;
      if (!['jobs.get', 'jobs.cancel', 'runs.metrics', 'jobs.download'].includes(route.command ?? ''))
        return undefined;
      const stored = await requests.job(workspace, id);
      if (!stored) return undefined;
      if (route.events)
        return new Response(events.stream(workspace, id, ask.request), {
          headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
        });
      if (route.command === 'runs.metrics') return json(metricsState(await requests.epochs(id, -1)));
      if (route.command === 'jobs.download') return await fileOf(ask, stored);
      if (route.command === 'jobs.cancel') {
        await requests.cancel(workspace, id);
        hub.tell(requestTopic(id));
      }
      return json(jobState((await requests.job(workspace, id)) ?? stored));
    };
  };

  /** Only the studio that made it has it. */
  const fileOf = async (ask: Ask, { studioJob, runner }: StoredJob) => {
    if (studioJob === null || runner === null)
      throw refused('This job has made no file yet.', 'path, id', 'Wait until it is completed.', 409);
    return await passOn(ask, `/ml/jobs/${encodeURIComponent(studioJob)}/file`, runner);
  };

  async function passOn(ask: Ask, path: string, onlyRunner?: string): Promise<Response> {
    const { workspace = '' } = ask.params;
    const there = await requests.runners(workspace);
    if (there.length === 0 || (onlyRunner !== undefined && !there.some(({ name }) => name === onlyRunner)))
      throw nobody(onlyRunner);
    const id = await requests.add(workspace, { ...(await asked(ask, path)), isJob: false, onlyRunner });
    try {
      hub.tell(workTopic(workspace));
      const answer = await answered(id, answeredWithinMs, ask.request.signal);
      if (answer) return responseOf(answer);
    } finally {
      await requests.forget(workspace, id);
    }
    throw new HttpProblem(
      {
        code: 'offline',
        message: `No runner answered within ${answeredWithinMs / 1000} s.`,
        hint: 'GET /workspaces/{id}/runners tells which are there. Try again.',
      },
      { status: 504 },
    );
  }

  async function answered(
    id: string,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<GivenAnswer | undefined> {
    const until = Date.now() + withinMs;
    for (;;) {
      const heard = hub.wait(
        requestTopic(id),
        Math.min(lookEveryMs, Math.max(0, until - Date.now())),
        signal,
      );
      const answer = await requests.answerOf(id);
      if (answer || Date.now() >= until || signal.aborted) return answer;
      await heard;
    }
  }

  async function submit(ask: Ask, path: string): Promise<Response> {
    const { workspace = '' } = ask.params;
    const key = ask.request.headers.get('idempotency-key') ?? undefined;
    if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key))
      throw refused(
        'The key is no plain text of at most 255 characters.',
        'header idempotency-key',
        'A random UUID is enough.',
      );
    const id = await requests.add(workspace, { ...(await asked(ask, path)), isJob: true, key });
    hub.tell(workTopic(workspace));
    const isAnybody = (await requests.runners(workspace)).length > 0;
    const accepted = isAnybody ? await answered(id, acceptedWithinMs, ask.request.signal) : undefined;
    const said = accepted ? toldIn(accepted.body) : {};
    if (accepted && accepted.status >= 400)
      return responseOf({ ...accepted, headers: { 'content-type': 'application/problem+json' } });
    const status = (await requests.job(workspace, id))?.status ?? 'queued';
    return json({ ...said, job_id: id, status }, 202);
  }

  const asked = async ({ request, person }: Ask, path: string) => {
    const body = await bytesOf(request, mostRelayedBytes);
    const given = request.headers.get('content-type') ?? '';
    // curl says so of whatever it is given with -d.
    const isJson = given === 'application/x-www-form-urlencoded' && body[0] === openingBrace;
    return {
      who: person?.name ?? '',
      method: request.method === 'HEAD' ? 'GET' : request.method,
      path,
      contentType: isJson ? 'application/json' : given,
      body,
    };
  };

  return Object.fromEntries(
    restOperations.map(({ name, route }): [string, Handler] => {
      const answerHere = own(route);
      return [
        name,
        async (ask) => {
          if (route.waitsFor)
            throw new HttpProblem(
              {
                code: 'unsupported',
                message: `${route.summary}: this waits for ${route.waitsFor}.`,
                place: 'path',
              },
              { status: 501 },
            );
          const here = await answerHere(ask);
          if (here) return here;
          const path = ask.url.pathname.replace(/^\/workspaces\/[^/]+/, '') + ask.url.search;
          return route.status === 202 ? await submit(ask, path) : await passOn(ask, path);
        },
      ];
    }),
  );
}

/** From a runner: what is no object of JSON says nothing. */
function toldIn(body: Uint8Array): object {
  try {
    const told: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof told === 'object' && told !== null ? told : {};
  } catch {
    return {};
  }
}

const nobody = (runner: string | undefined) =>
  new HttpProblem({
    code: 'offline',
    message: runner === undefined ? 'No runner is here to answer.' : `The runner ${runner} is gone.`,
    place: 'path',
    hint: 'This server computes nothing itself: start one with "npm run runner", or let a studio take jobs.',
  });

/** From a runner, which is trusted with the data and not with this origin. */
const responseOf = ({ status, headers, body }: GivenAnswer): Response =>
  new Response([204, 205, 304].includes(status) ? null : new Uint8Array(body), {
    status,
    headers: {
      'content-type': 'application/octet-stream',
      ...headers,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
