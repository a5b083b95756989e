/** A version of sound to what a training is given: divided, heard as pictures, standardised on the training clips. */
import { soundIn } from '#/core/audio/audioSchema';
import { audioShape } from '#/core/audio/fittedAudio';
import { soundInput } from '#/core/kinds/audio';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { taskOf, tasks } from '#/core/tasks/registry';
import { cacheBytes, readInParts } from '#/core/train/dataAllowance';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import { clipPlaces } from '#/formats/audio/clipPlaces';
import { type ClipPlace, ClipReader } from '#/formats/audio/clipReader';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '../target';
import { pictureFrames } from './pictureFrames';

const sampleCount = 16;
/** Of pictures held as numbers; above, they are made batch by batch. */
const mostHeldBytes = 512 * 1024 ** 2;
const mostCachedBytes = 192 * 1024 ** 2;

export async function prepareAudio(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const { schema, chunks } = version;
  const { target, config } = request;
  const isClass = tasks.get(request.task, 'task').value === 'class';
  const roles = roleColumns(schema, { splitBy: config.splitBy ?? 'roles' });
  const asText = new Set([...roles.asText, ...(isClass ? [target] : [])]);
  const columns = await readColumns(chunks, blobs, schema, [...new Set([target, ...roles.names])], {
    asText,
  });
  const truth = columns.get(target) as Values;
  const rows = presentRows(truth);
  if (rows.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 clips with a value of “${target}”; there ${rows.length === 1 ? 'is 1' : 'are none'}.`,
      place: `column ${target}`,
      hint: 'Give more clips their labels.',
    });
  const values = takeRows(truth, rows);
  const wanted = inferTask(request, values);
  const codes = classCodes(wanted, values);
  const warnings: string[] = [];
  const missing = version.rows - rows.length;
  if (missing > 0)
    warnings.push(
      `${missing.toLocaleString('en')} ${missing === 1 ? 'clip has' : 'clips have'} no ${target} and ${missing === 1 ? 'was' : 'were'} left out.`,
    );
  const { notes, ...divided } = roleData(schema, columns, rows);
  const split = planSplit(
    wanted,
    { samples: rows.length, word: 'clip', codes, ...divided },
    { ...config, fold: request.fold },
  );
  warnings.push(...notes, ...split.notes);
  const summary = splitSummary(split, [...warnings]);

  const all = await clipPlaces(version, blobs);
  const { hearing } = soundIn(schema);
  const pictures = await pictureFrames(
    Array.from(rows, (row) => all[row] as ClipPlace),
    new ClipReader(schema, blobs),
    hearing,
    {
      heldBytes: Math.min(allowedBytes, mostHeldBytes),
      cacheBytes: Math.min(cacheBytes(allowedBytes), mostCachedBytes),
    },
  );
  const fitted = await pictures.fit(split.train);
  const frames = pictures.frames(fitted);
  if (!pictures.isHeld) warnings.push(readInParts(pictures.bytes, Math.min(allowedBytes, mostHeldBytes)));
  const task = taskOf(wanted).fit(wanted, takeRows(values, split.train));
  const toSplit = (part: Uint32Array): Split => ({
    rows: part.length,
    ...frames,
    frames: Int32Array.from(part),
    target: encodeTarget(task, takeRows(values, part)),
  });
  const numbered = (part: Uint32Array): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(part, (i) => rows[i] as number);
  const judged = (part: Uint32Array): JudgedRows => ({
    rows: numbered(part),
    truth: Float64Array.from(part, (i) => (codes ?? (values.data as Float64Array))[i] as number),
  });
  const shown = numbered(split.val.length > 0 ? split.val : split.train);
  return {
    task,
    inputs: [soundInput],
    input: { kind: 'audio', fitted },
    shape: audioShape(fitted),
    train: toSplit(split.train),
    val: toSplit(split.val),
    ...(split.test.length > 0 && { test: toSplit(split.test), judgedTest: judged(split.test) }),
    judged: judged(split.val),
    sampleRows: Array.from(spread(shown, sampleCount), (sample) => ({ sample })),
    split: summary,
    warnings,
  };
}

/** Not all of one label, where clips lie in the order of their labels. */
const spread = (rows: Uint32Array, count: number): Uint32Array =>
  Uint32Array.from(
    { length: Math.min(count, rows.length) },
    (_, i) => rows[Math.floor((i * rows.length) / Math.min(count, rows.length))] as number,
  );
