/** What the records of a workspace file have to be: it comes from elsewhere, so nothing of it is believed. */
import { z } from 'zod';
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import type { Snapshot } from '#/core/protocol/model';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { id } from '../commandSchemas';
import { dataset, datasetVersion } from '../outputs/dataset';
import { job } from '../outputs/job';
import { aliasMove, model, modelVersion } from '../outputs/model';
import { run } from '../outputs/run';
import { anyNumber, blobRef, bytes, time } from '../outputs/values';

const checkpoint = z.object({
  runId: id,
  step: z.int(),
  epoch: z.int(),
  score: anyNumber.optional(),
  forkedFrom: z.string().optional(),
  createdAt: time,
  state: z.unknown(),
  blobs: z.array(blobRef),
});

const setting = z.object({ key: z.string().min(1), value: z.unknown() });

const schemas = {
  experiments: z.object({ id, name: z.string(), createdAt: time }),
  datasets: dataset,
  datasetVersions: datasetVersion,
  models: model,
  modelVersions: modelVersion,
  aliasMoves: aliasMove,
  runs: run,
  checkpoints: checkpoint.extend({ earlier: z.array(checkpoint).optional() }),
  jobs: job,
  settings: setting,
} satisfies Record<keyof WorkspaceRecords, z.ZodType>;

/** Kept as they came: a field that is not known yet stays, so that hashes hold. */
export function parseRecords(given: unknown, place: string): WorkspaceRecords {
  const tables = z.record(z.string(), z.array(z.unknown())).safeParse(given);
  if (!tables.success) throw unreadable('They are no lists of records.', place);
  const records: Record<string, unknown[]> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const rows = tables.data[name] ?? [];
    for (const [i, row] of rows.entries()) {
      const { error } = (schema as z.ZodType).safeParse(row);
      const issue = error?.issues[0];
      if (issue) throw unreadable(issue.message, `${place}, ${name}[${i}].${issue.path.join('.')}`);
    }
    records[name] = rows;
  }
  const parsed = records as unknown as WorkspaceRecords;
  for (const { schema, number, datasetId } of parsed.datasetVersions)
    try {
      kindOf(schema).dataOf(schema);
    } catch {
      throw unreadable(
        'It does not hold what its kind of data holds.',
        `${place}, dataset ${datasetId}, version ${number}`,
      );
    }
  requireWhole(parsed, place);
  return parsed;
}

/** One record as it came from a server; throws where it is none. */
export function requireRecord(table: keyof WorkspaceRecords, row: unknown, place: string): void {
  const issue = (schemas[table] as z.ZodType).safeParse(row).error?.issues[0];
  if (issue) throw unreadable(issue.message, `${place}, ${issue.path.join('.')}`);
  if (table !== 'datasetVersions') return;
  const { schema } = row as WorkspaceRecords['datasetVersions'][number];
  kindOf(schema).dataOf(schema);
}

/** What belongs to something has to come with it. */
function requireWhole(records: WorkspaceRecords, place: string): void {
  const datasets = new Set(records.datasets.map((one) => one.id));
  const models = new Set(records.models.map((one) => one.id));
  const runs = new Set(records.runs.map((one) => one.id));
  for (const { id: versionId, datasetId } of records.datasetVersions)
    if (!datasets.has(datasetId))
      throw unreadable('Its dataset is missing.', `${place}, dataset version ${versionId}`);
  for (const { id: versionId, modelId } of records.modelVersions)
    if (!models.has(modelId))
      throw unreadable('Its model is missing.', `${place}, model version ${versionId}`);
  for (const { runId } of records.checkpoints)
    if (!runs.has(runId)) throw unreadable('Its run is missing.', `${place}, checkpoint of run ${runId}`);
}

const images = z.object({ shape: z.tuple([z.int(), z.int(), z.int()]), shades: bytes });
const snapshot = z.object({
  step: z.number(),
  epoch: z.number(),
  answers: bytes.optional(),
  drawn: images.optional(),
  given: images.optional(),
  again: images.optional(),
  texts: z.array(z.object({ prompt: z.string(), text: z.string() })).optional(),
  filters: images.optional(),
});

export function parseSnapshot(given: unknown, place: string): Snapshot {
  const parsed = snapshot.safeParse(given);
  if (parsed.success) return parsed.data;
  throw unreadable(parsed.error.issues[0]?.message ?? '', place);
}

export const unreadable = (why: string, place: string) =>
  new TetradError({
    code: 'badInput',
    message: `The workspace holds records that cannot be read: ${why}`,
    place,
    hint: 'Export it again where it came from. Nothing was imported.',
  });
