/** Images that lie in arrays of a file (NumPy, HDF5, MATLAB), core/images/proposeImageArrays says where: bare pixels. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { type ImageArrays, type ImagePart, proposeImageArrays } from '#/core/images/proposeImageArrays';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { openArrays } from '#/formats/arrays/openArrays';
import type { RecognisedArrays } from '#/formats/recogniseFile';
import type { ImageLayout, ImageSource } from './imageLayout';

/** Values read together. */
const pieceValues = 2 ** 22;

export async function arrayImages(found: RecognisedArrays): Promise<ImageSource> {
  const { file, format } = found;
  const arrays = await openArrays(found);
  const proposed = proposeImageArrays(arrays.variables, arrays.texts);
  if (!proposed) {
    arrays.close();
    throw noImages(arrays, file.name);
  }
  return {
    layout: layoutOf(arrays, proposed, format.title, file.name),
    fileBytes: file.size,
    told: () => [...arrays.told(), ...leftOut(arrays, proposed)],
    close: () => arrays.close(),
  };
}

function layoutOf(arrays: ArrayFile, proposed: ImageArrays, title: string, place: string): ImageLayout {
  const { parts, height, width, channels } = proposed;
  const size = height * width * channels;
  return {
    title,
    pixels: { height, width, channels },
    async *images(signal) {
      for (const part of parts) {
        const labels = await labelsOf(arrays, part, place);
        const together = Math.max(1, Math.floor(pieceValues / size));
        for (let first = 0; first < part.count; first += together) {
          signal.throwIfAborted();
          const count = Math.min(together, part.count - first);
          const pixels = await pixelsOf(arrays, proposed, part, first, count);
          for (let i = 0; i < count; i++)
            yield {
              path: `${part.images} ${first + i}`,
              bytes: pixels.subarray(i * size, (i + 1) * size),
              width,
              height,
              isGrey: channels === 1,
              label: labels?.[first + i] ?? null,
              split: part.split ?? null,
            };
        }
      }
    },
  };
}

async function pixelsOf(
  arrays: ArrayFile,
  { height, width, channels, planes }: ImageArrays,
  { images }: ImagePart,
  first: number,
  count: number,
): Promise<Uint8Array> {
  const shape =
    arrays.variables.find(({ name }) => name === images)?.dimensions.map(({ size }) => size) ?? [];
  const values = await arrays.read(
    images,
    [first, ...shape.slice(1).map(() => 0)],
    [count, ...shape.slice(1)],
  );
  if (!planes || channels === 1) return Uint8Array.from(values);
  const pixels = new Uint8Array(values.length);
  const plane = height * width;
  for (let at = 0; at < values.length; at += plane * channels)
    for (let i = 0; i < plane; i++)
      for (let c = 0; c < channels; c++) pixels[at + i * channels + c] = values[at + c * plane + i] as number;
  return pixels;
}

async function labelsOf(
  arrays: ArrayFile,
  { labels, classes, count }: ImagePart,
  place: string,
): Promise<(string | null)[] | undefined> {
  if (labels === undefined) return undefined;
  const listOf = async (name: string) => {
    const list = arrays.texts?.find((one) => one.name === name);
    return list && (await list.read(0, list.size));
  };
  const texts = await listOf(labels);
  if (texts) return texts;
  const rank = arrays.variables.find(({ name }) => name === labels)?.dimensions.length ?? 1;
  const values = await arrays.readExact(
    labels,
    Array.from({ length: rank }, () => 0),
    [count, ...Array.from({ length: rank - 1 }, () => 1)],
  );
  const words = classes === undefined ? undefined : await listOf(classes);
  if (values.length !== count)
    throw new TetradError({
      code: 'badInput',
      message: `There are ${values.length} labels for ${count} images.`,
      place: `${place}, ${labels}`,
      hint: 'Save them again, one label for each image.',
    });
  return Array.from(values, (value) => (Number.isNaN(value) ? null : (words?.[value] ?? String(value))));
}

function leftOut({ variables }: ArrayFile, { parts }: ImageArrays): DataIssue[] {
  const taken = new Set(parts.flatMap(({ images, labels }) => [images, labels]));
  return variables.flatMap(({ name }): DataIssue[] =>
    taken.has(name)
      ? []
      : [
          {
            severity: 'info',
            message: `The array “${name}” is not taken: it is neither images of this size nor their labels.`,
          },
        ],
  );
}

function noImages({ variables }: ArrayFile, place: string): TetradError {
  const shapes = variables.map(
    (one) => `${one.name} ${one.dtype} [${one.dimensions.map(({ size }) => size).join(', ')}]`,
  );
  return new TetradError({
    code: 'badInput',
    message:
      'The file has no array of images of 8 bits, uint8 [image, height, width] or with 1 or 3 channels.',
    place,
    hint: `It holds ${shapes.slice(0, 5).join('; ') || 'no array'}. Save images as uint8: (a * 255).astype("uint8"), or import it as a field.`,
  });
}
