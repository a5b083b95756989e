/** What a version answers to samples that later answers are compared with, as columns in bounded memory. */
import { CategoryStream } from '#/core/drift/categoryStream';
import { NumberStream, sketchPoints } from '#/core/drift/numberStream';
import type { ColumnSketch } from '#/core/drift/sketch';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { predictSamples } from '../predict/predictSamples';
import { answerColumns } from './answers';
import { feedStreams } from './feedStreams';
import { drawRows, mostSamples, samplesOf } from './samplesOf';

export const mostAsked = 2_000;

/** undefined where answers are neither numbers nor one of few labels. */
export async function answersBefore(
  model: Parameters<typeof predictSamples>[0],
  dataset: DatasetVersion,
  /** None: all of the dataset. */
  heldBack: Uint32Array,
  blobs: Storage['blobs'],
  tell: (progress: number) => Promise<void>,
  most = mostAsked,
): Promise<ColumnSketch[] | undefined> {
  const { version } = model;
  const all = heldBack.length > 0 ? heldBack : Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const drawn = drawRows(all, mostSamples(version, most));
  let streams: (NumberStream | CategoryStream)[] | undefined;
  for await (const { rows, samples, progress } of samplesOf(version, dataset, blobs, drawn)) {
    const answered = answerColumns(version.task, await predictSamples(model, samples));
    if (!answered) return undefined;
    const { names, columns } = answered;
    streams ??= columns.map((column, i) => emptyFor(names[i] ?? '', column instanceof Float64Array));
    const fed = streams.map((whole) => ({ whole, windows: [] }));
    feedStreams({ first: 0, rows, count: rows.length, columns, progress }, fed);
    await tell(progress);
  }
  return streams?.map((stream) =>
    stream instanceof NumberStream ? stream.sketch(sketchPoints(1)) : stream.sketch(),
  );
}

const emptyFor = (name: string, isNumber: boolean) =>
  isNumber ? new NumberStream({ name }, mostAsked) : new CategoryStream(name);
