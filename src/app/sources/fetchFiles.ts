/** The files of a fetching job, one after the other: taken from what is kept where they are the same, else fetched. */
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import type { FetchOutcome, Partial, SourceEvent } from '#/core/protocol/sourceApi';
import { sources } from '#/core/sources/registry';
import type { FetchedFile } from '#/core/sources/sourceDef';
import type { JobContext } from '../jobs/jobDef';
import { surviving } from '../jobs/surviving';
import { untilStopped } from '../jobs/untilStopped';
import { keepFetched, readFetched } from './fetchedFiles';
import type { FetchInput } from './fetchInput';
import { keptKeys, keyPlaceOf, type Secret, secretOf } from './keyring';
import { trafficMeter } from './traffic';

export async function fetchFiles(context: JobContext, given: FetchInput): Promise<unknown> {
  const { services, signal } = context;
  const { settings } = services.storage;
  const secret = await secretFor(context, given);
  const meter = trafficMeter(settings);
  const progress = new FetchProgress(context, given);
  try {
    // Nothing that is stored but not yet named is collected meanwhile.
    await services.storage.writing(async () => {
      for (const file of given.files.slice(given.got.length)) {
        signal.throwIfAborted();
        const before = await readFetched(settings);
        const same = file.sha256 && before.find(({ sha256 }) => sha256 === file.sha256);
        const one = same || (await fetchOne(context, progress, { secret, file, before, meter }));
        await progress.done(same ? { ...one, at: Date.now() } : one);
        await keepFetched(settings, [one]);
      }
    });
    return { files: progress.input.got.map(({ name, url, bytes }) => ({ name, url, bytes })) };
  } finally {
    await progress.settled();
    await meter.end();
  }
}

async function fetchOne(
  context: JobContext,
  progress: FetchProgress,
  asked: {
    secret: Secret;
    file: FetchInput['files'][number];
    before: readonly FetchedFile[];
    meter: ReturnType<typeof trafficMeter>;
  },
): Promise<FetchedFile> {
  const { services, signal, job } = context;
  const { source } = progress.input;
  const { secret, file, before, meter } = asked;
  const url = sources.get(source).origin(secret.address, file.path);
  const outcome: FetchOutcome = await surviving(context, async (alive) => {
    const fetching = services.sources.fetch(
      {
        jobId: job.id,
        source,
        ...secret,
        path: file.path,
        sha256: file.sha256,
        partial: progress.input.partial,
        known: before.find((known) => known.url === url),
      },
      (event) => {
        if (event.kind === 'traffic') meter.hear(event.traffic);
        else progress.hear(event);
        if (event.kind === 'saved') alive();
      },
    );
    return await untilStopped(signal, fetching, () => 'stop' as const);
  });
  if ('file' in outcome) return outcome.file;
  await progress.saved(outcome.partial);
  signal.throwIfAborted();
  throw new TetradError(outcome.error ?? { code: 'cancelled', message: 'Stopped.' });
}

/** Where the job is, in its record and on the screen. */
class FetchProgress {
  input: FetchInput;
  readonly #context: JobContext;
  readonly #startedAt = performance.now();
  #writing: Promise<unknown> = Promise.resolve();
  #cameBefore?: number;

  constructor(context: JobContext, input: FetchInput) {
    this.#context = context;
    this.input = input;
  }

  hear(event: Exclude<SourceEvent, { kind: 'traffic' }>): void {
    if (event.kind === 'saved') {
      void this.saved(event.partial);
      return;
    }
    const { got, files } = this.input;
    const { received, total, note } = event;
    const known = files.slice(got.length + 1).map(({ bytes }) => bytes);
    const done = got.reduce((sum, { bytes }) => sum + bytes, 0) + received;
    const all =
      known.some((bytes) => bytes === undefined) || total === undefined
        ? undefined
        : done - received + total + known.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
    this.#cameBefore ??= done;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const rate = seconds > 1 ? (done - this.#cameBefore) / seconds : 0;
    const which = files.length > 1 ? `File ${got.length + 1} of ${files.length}: ` : '';
    const amount = all === undefined ? bytesText(done) : `${bytesText(done)} of ${bytesText(all)}`;
    const speed = rate > 0 ? `, ${bytesText(rate)} a second` : '';
    this.#context.report({
      progress: all ? Math.min(0.99, done / all) : Math.min(0.99, got.length / files.length),
      message: note ?? `${which}${amount}${speed}`,
      secondsLeft: all && rate > 0 ? (all - done) / rate : undefined,
    });
  }

  saved(partial: Partial): Promise<void> {
    return this.#write({ ...this.input, partial });
  }

  done(file: FetchedFile): Promise<void> {
    const { partial: _, ...rest } = this.input;
    return this.#write({ ...rest, got: [...rest.got, file] });
  }

  settled(): Promise<unknown> {
    return this.#writing;
  }

  #write(input: FetchInput): Promise<void> {
    this.input = input;
    const { services, job } = this.#context;
    const written = this.#writing.then(() => services.storage.jobs.update(job.id, { input }));
    this.#writing = written.catch(() => {});
    return written.then(() => {});
  }
}

async function secretFor({ services, job }: JobContext, input: FetchInput): Promise<Secret> {
  const { source, address, secretId } = input;
  if (secretId === undefined) return { address };
  const secret = await secretOf(secretId);
  if (secret) return secret;
  const def = sources.get(source);
  const kept = await keptKeys(services.storage.settings, keyPlaceOf(def, address));
  if (kept !== undefined) return { address, keys: kept };
  throw new TetradError({
    code: 'notFound',
    message: 'The keys for this were in the memory of a page that is closed.',
    hint: 'Give the address and the keys once more: what was fetched before is not fetched again.',
    place: job.title,
  });
}
