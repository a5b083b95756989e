/**
 * A training as server-sent events: `epoch` with its metrics (those of before first, or those after `Last-Event-ID`),
 * `status` when its job changes, and `end`. Whichever tab trains: it listens to the stream that charts draw from.
 */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';
import { runStream } from '../stores/runStreams';
import { toSnake } from './naming';
import type { Fields } from './restRoute';

/** The status of a job is asked for so often. */
const askEveryMs = 500;

const line = (event: string, data: object, id?: number): Uint8Array =>
  new TextEncoder().encode(
    `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  );

const inSnake = (record: Record<string, number>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [toSnake(name), value]));

/** `find` reads the job again. The stream ends with the job, or when `request` is given up. */
export function trainingEvents(
  job: Fields,
  request: Request,
  find: (id: string) => Promise<Job>,
): ReadableStream<Uint8Array> {
  const { id, runId } = job as unknown as Job;
  if (!runId)
    throw new TetradError({
      code: 'badInput',
      message: 'This job is not a training.',
      place: 'path, id',
      hint: 'GET /ml/training lists the jobs; those of a training have a run_id.',
    });
  const last = Number(request.headers.get('last-event-id') ?? 0);
  let sent = Number.isFinite(last) ? last : 0;
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      const store = runStream(runId);
      const tell = () => {
        for (const { epoch, step, metrics } of store.getState().epochs) {
          if (epoch <= sent) continue;
          sent = epoch;
          controller.enqueue(line('epoch', { job_id: id, epoch, step, ...inSnake(metrics) }, epoch));
        }
      };
      let told = '';
      const ask = async () => {
        const now = await find(id).catch(() => undefined);
        const { status = 'gone', message = '', error } = now ?? {};
        const said = { job_id: id, status, progress: now?.progress ?? 0, message, ...(error && { error }) };
        if (!now || isFinished(now.status)) {
          if (store.getState().isRead || !now) {
            tell();
            controller.enqueue(line('end', said));
            stop();
            controller.close();
          }
        } else if (JSON.stringify(said) !== told) {
          told = JSON.stringify(said);
          controller.enqueue(line('status', said));
        }
      };
      const unsubscribe = store.subscribe(tell);
      let isAsking = false;
      const timer = setInterval(() => {
        if (isAsking) return;
        isAsking = true;
        void ask().finally(() => (isAsking = false));
      }, askEveryMs);
      stop = () => {
        unsubscribe();
        clearInterval(timer);
        stop = () => {};
      };
      request.signal.addEventListener('abort', () => stop());
      tell();
      void ask();
    },
    cancel: () => stop(),
  });
}
