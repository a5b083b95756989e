/** A run out of its file, stored as it was: the record last, so that it is whole or not there. */
import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { fromJson } from '../jsonCodec';
import { run as runSchema } from '../outputs/run';
import { bytes } from '../outputs/values';
import { type Logged, parseLogged } from '../workspace/loggedSchema';
import { runFileFormat, runFileVersion } from './runFile';

const content = z.object({
  format: z.literal(runFileFormat),
  version: z.int().min(1),
  experiment: z.string(),
  run: runSchema,
  logged: z.unknown(),
  artifacts: z.array(z.object({ name: z.string(), bytes, type: z.string().optional() })),
});

interface OpenedRun {
  run: Run;
  experiment: string;
  logged: Logged;
  artifacts: { name: string; bytes: Uint8Array; type?: string }[];
}

/** All of them are read before anything is stored. */
export async function openRuns(
  storage: Storage,
  files: readonly File[],
): Promise<{ imported: string[]; known: number }> {
  const opened: OpenedRun[] = [];
  for (const file of files) opened.push(await readRunFile(file));
  const imported: string[] = [];
  for (const one of opened) {
    if (await storage.runs.get(one.run.id)) continue;
    await storage.writing(() => store(storage, one));
    imported.push(one.run.id);
  }
  return { imported, known: opened.length - imported.length };
}

async function readRunFile(file: File): Promise<OpenedRun> {
  let json: unknown;
  try {
    json = fromJson(JSON.parse(await file.text()));
  } catch (cause) {
    throw unreadable(
      file.name,
      `It is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  }
  const parsed = content.safeParse(json);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success)
    throw unreadable(`${file.name}${issue ? `, ${issue.path.join('.')}` : ''}`, issue?.message ?? '');
  if (parsed.data.version > runFileVersion)
    throw new TetradError({
      code: 'unsupported',
      message: 'The run was saved by a newer studio.',
      place: file.name,
      hint: 'Reload this page to get the newer studio, then import it again.',
    });
  return { ...parsed.data, logged: parseLogged(parsed.data.logged, file.name) };
}

async function store(storage: Storage, { run, experiment, logged, artifacts }: OpenedRun): Promise<void> {
  const kept: Run['artifacts'] = [];
  for (const { bytes: given, ...about } of artifacts)
    kept.push({ ...about, blob: await storage.blobs.put(given) });
  await storage.metrics.delete(run.id);
  await storage.metrics.append(run.id, [], logged.histograms);
  await storage.metrics.appendSeries(run.id, logged.series);
  const isOver = run.status !== 'running';
  const { id } = await storage.runs.create({
    ...run,
    artifacts: [],
    origin: run.origin ?? 'tetrad',
    experimentId: await experimentOf(storage, experiment),
    ...(!isOver && { status: 'killed' }),
  });
  if (kept.length > 0) await storage.runs.update(id, { artifacts: kept });
}

async function experimentOf({ experiments }: Storage, name: string): Promise<string> {
  const known = (await experiments.list()).find((one) => one.name === name);
  if (known || name === '') return known?.id ?? experiments.defaultId;
  return (await experiments.create(name.slice(0, 200))).id;
}

const unreadable = (place: string, why: string, cause?: unknown) =>
  new TetradError(
    {
      code: 'badInput',
      message: `This is no saved run: ${why}`,
      place,
      hint: 'Choose a file that "Save as JSON" made of a run. Nothing was imported.',
    },
    { cause },
  );
