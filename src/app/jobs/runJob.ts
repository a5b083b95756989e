/** Runs one job to its end and writes down how it ended. Knows nothing of queues or tabs. */
import { toErrorInfo } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { AppServices } from '../services';
import { ChildJobs, type Family } from './childJobs';
import { withHint } from './hints';
import type { Dropped, JobContext, JobDef, JobProgress, StopReason } from './jobDef';
import { UntilRecorded } from './untilRecorded';

const shownEveryMs = 100;
const persistedEveryMs = 1_000;

export interface RunningJob {
  stop(reason: StopReason): void;
  /** Never rejects. */
  ended: Promise<Job | undefined>;
}

export function runJob(
  services: AppServices,
  def: JobDef,
  job: Job,
  dropped: Dropped | undefined,
  family: Family,
  show: (id: string, progress: JobProgress) => void,
): RunningJob {
  const { jobs } = services.storage;
  const controller = new AbortController();
  const record = new UntilRecorded(job.title);
  const meter = progressMeter(
    (progress) => show(job.id, progress),
    (progress) => {
      // Progress is a courtesy: failing to store it never fails the job.
      jobs.update(job.id, progress).catch(() => {});
    },
  );

  const children = new ChildJobs(job, family, controller.signal, meter.report);
  const context: JobContext = {
    services,
    job,
    signal: controller.signal,
    report: meter.report,
    dropped,
    child: (key, request) => children.submit(key, request),
    ended: (child) => children.ended(child),
    expectChildren: (total) => children.expect(total),
  };

  const work = async (): Promise<Job | undefined> => {
    try {
      const input = def.input.parse(job.input);
      const result = await def.run(context, input);
      await children.close('cancel');
      return await finish({ status: 'completed', progress: 1, result, message: '', error: undefined });
    } catch (thrown) {
      const cancelled = controller.signal.reason === 'cancel';
      // A failed parent can be tried again: its children wait for that.
      await children.close(cancelled ? 'cancel' : 'pause').catch((failed) => {
        console.error(`job ${job.id}: could not stop its children`, failed);
      });
      if (controller.signal.reason === 'pause') return await finish({ status: 'paused', message: 'Paused' });
      const error = cancelled ? undefined : withHint(toErrorInfo(thrown));
      const status = cancelled ? 'cancelled' : 'failed';
      meter.close();
      // First, so that whoever waits for the job finds run and dataset settled.
      await discard(services, def, { ...job, error }, status, record);
      return await finish({ status, error, message: '' });
    }
  };

  const finish = async (end: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>) => {
    meter.close();
    const finishedAt = end.status === 'paused' ? undefined : Date.now();
    return await record.write(() => jobs.update(job.id, { ...end, finishedAt, secondsLeft: undefined }));
  };

  const ended = work().catch((thrown) => {
    // The record itself could not be written (quota, deleted): there is nobody left to tell but the console.
    console.error(`job ${job.id} could not be recorded`, thrown);
    meter.close();
    return undefined;
  });
  return {
    ended,
    stop: (reason) => {
      if (!record.giveUp()) controller.abort(reason);
    },
  };
}

export async function discard(
  services: AppServices,
  def: JobDef,
  job: Job,
  why: 'cancelled' | 'failed' | 'interrupted',
  record = new UntilRecorded(job.title),
): Promise<void> {
  const input = def.input.safeParse(job.input);
  const { discard: clearAway } = def;
  if (!input.success || !clearAway) return;
  await record
    .write(() => clearAway(services, job, input.data, why))
    .catch((thrown) => {
      console.error(`job ${job.id}: could not clear away what was left`, thrown);
    });
}

/** Latest progress to the screen at most 10 times a second, to storage about once. */
function progressMeter(show: (progress: JobProgress) => void, persist: (progress: JobProgress) => void) {
  let latest: JobProgress = {};
  let showTimer: ReturnType<typeof setTimeout> | undefined;
  let persistTimer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  return {
    report(progress: JobProgress) {
      if (closed) return;
      latest = { ...latest, ...progress };
      showTimer ??= setTimeout(() => {
        showTimer = undefined;
        show(latest);
      }, shownEveryMs);
      persistTimer ??= setTimeout(() => {
        persistTimer = undefined;
        persist(latest);
      }, persistedEveryMs);
    },
    close() {
      closed = true;
      clearTimeout(showTimer);
      clearTimeout(persistTimer);
    },
  };
}
