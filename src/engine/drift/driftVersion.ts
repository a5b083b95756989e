/** Rows of a dataset beside those that a model version learnt from: by column, its answers among them. */
import type { DriftReport } from '#/core/drift/driftReport';
import { type ColumnPair, judgeColumns, streamFor } from '#/core/drift/judgeColumns';
import { CategoryStream } from '#/core/drift/categoryStream';
import { NumberStream, sampleValues, sketchPoints } from '#/core/drift/numberStream';
import { type DriftReference, parseReference } from '#/core/drift/referenceFile';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { DriftEvent, DriftRequest } from '#/core/protocol/drift';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { isNumberType } from '#/core/table/cellValue';
import { withEmptyAs } from '#/core/table/emptyColumns';
import { openBackend } from '../backends/openBackend';
import { heldBackRows } from '../explain/heldBackRows';
import type { ExplainDeps } from '../explain/explainVersion';
import { openModel } from '../predict/openModel';
import { predictSamples } from '../predict/predictSamples';
import { answerColumns } from './answers';
import { columnBatches, type WantedColumn } from './columnBatches';
import { type FedColumn, feedStreams } from './feedStreams';
import { isTable, makeReference } from './makeReference';
import { statsOfSamples } from './sampleStats';
import { drawRows, mostSamples, samplesOf } from './samplesOf';
import { windowsOf, type Windowing } from './windowing';

export type DriftDeps = Omit<ExplainDeps, 'emit'> & { emit(event: DriftEvent): void };

const mostAsked = 2_000;

interface Side {
  version: ModelVersion;
  dataset: DatasetVersion;
  /** Of each row of the dataset whether it is compared; absent: all. */
  kept?: Uint8Array;
  rows: Uint32Array;
  windowing?: Windowing;
}

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
  const answers = own
    ? await answerPairs(side, { dataset: own, rows: back }, request, notes, deps, (part) =>
        tell(0.65 + part * 0.33, 'Asking the model'),
      )
    : [];
  if (!own) notes.push('Answers are not compared: the dataset that the version learnt from was deleted.');
  const columns = judgeColumns([...pairs, ...answers], request);
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

/** A pair for each column that both sides have; badInput where the model's own are missing. */
function pairsFor(
  { columns }: DriftReference,
  { input }: ModelVersion,
  { schema }: DatasetVersion,
  { windows }: DriftRequest,
  notes: string[],
): ColumnPair[] {
  if (schema.kind !== input.kind)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes data of the kind "${input.kind}"; this dataset is of the kind "${schema.kind}".`,
      place: 'datasetId',
      hint: 'Choose a dataset like the one it was trained on.',
    });
  const byName = new Map(schema.columns.map((column) => [column.name, column]));
  const inTable = (part: string) => part === 'target' || isTable(input);
  const missing = columns.filter(
    ({ part, sketch }) => part === 'input' && isTable(input) && !byName.has(sketch.name),
  );
  if (missing.length > 0)
    throw new TetradError({
      code: 'badInput',
      message: `The dataset lacks ${missing.length === 1 ? 'the column' : `${missing.length} columns`} that the model takes: ${missing
        .slice(0, 5)
        .map(({ sketch }) => `"${sketch.name}"`)
        .join(', ')}${missing.length > 5 ? ', …' : ''}.`,
      place: `column ${missing[0]?.sketch.name}`,
      hint: 'Choose a dataset with the same columns, or rename them on its page.',
    });
  return columns.flatMap(({ part, sketch }): ColumnPair[] => {
    const column = byName.get(sketch.name);
    if (inTable(part) && !column) {
      notes.push(`The dataset has no column “${sketch.name}”: whether the target drifted is not known.`);
      return [];
    }
    if (inTable(part) && column && isNumberType(column.type) !== (sketch.form === 'number')) {
      if (part === 'input')
        throw new TetradError({
          code: 'badInput',
          message: `The model takes "${sketch.name}" as ${sketch.form === 'number' ? 'numbers' : 'labels'}; in the dataset it is ${column.type}.`,
          place: `column ${sketch.name}`,
          hint: 'Change the type of the column on the page of the dataset.',
        });
      notes.push(`The target “${sketch.name}” is of another type here: it is not compared.`);
      return [];
    }
    return [pairOf(part, sketch, columns.length, windows)];
  });
}

function pairOf(
  part: ColumnPair['part'],
  before: ColumnPair['before'],
  columns: number,
  windows: number,
): ColumnPair {
  const parts = windows < 2 ? 0 : windows;
  const perWindow = sampleValues(columns * Math.max(1, parts));
  return {
    part,
    before,
    now: streamFor(before, sampleValues(columns)),
    windows: Array.from({ length: parts }, () => streamFor(before, perWindow)),
  };
}

const fedOf = (pairs: readonly ColumnPair[]): FedColumn[] =>
  pairs.map(({ now, windows }) => ({ whole: now, windows: [...windows] }));

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

/** What the version answers on rows that taught it nothing, and on those that are compared. */
async function answerPairs(
  side: Side,
  before: Pick<Side, 'dataset' | 'rows'>,
  { windows }: DriftRequest,
  notes: string[],
  { storage, open, ort }: DriftDeps,
  tell: (progress: number) => Promise<void>,
): Promise<ColumnPair[]> {
  const { version, windowing } = side;
  const backend = await (open ?? (() => openBackend('wasm').catch(() => openBackend('cpu'))))(0);
  const model = await openModel(version.id, storage, backend, ort);
  try {
    const most = mostSamples(version, mostAsked);
    const ask = async function* (dataset: DatasetVersion, rows: Uint32Array) {
      for await (const piece of samplesOf(version, dataset, storage.blobs, drawRows(rows, most)))
        yield { ...piece, answered: answerColumns(version.task, await predictSamples(model, piece.samples)) };
    };
    const reference = before.rows.length > 0 ? before.rows : allRows(before.dataset.rows);
    let kept: ColumnPair['now'][] | undefined;
    let names: string[] = [];
    for await (const { rows, answered, progress } of ask(before.dataset, reference)) {
      if (!answered) return [];
      names = answered.names;
      kept ??= answered.columns.map((column, i) => emptyFor(names[i] ?? '', column instanceof Float64Array));
      feedStreams(
        { first: 0, rows, count: rows.length, columns: answered.columns, progress },
        kept.map(whole),
      );
      await tell(progress * 0.4);
    }
    const pairs = (kept ?? []).map((stream) =>
      pairOf(
        'prediction',
        stream instanceof NumberStream ? stream.sketch(sketchPoints(1)) : stream.sketch(),
        names.length,
        windows,
      ),
    );
    for await (const { rows, answered, progress } of ask(side.dataset, side.rows)) {
      if (!answered) return [];
      const batch = { first: 0, rows, count: rows.length, columns: answered.columns, progress };
      feedStreams(batch, fedOf(pairs), windowing?.of(rows, 0, rows.length));
      await tell(0.4 + progress * 0.6);
    }
    if (before.rows.length === 0)
      notes.push(
        'Which rows were held back is not known: answers are compared with those on all rows it learnt from.',
      );
    return pairs;
  } finally {
    model.dispose();
    backend.close();
  }
}

const whole = (stream: ColumnPair['now']): FedColumn => ({ whole: stream, windows: [] });
const emptyFor = (name: string, isNumber: boolean) =>
  isNumber ? new NumberStream({ name }, mostAsked) : new CategoryStream(name);
const allRows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
