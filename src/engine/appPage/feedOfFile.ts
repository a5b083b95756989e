/** A file as what the model takes: an image brought to its size as the studio does, or an array. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { LeavingModel } from '#/core/leaving/leavingModel';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import type { Feed } from '#/core/onnx/feeds';
import { TetradError } from '#/core/protocol/errors';
import { npyVariable, readNpyHeader } from '#/formats/arrays/npy';
import { byBrowser } from '#/formats/images/decodeImage';
import { readImageHeader } from '#/formats/images/imageHeader';
import { decodePng } from '#/formats/images/png';

export async function feedOfFile(model: LeavingModel, file: File): Promise<Feed> {
  const input = model.inputs[0];
  if (model.image && !file.name.endsWith('.npy')) return await imageFeed(model, model.image, file);
  const { shape, values } = file.name.endsWith('.npy') ? await ofNpy(file) : await ofJson(file);
  const own = input?.shape ?? [];
  const given = shape.length === own.length + 1 && shape[0] === 1 ? shape.slice(1) : shape;
  if (given.join() !== own.join())
    throw new TetradError({
      code: 'badInput',
      message: `It has the shape ${shape.join(' × ')}; this model takes ${own.join(' × ')}.`,
      place: file.name,
      hint: 'Cut or resample it to this size.',
    });
  const name = input?.name ?? '';
  const dims = [1, ...own];
  if (input?.dtype === 'uint8')
    return { name, type: 'uint8', data: Uint8Array.from(values, Math.round), dims };
  if (input?.dtype === 'int64')
    return {
      name,
      type: 'int64',
      data: BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
      dims,
    };
  return { name, type: 'float32', data: values, dims };
}

async function imageFeed(
  { inputs }: LeavingModel,
  size: NonNullable<LeavingModel['image']>,
  file: File,
): Promise<Feed> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const data = new Uint8Array(size.height * size.width * size.channels);
  resizePixels(await pixelsOf(bytes, file.name), size, data);
  return {
    name: inputs[0]?.name ?? '',
    type: 'uint8',
    data,
    dims: [1, size.height, size.width, size.channels],
  };
}

async function pixelsOf(bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Pixels> {
  const header = readImageHeader(bytes, place);
  if (!header || header.type === 'tiff')
    throw new TetradError({
      code: 'badInput',
      message: 'This is no image that a browser reads.',
      place,
      hint: 'Save it as PNG.',
    });
  return header.type === 'png' ? await decodePng(bytes, place) : await byBrowser(bytes, header, place);
}

async function ofNpy(file: File): Promise<{ shape: number[]; values: Float32Array<ArrayBuffer> }> {
  const header = await readNpyHeader(file);
  const { shape } = header;
  const start = shape.map(() => 0);
  const step = shape.map(() => 1);
  const read = await npyVariable('array', header, async () => file).read(start, shape, step, Float32Array);
  return { shape, values: Float32Array.from(read) };
}

async function ofJson(file: File): Promise<{ shape: number[]; values: Float32Array<ArrayBuffer> }> {
  const given: unknown = JSON.parse(await file.text());
  const shape: number[] = [];
  for (let one: unknown = given; Array.isArray(one); one = one[0]) shape.push(one.length);
  const flat = (given as unknown[]).flat(Number.POSITIVE_INFINITY);
  if (flat.length !== sizeOf(shape))
    throw new TetradError({
      code: 'badInput',
      message: 'Its lists are not all of one length.',
      place: file.name,
      hint: 'Write an array of lists in lists.',
    });
  return { shape, values: Float32Array.from(flat, (value) => (value === null ? Number.NaN : Number(value))) };
}
