/** A version of images to what a training is given: divided, brought to one size, standardised. */
import { bytesText } from '#/core/bytesText';
import { type FittedImages, imageShape } from '#/core/images/fittedImages';
import { imageColumn, imagesIn, itemColumn } from '#/core/images/imageSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { readColumns } from '#/core/table/readColumns';
import { divideItems } from '../items/divideItems';
import { tasks } from '#/core/tasks/registry';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData } from '../preparedData';
import { imageMemory, ImageStore, prepareImageFrames } from './imageStore';
import { prepareMasks } from './prepareMasks';

export async function prepareImages(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const { schema, chunks } = version;
  const { value } = tasks.get(request.task, 'task');
  if (value === 'mask') return await prepareMasks(version, request, blobs, allowedBytes);
  const ofItself = value === 'pixels';
  const divided = await divideItems(
    version,
    request,
    blobs,
    { sample: 'image', samples: 'images' },
    ofItself
      ? { task: { type: request.task, target: request.target }, rows: allRows(version.rows) }
      : undefined,
  );
  const columns = await readColumns(chunks, blobs, schema, [itemColumn, imageColumn], {
    asText: new Set([imageColumn]),
  });
  const stored = columns.get(itemColumn)?.data as Float64Array;
  const names = columns.get(imageColumn)?.data as (string | null)[];
  const items = Float64Array.from(divided.rows, (row) => stored[row] as number);
  const kept = keptInput<FittedImages>(request);
  const { size: own } = imagesIn(schema);
  if (kept && kept.channels !== own.channels) throw otherChannels(kept.channels, own.channels);
  const size = kept ?? own;
  const store = new ImageStore(version, size, blobs, (row) => String(names[row] ?? `image ${row}`));
  const memory = imageMemory(allowedBytes);
  const images = await prepareImageFrames(store, items, divided.rows, memory, blobs);
  const fitted = kept ?? (await images.fit(divided.train));
  const frames = images.frames(fitted);
  if (frames.source)
    divided.warnings.push(
      `The images take ${bytesText(items.length * store.imageBytes * 4)} as numbers, of which ${bytesText(memory.heldBytes)} are held: they are unpacked once to the disk, and read from it batch by batch.`,
    );
  const prepared = divided.prepared(frames, {
    column: { name: imageColumn, type: 'numeric', role: 'feature' },
    input: { kind: 'images', fitted },
    shape: imageShape(fitted),
    ...(ofItself && { answer: () => ({ itself: true }) }),
  });
  const scales = fitted.mean.map((mean, i) => ({ mean, std: fitted.std[i] as number }));
  return { ...prepared, ...(ofItself && { task: { ...prepared.task, scales } }), close: images.close };
}

const allRows = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

const otherChannels = (takes: number, has: number): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `The model version takes images of ${channelWords(takes)}; these have ${channelWords(has)}.`,
    place: 'the dataset',
    hint: 'On the page of the dataset, choose the other under Image size.',
  });

const channelWords = (channels: number): string =>
  channels === 1 ? 'one channel (grey)' : `${channels} channels (colours)`;
