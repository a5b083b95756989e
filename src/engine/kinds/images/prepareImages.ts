/** A version of images to what a training is given: divided, brought to one size, standardised. */
import { bytesText } from '#/core/bytesText';
import { imageShape } from '#/core/images/fittedImages';
import { imageColumn, imagesIn, itemColumn } from '#/core/images/imageSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { taskOf, tasks } from '#/core/tasks/registry';
import { cacheBytes } from '#/core/train/dataAllowance';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '../target';
import { ImageStore, prepareImageFrames } from './imageStore';

const sampleCount = 16;
/** Of images held as numbers; above, they are unpacked batch by batch. */
const mostHeldBytes = 128 * 1024 ** 2;
const mostCachedBytes = 96 * 1024 ** 2;

export async function prepareImages(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const { schema, chunks } = version;
  const { target, config } = request;
  const isClass = tasks.get(request.task, 'task').value === 'class';
  const roles = roleColumns(schema, { splitBy: config.splitBy ?? 'roles' });
  const asText = new Set([imageColumn, ...roles.asText, ...(isClass ? [target] : [])]);
  const columns = await readColumns(
    chunks,
    blobs,
    schema,
    [...new Set([itemColumn, imageColumn, target, ...roles.names])],
    { asText },
  );
  const truth = columns.get(target) as Values;
  const rows = presentRows(truth);
  if (rows.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 images with a value of “${target}”; there ${rows.length === 1 ? 'is 1' : 'are none'}.`,
      place: `column ${target}`,
      hint: 'Give more images their labels.',
    });
  const values = takeRows(truth, rows);
  const wanted = inferTask(request, values);
  const codes = classCodes(wanted, values);
  const warnings: string[] = [];
  if (rows.length < version.rows) {
    const missing = version.rows - rows.length;
    warnings.push(
      `${missing.toLocaleString('en')} ${missing === 1 ? 'image has' : 'images have'} no ${target} and ${missing === 1 ? 'was' : 'were'} left out.`,
    );
  }
  const { notes, ...divided } = roleData(schema, columns, rows);
  const split = planSplit(
    wanted,
    { samples: rows.length, word: 'image', codes, ...divided },
    { ...config, fold: request.fold },
  );
  warnings.push(...notes, ...split.notes);
  const summary = splitSummary(split, [...warnings]);

  const { size } = imagesIn(schema);
  const stored = columns.get(itemColumn)?.data as Float64Array;
  const names = columns.get(imageColumn)?.data as (string | null)[];
  const items = Float64Array.from(rows, (row) => stored[row] as number);
  const store = new ImageStore(version, size, blobs, (row) => String(names[row] ?? `image ${row}`));
  const heldBytes = Math.min(allowedBytes, mostHeldBytes);
  const prepared = await prepareImageFrames(store, items, rows, {
    heldBytes,
    cacheBytes: Math.min(cacheBytes(allowedBytes), mostCachedBytes),
  });
  const fitted = await prepared.fit(split.train);
  const frames = prepared.frames(fitted);
  if (frames.source)
    warnings.push(
      `The images take ${bytesText(items.length * store.imageBytes * 4)} as numbers, of which ${bytesText(heldBytes)} are held: they are unpacked batch by batch.`,
    );
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
    inputs: [{ name: imageColumn, type: 'numeric', role: 'feature' }],
    input: { kind: 'images', fitted },
    shape: imageShape(fitted),
    train: toSplit(split.train),
    val: toSplit(split.val),
    ...(split.test.length > 0 && { test: toSplit(split.test), judgedTest: judged(split.test) }),
    judged: judged(split.val),
    sampleRows: Array.from(spread(shown, sampleCount), (sample) => ({ sample })),
    split: summary,
    warnings,
  };
}

/** Not all of one label, where images lie in the order of their labels. */
const spread = (rows: Uint32Array, count: number): Uint32Array =>
  Uint32Array.from(
    { length: Math.min(count, rows.length) },
    (_, i) => rows[Math.floor((i * rows.length) / Math.min(count, rows.length))] as number,
  );
