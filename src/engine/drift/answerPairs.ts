/** What a version answered on rows that taught it nothing, beside what it answers on those that are compared. */
import type { ColumnPair } from '#/core/drift/judgeColumns';
import type { ColumnSketch } from '#/core/drift/sketch';
import type { DriftRequest } from '#/core/protocol/drift';
import type { Storage } from '#/core/protocol/storage';
import type { OpenModel } from '../predict/openModel';
import { predictSamples } from '../predict/predictSamples';
import { answerColumns } from './answers';
import { mostAsked } from './answersBefore';
import { fedOf, pairOf } from './columnPairs';
import { feedStreams } from './feedStreams';
import { drawRows, mostSamples, samplesOf } from './samplesOf';
import type { Side } from './side';

export async function answerPairs(
  model: OpenModel,
  { version, dataset, rows: all, windowing }: Side,
  before: readonly ColumnSketch[],
  { windows }: DriftRequest,
  blobs: Storage['blobs'],
  tell: (progress: number) => Promise<void>,
): Promise<ColumnPair[]> {
  const pairs = before.map((sketch) => pairOf('prediction', sketch, before.length, windows));
  const drawn = drawRows(all, mostSamples(version, mostAsked));
  for await (const { rows, samples, progress } of samplesOf(version, dataset, blobs, drawn)) {
    const answered = answerColumns(version.task, await predictSamples(model, samples));
    if (!answered) return [];
    const batch = { first: 0, rows, count: rows.length, columns: answered.columns, progress };
    feedStreams(batch, fedOf(pairs), windowing?.of(rows, 0, rows.length));
    await tell(progress);
  }
  return pairs;
}
