/** Rows of a dataset beside those that a model version learnt from: by column, its answers among them. */
import { answeredBy } from '#/core/drift/answeredBy';
import type { DriftReport } from '#/core/drift/driftReport';
import { type ColumnPair, judgeAll } from '#/core/drift/judgeColumns';
import { type DriftReference, parseReference } from '#/core/drift/referenceFile';
import { lookAtSeen, pValuesOf, seenColumns, type SeenPair } from '#/core/drift/seen/judgeSeen';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { DriftEvent, DriftRequest } from '#/core/protocol/drift';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { withEmptyAs } from '#/core/table/emptyColumns';
import { openBackend } from '../backends/openBackend';
import { heldBackRows } from '../explain/heldBackRows';
import type { ExplainDeps } from '../explain/explainVersion';
import { openModel } from '../predict/openModel';
import { answerPairs } from './answerPairs';
import { answersBefore, mostAsked } from './answersBefore';
import { columnBatches, type WantedColumn } from './columnBatches';
import { fedOf, pairsFor } from './columnPairs';
import { feedStreams } from './feedStreams';
import { isTable, makeReference } from './makeReference';
import { statsOfSamples } from './sampleStats';
import { drawRows, mostSamples, samplesOf } from './samplesOf';
import { seenPair } from './seenPair';
import type { Side } from './side';
import { windowsOf } from './windowing';

export type DriftDeps = Omit<ExplainDeps, 'emit'> & { emit(event: DriftEvent): void };

export async function driftVersion(request: DriftRequest, deps: DriftDeps): Promise<DriftReport> {
  const { storage } = deps;
  const startedAt = performance.now();
  const version = await storage.models.version(request.modelVersionId);
  const rowsNow = await storage.datasets.version(request.datasetVersionId);
  if (!version || !rowsNow)
    throw new TetradError({
      code: 'notFound',
      message: `The ${version ? 'dataset' : 'model version'} to compare was deleted.`,
      hint: 'Choose another one.',
    });
  const dataset = withEmptyAs(rowsNow, version.inputs);
  const tell = async (progress: number, message: string) => {
    deps.emit({ kind: 'progress', progress, message });
    await deps.breathe();
    if (deps.stopped()) throw new TetradError({ code: 'cancelled', message: 'Cancelled.' });
  };
  const own = version.datasetVersionId ? await storage.datasets.version(version.datasetVersionId) : undefined;
  const heldBack = own && (await heldBackRows(version, own, storage));
  const back = heldBack && heldBack.part !== 'dataset' ? heldBack.rows : new Uint32Array(0);
  const reference = await referenceOf(version, own, back, deps, (part) =>
    tell(part * 0.15, 'Reading the rows it learnt from'),
  );
  const isOwn = own?.id === dataset.id;
  if (isOwn && back.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'These are the rows that the version learnt from: there is nothing to compare them with.',
      place: 'datasetId',
      hint: 'Choose a dataset of newer rows.',
    });
  const kept = isOwn ? marked(dataset.rows, back) : undefined;
  const notes: string[] = [];
  const pairs = pairsFor(reference, version, dataset, request, notes);
  const side: Side = {
    version,
    dataset,
    ...(kept && { kept }),
    rows: kept ? back : Uint32Array.from({ length: dataset.rows }, (_, row) => row),
    windowing: await windowsOf(request, dataset, storage.blobs),
  };
  const counts = await feedRows(side, pairs, notes, deps, (part) =>
    tell(0.15 + part * 0.5, 'Reading the rows to compare'),
  );
  const asked = await askModel(side, { own, back, reference }, request, notes, deps, (part) =>
    tell(0.65 + part * 0.25, 'Asking the model'),
  );
  const all = [...pairs, ...asked.answers];
  const { seen } = asked;
  const tests = { alpha: request.alpha, tests: 2 * all.length };
  const looks =
    seen && (await lookAtSeen(seen, tests, (part) => tell(0.9 + part * 0.09, 'Comparing what it sees')));
  const judged = judgeAll(all, request, {
    whole: pValuesOf(looks?.whole),
    windows: (looks?.windows ?? []).map(pValuesOf),
  });
  const columns = [...judged.columns, ...(looks ? seenColumns(looks, judged.others, request.alpha) : [])];
  const { method, alpha, correction } = request;
  return {
    columns,
    windows: (side.windowing?.titles ?? []).map((title, i) => ({ title, rows: counts[i] ?? 0 })),
    before: { rows: reference.rows, of: 'rows it learnt from' },
    now: { rows: side.rows.length, of: isOwn ? 'rows that were held back' : 'rows' },
    method,
    alpha,
    correction,
    notes,
    ms: performance.now() - startedAt,
  };
}

/** What the version answers on both sides, and what it sees of them. */
async function askModel(
  side: Side,
  { own, back, reference }: { own?: DatasetVersion; back: Uint32Array; reference: DriftReference },
  request: DriftRequest,
  notes: string[],
  { storage, open, ort }: DriftDeps,
  tell: (progress: number) => Promise<void>,
): Promise<{ answers: ColumnPair[]; seen?: SeenPair }> {
  const { version } = side;
  const kept =
    reference.answers?.by === answeredBy(version.body, version.task) ? reference.answers : undefined;
  if (!own && !kept)
    notes.push(
      'Answers are not compared: the version keeps none to samples of its training, and the dataset that it learnt from was deleted.',
    );
  if (!own && !reference.seen && !kept) return { answers: [] };
  const { blobs } = storage;
  const backend = await (open ?? (() => openBackend('wasm').catch(() => openBackend('cpu'))))(0);
  const model = await openModel(side.version.id, storage, backend, ort);
  try {
    const before =
      kept?.sketches ??
      (own && (await answersBefore(model, own, back, blobs, (part) => tell(part * 0.25)))) ??
      [];
    const answers =
      before.length > 0
        ? await answerPairs(model, side, before, request, blobs, (part) => tell(0.25 + part * 0.35))
        : [];
    if (answers.length > 0 && !(kept?.heldBack ?? back.length > 0))
      notes.push(
        'Which rows were held back is not known: answers are compared with those on all rows it learnt from.',
      );
    const seen = await seenPair(
      model,
      side,
      { kept: reference.seen, own, heldBack: back },
      notes,
      blobs,
      (part) => tell(0.6 + part * 0.4),
    );
    return { answers, ...(seen && { seen }) };
  } finally {
    model.dispose();
    backend.close();
  }
}

function marked(count: number, rows: Uint32Array): Uint8Array {
  const kept = new Uint8Array(count);
  for (const row of rows) kept[row] = 1;
  return kept;
}

async function referenceOf(
  version: ModelVersion,
  own: DatasetVersion | undefined,
  heldBack: Uint32Array,
  { storage }: DriftDeps,
  tell: (progress: number) => Promise<void>,
): Promise<DriftReference> {
  if (version.reference) return parseReference(await storage.blobs.get(version.reference));
  if (own) return await makeReference(version, own, heldBack, storage.blobs, tell);
  throw new TetradError({
    code: 'unsupported',
    message:
      version.runId === ''
        ? 'This model was imported: which rows it learnt from is not known.'
        : 'The version keeps nothing of the rows it learnt from, and their dataset was deleted.',
    place: 'modelId',
    hint: 'Train a version here: it keeps what later rows are compared with.',
  });
}

/** Answers how many rows each window has. */
async function feedRows(
  { version, dataset, kept, rows, windowing }: Side,
  pairs: readonly ColumnPair[],
  notes: string[],
  { storage: { blobs } }: DriftDeps,
  tell: (progress: number) => Promise<void>,
): Promise<number[]> {
  const counts = windowing?.titles.map(() => 0) ?? [];
  const ofTable = pairs.filter(({ part }) => part === 'target' || isTable(version.input));
  const types = new Map(dataset.schema.columns.map(({ name, type }) => [name, type]));
  const wanted = ofTable.map(
    ({ before: { name, form } }): WantedColumn => ({
      name,
      type: types.get(name) ?? (form === 'number' ? 'numeric' : 'categorical'),
    }),
  );
  const others = pairs.filter((pair) => !ofTable.includes(pair));
  const share = others.length > 0 ? 0.3 : 1;
  // Without a column of its own a table still says how many rows each window has.
  for await (const batch of columnBatches(dataset, blobs, wanted, kept)) {
    const windowOf = windowing?.of(batch.rows, batch.first, batch.count);
    feedStreams(batch, fedOf(ofTable), windowOf, counts);
    await tell(batch.progress * share);
  }
  if (others.length === 0) return counts;
  const drawn = drawRows(rows, mostSamples(version, mostAsked));
  if (drawn.length < rows.length)
    notes.push(
      `${drawn.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')} samples, drawn at random, were looked at.`,
    );
  for await (const { rows: own, samples, progress } of samplesOf(version, dataset, blobs, drawn)) {
    const stats = new Map(statsOfSamples(samples).names.map((name, i) => [name, i]));
    const { values } = statsOfSamples(samples);
    const columns = others.map(
      ({ before: { name } }) => values[stats.get(name) ?? -1] ?? new Float64Array(0),
    );
    const windowOf = windowing?.of(own, 0, own.length);
    feedStreams({ first: 0, rows: own, count: own.length, columns, progress }, fedOf(others), windowOf);
    await tell(share + progress * (1 - share));
  }
  return counts;
}
