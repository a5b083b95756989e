/**
 * Stores what a workspace file holds: first the bytes, each checked against its hash, then what runs logged, and last
 * the records, in one transaction. Whatever ends it before leaves nothing that is seen; bytes that were stored stay
 * named by the job, so that the same file goes on where it was.
 */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { withWriterLock } from '#/storage/locks';
import type { ImportWorkspaceInput } from '../jobs/importWorkspaceJob';
import type { JobContext } from '../jobs/jobDef';
import { type OpenedWorkspace, openWorkspace } from './openWorkspace';

/** The job is told of bytes that are stored after so many of them. */
const toldAfterBytes = 64 * 2 ** 20;

export async function unpackWorkspace(context: JobContext, file: File) {
  const { services, signal, report, dropped, job } = context;
  const { storage } = services;
  report({ message: 'Reading what it holds' });
  const opened = await openWorkspace(file, storage.workspace.schema, dropped?.passphrase);
  const records = atRest(await opened.records());
  const refs = await blobsOf(storage, records, file.name);
  for (const ref of refs) opened.requireBlob(ref);
  return await storage.writing(async () => {
    await storeBlobs(context, opened, refs, file.name);
    signal.throwIfAborted();
    report({ progress: 0.99, message: 'Adding the records' });
    const merged = await withWriterLock('tetrad-import-workspace', async () => {
      for (const { id } of records.runs)
        if (!(await storage.runs.get(id))) await storeLogged(storage, opened, id);
      signal.throwIfAborted();
      return await storage.workspace.merge(records);
    });
    await forgetEarlier(storage, job, file.name);
    return merged;
  });
}

/** What was running elsewhere waits here for somebody to resume it. */
function atRest(records: WorkspaceRecords): WorkspaceRecords {
  const rests = (job: Job): Job =>
    isFinished(job.status)
      ? job
      : { ...job, status: 'paused', message: 'It came with a workspace: resume it to go on' };
  return { ...records, jobs: records.jobs.map(rests) };
}

async function blobsOf(storage: Storage, records: WorkspaceRecords, place: string): Promise<BlobRef[]> {
  try {
    return await storage.workspace.blobsOf(records);
  } catch (cause) {
    throw new TetradError(
      {
        code: 'unsupported',
        message: `The workspace holds a model or data that this studio does not know: ${cause instanceof Error ? cause.message : String(cause)}`,
        place,
        hint: 'Reload this page to get the newest studio, then import it again.',
      },
      { cause },
    );
  }
}

async function storeBlobs(
  { services: { storage }, signal, report, job }: JobContext,
  opened: OpenedWorkspace,
  refs: readonly BlobRef[],
  fileName: string,
): Promise<void> {
  const total = refs.reduce((sum, { bytes }) => sum + bytes, 0);
  const stored: BlobRef[] = [];
  let done = 0;
  let untold = 0;
  for (const ref of refs) {
    signal.throwIfAborted();
    if (!(await storage.blobs.has(ref.hash))) {
      const { hash } = await storage.blobs.put(await opened.blob(ref));
      if (hash !== ref.hash)
        throw new TetradError({
          code: 'corrupt',
          message: 'Bytes in the workspace do not match their SHA-256.',
          place: `${fileName}, blobs/${ref.hash}`,
          hint: 'Copy the file again from where it was exported to. Nothing was imported.',
        });
      untold += ref.bytes;
    }
    stored.push(ref);
    done += ref.bytes;
    if (untold >= toldAfterBytes) {
      await storage.jobs.update(job.id, ({ input }) => ({
        input: { ...(input as ImportWorkspaceInput), partial: stored },
      }));
      untold = 0;
    }
    report({
      progress: total > 0 ? Math.min(0.98, done / total) : 0,
      message: `${Math.round(done / 1e6).toLocaleString('en')} of ${Math.round(total / 1e6).toLocaleString('en')} MB`,
    });
  }
}

/** Before the run is there: whoever comes in between finds metrics of nothing, which are cleared away. */
async function storeLogged(storage: Storage, opened: OpenedWorkspace, runId: string): Promise<void> {
  await storage.metrics.delete(runId);
  const logged = await opened.logged(runId);
  if (logged) {
    await storage.metrics.append(runId, [], logged.histograms);
    await storage.metrics.appendSeries(runId, logged.series);
  }
  for await (const snapshot of opened.snapshots(runId)) await storage.snapshots.put(runId, snapshot);
}

/** The bytes are named by the records now: neither this job nor an earlier try has to. */
async function forgetEarlier(storage: Storage, job: Job, fileName: string): Promise<void> {
  await storage.jobs.update(job.id, ({ input }) => ({
    input: { ...(input as ImportWorkspaceInput), partial: undefined },
  }));
  for (const other of await storage.jobs.list()) {
    const { kind, id, status, input } = other;
    const isEarlier = kind === job.kind && id !== job.id && status === 'interrupted';
    if (isEarlier && (input as ImportWorkspaceInput).fileName === fileName) await storage.jobs.delete(id);
  }
}
