/** What a version answers on rows that taught it nothing, and on those that are compared. */
import { CategoryStream } from '#/core/drift/categoryStream';
import type { ColumnPair } from '#/core/drift/judgeColumns';
import { NumberStream, sketchPoints } from '#/core/drift/numberStream';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { DriftRequest } from '#/core/protocol/drift';
import type { Storage } from '#/core/protocol/storage';
import type { OpenModel } from '../predict/openModel';
import { predictSamples } from '../predict/predictSamples';
import { answerColumns } from './answers';
import { fedOf, pairOf } from './columnPairs';
import { type FedColumn, feedStreams } from './feedStreams';
import { drawRows, mostSamples, samplesOf } from './samplesOf';
import type { Side } from './side';

export const mostAsked = 2_000;

export async function answerPairs(
  model: OpenModel,
  side: Side,
  before: Pick<Side, 'dataset' | 'rows'>,
  { windows }: DriftRequest,
  notes: string[],
  blobs: Storage['blobs'],
  tell: (progress: number) => Promise<void>,
): Promise<ColumnPair[]> {
  const { version, windowing } = side;
  const most = mostSamples(version, mostAsked);
  const ask = async function* (dataset: DatasetVersion, rows: Uint32Array) {
    for await (const piece of samplesOf(version, dataset, blobs, drawRows(rows, most)))
      yield { ...piece, answered: answerColumns(version.task, await predictSamples(model, piece.samples)) };
  };
  const reference = before.rows.length > 0 ? before.rows : allRows(before.dataset.rows);
  let kept: ColumnPair['now'][] | undefined;
  let names: string[] = [];
  for await (const { rows, answered, progress } of ask(before.dataset, reference)) {
    if (!answered) return [];
    names = answered.names;
    kept ??= answered.columns.map((column, i) => emptyFor(names[i] ?? '', column instanceof Float64Array));
    feedStreams({ first: 0, rows, count: rows.length, columns: answered.columns, progress }, kept.map(whole));
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
}

const whole = (stream: ColumnPair['now']): FedColumn => ({ whole: stream, windows: [] });
const emptyFor = (name: string, isNumber: boolean) =>
  isNumber ? new NumberStream({ name }, mostAsked) : new CategoryStream(name);
const allRows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
