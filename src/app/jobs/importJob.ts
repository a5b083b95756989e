/** A dropped file (or a built-in sample) becomes the first version of its dataset. */
import { z } from 'zod';
import type { ImportEvent } from '#/core/protocol/dataApi';
import { TetradError } from '#/core/protocol/errors';
import { samples } from '#/core/samples/index';
import type { Storage } from '#/core/protocol/storage';
import { EndlessFile } from '../clients/raceWorker';
import { defineJob, type JobContext } from './jobDef';
import { surviving } from './surviving';
import { untilStopped } from './untilStopped';

const input = z.object({
  datasetId: z.string(),
  fileName: z.string(),
  format: z.string().optional(),
  sampleId: z.string().optional(),
  /** Of a table that is read again: the newest version before, and the one whose roles it keeps. */
  after: z.string().optional(),
  like: z.string().optional(),
  /** The version that the file is added to. */
  append: z.string().optional(),
});
type ImportInput = z.infer<typeof input>;

/** Each costs seconds. */
const mostEndless = 5;
const askedKey = 'persistAsked';

export const importJob = defineJob<ImportInput>({
  type: 'import',
  word: 'import',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Drop the file again.',
  page: ({ datasetId }) => (datasetId ? `/data/${datasetId}` : undefined),
  notice: { open: 'Open' },
  async run(context, { datasetId, format, sampleId, after, like, append }) {
    const { services, job, report, signal } = context;
    const { file: _, ...how } = context.dropped ?? { kind: kindOfSample(sampleId) };
    const file = sampleId ? await services.data.sample(sampleId) : needFile(context);
    const startedAt = performance.now();
    const importOnce = (endless: string[]) =>
      services.data.import(
        { jobId: job.id, datasetId, file, format, like, append, endless, ...how },
        (event) => {
          const share = event.totalBytes > 0 ? event.bytesRead / event.totalBytes : 0;
          const seconds = (performance.now() - startedAt) / 1000;
          report({
            progress: Math.min(share, 0.99),
            message: readSoFar(event, seconds),
            secondsLeft: share > 0.02 && seconds > 1 ? (seconds / share) * (1 - share) : undefined,
          });
        },
      );
    const version = await surviving(context, async () => {
      // It may have died between the commit and its answer.
      const latest = (await services.storage.datasets.get(datasetId))?.latestVersionId;
      const done = latest && latest !== after && (await services.storage.datasets.version(latest));
      return (
        done ||
        (await withoutEndless([file, ...(context.dropped?.more ?? [])], (endless) =>
          untilStopped(signal, importOnce(endless), () => 'cancel'),
        ))
      );
    });
    if (!sampleId) askToKeep(services.storage);
    return { datasetId, versionId: version.id, rows: version.rows };
  },
  async discard({ storage }, _job, { datasetId }) {
    const dataset = await storage.datasets.get(datasetId);
    if (dataset && !dataset.latestVersionId) await storage.datasets.delete(datasetId);
    await storage.collectGarbage({ graceMs: 0 });
  },
});

/** Of files that belong together in one of `files`, those that their reader does not come back from are left out, and told; one after the other. */
export async function withoutEndless<T>(
  files: readonly Pick<File, 'name'>[],
  attempt: (endless: string[]) => Promise<T>,
): Promise<T> {
  const endless: string[] = [];
  for (;;) {
    try {
      return await attempt([...endless]);
    } catch (thrown) {
      const place = thrown instanceof EndlessFile ? thrown.place : undefined;
      const isOneOfMany = place !== undefined && !files.some(({ name }) => place.startsWith(name));
      if (!isOneOfMany || endless.includes(place) || endless.length >= mostEndless) throw thrown;
      endless.push(place);
    }
  }
}

const kindOfSample = (sampleId: string | undefined) => samples.find(({ type }) => type === sampleId)?.kind;

function readSoFar({ rows, times }: ImportEvent, seconds: number): string {
  const count = (value: number) => value.toLocaleString('en');
  const rate = (done: number) => (seconds > 1 ? `, ${count(Math.round(done / seconds))} a second` : '');
  if (times) return `${count(times.done)} of ${count(times.total)} times read${rate(times.done)}`;
  return `${count(rows)} rows read${rate(rows)}`;
}

/** Once, when there is something of the user's to keep: the browser may refuse, and may ask. */
function askToKeep(storage: Storage): void {
  const ask = async () => {
    if (await storage.settings.get(askedKey)) return;
    await storage.settings.set(askedKey, true);
    await storage.persist();
  };
  ask().catch(() => {});
}

export function needFile({ dropped, job }: JobContext): File {
  if (dropped) return dropped.file;
  throw new TetradError({
    code: 'notFound',
    message: 'The page no longer has the dropped file.',
    hint: 'Drop the file again.',
    place: job.title,
  });
}
