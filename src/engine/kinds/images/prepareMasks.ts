/** A version of images to what a training of masks is given: each image with a label for every pixel. */
import { bytesText } from '#/core/bytesText';
import { imageShape } from '#/core/images/fittedImages';
import { imageColumn, imagesIn, itemColumn } from '#/core/images/imageSchema';
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { readColumns } from '#/core/table/readColumns';
import { divideItems } from '../items/divideItems';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData } from '../preparedData';
import { imageMemory, prepareImageFrames } from './imageStore';
import { MaskStore } from './maskStore';
import { surveyMasks } from './surveyMasks';

export async function prepareMasks(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes: number,
): Promise<PreparedData> {
  const { schema, chunks } = version;
  const { marks, size } = imagesIn(schema);
  if (!marks)
    throw new TetradError({
      code: 'badInput',
      message: 'These images have neither masks nor boxes.',
      place: 'target',
      hint: 'Import the images with a folder of masks beside them, or choose another target.',
    });
  const columns = await readColumns(chunks, blobs, schema, [itemColumn, imageColumn], {
    asText: new Set([imageColumn]),
  });
  const stored = columns.get(itemColumn)?.data as Float64Array;
  const names = columns.get(imageColumn)?.data as (string | null)[];
  const marksOf = new ItemReader(marks, blobs);
  const survey = await surveyMasks(version.rows, (row) => marksOf.read(stored[row] as number));
  const { labels, keys, rows } = survey;
  const task = { type: request.task, target: request.target, labels, ...(keys && { keys }) };
  const divided = await divideItems(
    version,
    request,
    blobs,
    { sample: 'image', samples: 'images' },
    { task, rows },
  );
  const store = new MaskStore(version, survey, blobs, (row) => String(names[row] ?? `image ${row}`));
  const items = Float64Array.from(divided.rows, (row) => stored[row] as number);
  const memory = imageMemory(allowedBytes);
  const images = await prepareImageFrames(store, items, divided.rows, memory, blobs);
  const fitted = await images.fit(divided.train);
  const frames = images.frames(fitted);
  if (frames.source)
    divided.warnings.push(
      `The images and masks are more than the ${bytesText(memory.heldBytes)} that are held: they are unpacked once to the disk, and read from it batch by batch.`,
    );
  return {
    ...divided.prepared(frames, {
      column: { name: imageColumn, type: 'numeric', role: 'feature' },
      input: { kind: 'images', fitted },
      shape: imageShape(size),
      answer: () => ({ answers: store.answerBytes }),
    }),
    close: images.close,
  };
}
