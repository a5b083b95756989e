/** Answers to samples as a file: labels and numbers as a table, frames as arrays of NumPy. */
import { kindOf } from '#/core/kinds/registry';
import type { ToldFrames, ToldSamples } from '#/core/kinds/toldSamples';
import { answerWidth } from '#/core/tasks/answerNumbers';
import { taskOf } from '#/core/tasks/registry';
import type { ModelVersion } from '#/core/protocol/model';
import type { TableFormat } from '#/core/protocol/dataApi';
import type { BlobStore } from '#/core/protocol/storage';
import { npzPieces } from '#/formats/arrays/writeNpz';
import type { CsvCell } from '#/core/table/writeCsv';
import { type AnswerRows, answerPieces, endingOf } from './answerPieces';
import { withAnswerColumns } from './withAnswerColumns';

type Numbers = Float64Array | Float32Array | Uint8Array;

export interface AnsweredSamples {
  version: Pick<ModelVersion, 'task' | 'input'>;
  told: ToldSamples;
  /** By sample number of the dataset, where it has the target: class name or number, null when missing. */
  truth?: readonly (string | number | null)[];
  /**
   * Of some samples at a time, in their order, row-major [samples, answerWidth]: probabilities, quantiles, a number, or a frame,
   * which is float32.
   */
  answers: AsyncIterable<Numbers>;
  /** Samples of the dataset that have no answer: what is among the answers for them says nothing. */
  unanswered?: ReadonlySet<number>;
  /** Kept in the file of frames. */
  names: { model: string; dataset: string };
}

export interface AnswerScore {
  /** Samples whose truth is known. */
  judged: number;
  correct?: number;
  /** Root mean squared error, in the target's unit. */
  rmse?: number;
}

export interface AnswerFile {
  name: string;
  /** Answers with the score at its end. */
  pieces: AsyncGenerator<Uint8Array, AnswerScore | undefined>;
}

/** In the form of the task's answers: frames, or one value a sample. */
export async function answerFile(
  answered: AnsweredSamples,
  blobs: Pick<BlobStore, 'get' | 'put'>,
  format: TableFormat = 'csv',
): Promise<AnswerFile> {
  const { version, told, names, truth } = answered;
  const frames = arraysOf(version, told);
  if (frames)
    return { name: `${names.dataset}-${version.task.type}.npz`, pieces: answersNpz(answered, frames) };
  const tellsTruth = truth && !told.columns.includes(version.task.target);
  const known = [...told.columns, ...(tellsTruth ? [version.task.target] : [])];
  return {
    name: `${names.dataset}-predictions.${await endingOf(format)}`,
    pieces: answerPieces(format, withAnswerColumns(known, version.task), answerRows(answered), blobs),
  };
}

/** What an answer of many values is an array of; undefined of one value. */
function arraysOf(
  { task, input }: AnsweredSamples['version'],
  { frames, samples }: ToldSamples,
): ToldFrames | undefined {
  const def = taskOf(task);
  if (def.frames) return frames;
  const codes = def.codes?.(kindOf(input).shape(input.fitted));
  return (
    codes && {
      ...codes,
      arrays: { sample: { values: Int32Array.from(samples), shape: [samples.length] } },
      about: { labels: task.labels },
    }
  );
}

/** Samples whose lines are written at a time. */
const linesAtOnce = 2_000;

/** One row per sample: what is told of it, what is known, what the model says. */
async function* answerRows({
  version,
  told,
  truth,
  answers,
  unanswered,
}: AnsweredSamples): AnswerRows<AnswerScore | undefined> {
  const { task } = version;
  const labels = task.labels ?? [];
  const { columns } = taskOf(task);
  const width = answerWidth(version);
  const tellsTruth = truth && !told.columns.includes(task.target);
  let [judged, correct, squares] = [0, 0, 0];
  const saysOf = (sample: number, row: Numbers): CsvCell[] => {
    if (unanswered?.has(sample))
      return [
        ...(tellsTruth ? [truth[sample] ?? null] : []),
        null,
        ...(columns ? Array(width).fill(null) : []),
      ];
    const says = columns?.says(task, row) ?? (row[0] as number);
    const known = truth?.[sample] ?? null;
    if (known !== null && !Number.isNaN(known)) {
      judged++;
      if (columns?.isRight?.(says, known) ?? known === says) correct++;
      if (typeof says === 'number') squares += (says - Number(known)) ** 2;
    }
    return [...(tellsTruth ? [known] : []), says, ...(columns ? row : [])];
  };
  let done = 0;
  for await (const part of answers)
    for (let at = 0; at < part.length; ) {
      const count = Math.min(linesAtOnce, (part.length - at) / width);
      const samples = told.samples.subarray(done, done + count);
      yield (await told.cells(samples)).map((cells, i) => {
        const row = part.subarray(at + i * width, at + (i + 1) * width);
        return [...cells, ...saysOf(samples[i] as number, row)];
      });
      done += count;
      at += count * width;
    }
  if (judged === 0) return undefined;
  return labels.length > 0 ? { judged, correct } : { judged, rmse: Math.sqrt(squares / judged) };
}

/** An array named as the task, [sample, ...frame], with where each is; axes.json says what the numbers are. */
async function* answersNpz(
  { version, told, answers, names, unanswered }: AnsweredSamples,
  { dimensions, shape: frame, arrays, about }: ToldFrames,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const { type } = version.task;
  const { levels } = version.task;
  const shape = [told.samples.length, ...(levels ? [levels.length] : []), ...frame];
  const axes = {
    ...names,
    [type]: { dimensions: ['sample', ...(levels ? ['level'] : []), ...dimensions], shape },
    ...(levels && { levels }),
    ...about,
    ...(unanswered && unanswered.size > 0 && { unanswered: [...unanswered] }),
  };
  yield* npzPieces(
    {
      [type]: {
        values: answers as AsyncIterable<Float32Array | Uint8Array>,
        dtype: taskOf(version.task).codes ? 'uint8' : 'float32',
        shape,
      },
      ...arrays,
    },
    { 'axes.json': `${JSON.stringify(axes, null, 1)}\n` },
  );
}
