/**
 * A job of the server as a job of this studio. What another runner had come to is gone on with: it was shared with its
 * checkpoint. While it runs the server hears of it; what it comes to is shared, so that the next one could go on as well.
 */
import { isFinished, type Job } from '#/core/protocol/job';
import { lentRuns } from '../sync/syncLoop';
import { streamOfSeries } from '../stores/runStreams';
import { type Leased, requestOf, type Working } from './leased';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const tryAgainMs = 2000;

interface Beat {
  studio_job?: string;
  job?: object;
  ended?: string;
  accepted?: { status: number; body: string };
  epochs?: object[];
}

type Go = 'on' | 'cancel' | 'lost';

export async function carryOut(working: Working, leased: Leased): Promise<void> {
  const { server, name, say } = working;
  const beat = async (told: Beat): Promise<Go> => {
    const { go } = await server.json<{ go: Go }>(
      'POST',
      `/workspaces/{workspace}/runners/requests/${leased.id}/beat`,
      { runner: name, ...told },
    );
    return go;
  };
  // The lease lives while this reads what others shared, which may be much.
  const alive = setInterval(() => void beat({}).catch(() => {}), working.beatEveryMs);
  try {
    await untilShared(working);
    const started = (await goOn(working, leased)) ?? (await submit(working, leased, beat));
    if (!started) return;
    say({ level: 'info', message: 'started', request: leased.id, job: started.id, attempt: leased.attempts });
    if (started.runId) lentRuns.add(started.runId);
    await follow(working, leased, started, beat);
  } finally {
    clearInterval(alive);
  }
}

/** What an earlier runner submitted, where it was shared. */
async function goOn({ services, say }: Working, { id, studioJob }: Leased): Promise<Job | undefined> {
  if (studioJob === null) return undefined;
  const job = await services.storage.jobs.get(studioJob);
  if (!job || isFinished(job.status)) return job;
  const checkpoint = job.runId ? await services.storage.checkpoints.get(job.runId) : undefined;
  say({ level: 'info', message: 'goes on', request: id, epoch: checkpoint?.epoch ?? 0 });
  return job.status === 'running' || job.status === 'queued' ? job : await services.jobs.resume(job.id);
}

async function submit(
  { services, answer }: Working,
  leased: Leased,
  beat: (told: Beat) => Promise<Go>,
): Promise<Job | undefined> {
  const response = await answer(requestOf(leased));
  const body = await response.text();
  if (!response.ok) {
    const { code = 'internal', detail = '', place, hint } = JSON.parse(body) as Record<string, string>;
    const error = { code, message: detail, ...(place && { place }), ...(hint && { hint }) };
    await beat({ accepted: { status: response.status, body }, job: { error, message: '' }, ended: 'failed' });
    return undefined;
  }
  const told = JSON.parse(body) as { job_id: string; model_id?: string; run_id?: string };
  await beat({ studio_job: told.job_id, accepted: { status: response.status, body } });
  return await services.jobs.get(told.job_id);
}

async function follow(
  working: Working,
  leased: Leased,
  { id, runId, kind }: Job,
  beat: (told: Beat) => Promise<Go>,
): Promise<void> {
  const { services, say, beatEveryMs, shareEveryMs } = working;
  let sharedAt = 0;
  let sharing: Promise<void> | undefined;
  let sent = -1;
  const epochsSince = async () => {
    if (!runId) return [];
    const { epochs } = streamOfSeries(await services.storage.metrics.series(runId));
    return epochs.filter(({ epoch }) => epoch > sent);
  };
  const tell = async (ended?: string): Promise<Go> => {
    const shown = await working.answer(new Request(`http://runner/ml/training/${encodeURIComponent(id)}`));
    const epochs = await epochsSince();
    const go = await beat({
      studio_job: id,
      ...(shown.ok && { job: (await shown.json()) as object }),
      epochs: epochs.map(({ epoch, step, metrics }) => ({ epoch, step, metrics: finiteOf(metrics) })),
      ...(ended !== undefined && { ended }),
    });
    sent = epochs.at(-1)?.epoch ?? sent;
    return go;
  };
  for (;;) {
    const { status } = await services.jobs.get(id);
    const stands = isFinished(status) || status === 'paused';
    const go = await tell().catch((thrown: unknown) => {
      say({ level: 'warn', message: String(thrown) });
      return 'on' as const;
    });
    if (go !== 'on') {
      if (runId) lentRuns.delete(runId);
      say({ level: 'info', message: go, request: leased.id });
      // Somebody else trains it now: nothing of what is here may count.
      await (go === 'cancel' ? services.jobs.cancel(id) : services.jobs.pause(id)).catch(() => {});
      return;
    }
    if (stands) break;
    if (!sharing && Date.now() - sharedAt >= shareEveryMs)
      sharing = working
        .share()
        .catch((thrown: unknown) => say({ level: 'warn', message: String(thrown) }))
        .finally(() => {
          sharedAt = Date.now();
          sharing = undefined;
        });
    await pause(beatEveryMs);
  }
  await sharing;
  if (runId) lentRuns.delete(runId);
  // What it came to is at the server before the server says that it is done.
  await untilShared(working);
  const { status } = await services.jobs.get(id);
  for (;;)
    try {
      await tell(isFinished(status) ? status : 'cancelled');
      break;
    } catch (thrown) {
      say({ level: 'warn', message: String(thrown) });
      await pause(tryAgainMs);
    }
  say({ level: 'info', message: status, request: leased.id });
  // Others had it as one that stands still.
  if (kind !== 'train') return;
  await services.jobs.dismiss(id).catch(() => {});
  await untilShared(working);
}

async function untilShared({ share, say, isStopped }: Working): Promise<void> {
  while (!isStopped())
    try {
      return await share();
    } catch (thrown) {
      say({ level: 'warn', message: String(thrown) });
      await pause(tryAgainMs);
    }
}

const finiteOf = (metrics: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
