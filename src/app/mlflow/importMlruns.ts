/** Runs that MLflow logged, added to this studio: every figure, param and tag. What is here already stays as it is. */
import { TetradError } from '#/core/protocol/errors';
import type { MetricPoint, Run } from '#/core/protocol/model';
import { mostAttachmentBytes, mostAttachments, typeOfName } from '#/core/runs/attachments';
import type { NewRun, Storage } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import type { Bundle } from '#/formats/bundle/bundle';
import { folderBundle } from '#/formats/bundle/fileBundle';
import { openBundle } from '#/formats/bundle/openBundle';
import { type ReadRun, readMlruns } from '#/formats/mlruns/readMlruns';
import { attachFiles, type GivenFile } from '../attachFiles';
import { run as runSchema } from '../outputs/run';

export interface MlrunsImported {
  imported: string[];
  /** They are here already, by their id. */
  known: number;
  /** Files of runs that are not kept: no image, table, page or text, or too large. */
  leftOut?: number;
}

const headBytes = 1024;
/** Of what a run of MLflow has none here. */
const elsewhere = 'mlflow';
/** Points of one append. */
const batchPoints = 5000;

export async function importMlruns(storage: Storage, files: readonly File[]): Promise<MlrunsImported> {
  const bundle = await bundleOf(files);
  const read = await readMlruns(bundle.entries, bundle.name);
  // All of them before anything is stored: a damaged file leaves nothing half.
  const runs: { given: ReadRun; points: Omit<MetricPoint, 'runId'>[] }[] = [];
  for (const given of read.runs) runs.push({ given, points: await given.points() });
  const own = new Map((await storage.experiments.list()).map(({ id, name }) => [name, id]));
  const experimentIds = new Map<string, string>();
  const idOf = async (experimentId: string): Promise<string> => {
    const known = experimentIds.get(experimentId);
    if (known) return known;
    const name = read.experiments.find(({ id }) => id === experimentId)?.name ?? `MLflow ${experimentId}`;
    const id = own.get(name) ?? (await storage.experiments.create(name.slice(0, 200))).id;
    experimentIds.set(experimentId, id);
    return id;
  };
  const known = new Set((await storage.runs.list()).map(({ id }) => id));
  const ids = new Map(runs.map(({ given }) => [given.id, recordOf(given)?.id ?? given.id]));
  const made: NewRun[] = [];
  const attached: [id: string, files: GivenFile[]][] = [];
  let leftOut = 0;
  for (const { given, points } of runs) {
    const id = ids.get(given.id) as string;
    if (known.has(id)) continue;
    for (let at = 0; at < points.length; at += batchPoints)
      await storage.metrics.append(
        id,
        points.slice(at, at + batchPoints).map((point) => ({ ...point, runId: id })),
      );
    const shown = given.artifacts.filter(isShown).slice(0, mostAttachments);
    leftOut += given.artifacts.length - shown.length;
    // Before anything is recorded: a damaged file leaves nothing half.
    const files: GivenFile[] = [];
    for (const { name, blob } of shown) files.push({ name, blob: await blob() });
    if (files.length > 0) attached.push([id, files]);
    const parentId = given.parentId === undefined ? undefined : (ids.get(given.parentId) ?? given.parentId);
    made.push({
      ...toRun(given, points),
      id,
      experimentId: await idOf(given.experimentId),
      ...(parentId !== undefined && { parentId }),
    });
  }
  const created = await storage.runs.createAll(made);
  for (const [id, files] of attached) {
    const run = created.find((one) => one.id === id);
    if (run) await attachFiles(storage, run, files);
  }
  return {
    imported: created.map(({ id }) => id),
    known: runs.length - created.length,
    ...(leftOut > 0 && { leftOut }),
  };
}

const isShown = ({ name, bytes }: { name: string; bytes: number }): boolean =>
  typeOfName(name) !== undefined && bytes > 0 && bytes <= mostAttachmentBytes;

async function bundleOf(files: readonly File[]): Promise<Bundle> {
  const [file, another] = files;
  if (!file) throw new TetradError({ code: 'badInput', message: 'There is no file.', place: 'files' });
  if (another || file.webkitRelativePath)
    return folderBundle(
      'mlruns',
      files.map((blob) => ({ path: blob.webkitRelativePath || blob.name, blob })),
    );
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  return await openBundle(file, { head, gzip: false });
}

/** The studio's own record in what it exported; anything else there counts as none. */
function recordOf({ record }: ReadRun): Run | undefined {
  if (record === undefined) return undefined;
  try {
    return runSchema.parse({ ...(JSON.parse(record) as object), artifacts: [], notes: '' });
  } catch {
    return undefined;
  }
}

function toRun(given: ReadRun, points: readonly Omit<MetricPoint, 'runId'>[]) {
  const { name, status, startedAt, finishedAt, notes } = given;
  const own = recordOf(given);
  if (own) {
    // Its parts that are blobs did not come with it.
    const { artifacts: _artifacts, crossValidation: _folds, sweep: _plan, error: _error, ...record } = own;
    return { ...record, name, notes, status, origin: 'tetrad' as const };
  }
  // The last of each: MLflow shows the same.
  const summary = Object.fromEntries(points.map((point) => [point.name, point.value]));
  return {
    name,
    status,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    params: given.params,
    tags: given.tags,
    summary,
    notes,
    jobId: elsewhere,
    modelId: elsewhere,
    datasetId: elsewhere,
    datasetVersionId: elsewhere,
    config: trainConfig.parse({}),
    // Not known, and by its origin not told.
    task: { type: 'regression', target: '' },
    origin: 'mlflow' as const,
  };
}
