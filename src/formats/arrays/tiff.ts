/** TIFF and BigTIFF stacks: pages along time, z or channel as ImageJ and OME name them; only touched tiles are read. */
import { arrayEndings } from '#/core/fileEndings';
import type * as geotiff from 'geotiff';
import type { default as GeoTIFF, GeoTIFFImage } from 'geotiff';
import type { ArrayCoordinates, ArrayFile, AxisRole } from '#/core/grid/arrayFile';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ArrayFormatDef, ArraySource } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { denseStrides, gather } from './boxBytes';
import { decodeNumbers, decodingDetails, plainDecoding } from './decoding';
import { guessRoles } from './guessRoles';
import { type NumberArray, numericTypeName } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues } from './openedVariable';
import { pixelBits } from './tiff/bits';
import { colourOf, toRgb } from './tiff/colour';
import { registerDecoders } from './tiff/decoders';
import { pageAxes } from './tiff/pageAxes';
import { readPages } from './tiff/pages';
import { unpackingPool } from './tiff/unpacking';

const variableName = 'image';

export const tiff: ArrayFormatDef = {
  type: 'tiff',
  title: 'TIFF stack',
  extensions: arrayEndings.tiff,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head) => (/^(II[*+]\0|MM\0[*+])/.test(String.fromCharCode(...head.subarray(0, 4))) ? 1 : 0),
  async open(file) {
    const library = await import('geotiff');
    registerDecoders(library);
    try {
      const stack = await library.default.fromSource(sourceOf(file));
      return await describe(file, library, await readPages(stack, file.name));
    } catch (cause) {
      throw unreadable(file, cause);
    }
  },
};

/** The library's own source for a Blob needs FileReader; this one does not. */
function sourceOf(file: ArraySource): Parameters<typeof GeoTIFF.fromSource>[0] {
  const fetchSlice = async ({ offset, length }: { offset: number; length: number }) => {
    if (!(offset >= 0 && offset <= file.size && length >= 0))
      throw new TetradError({
        code: 'badInput',
        message: `The TIFF file is damaged or cut short: it points to byte ${offset.toLocaleString('en')}, but has ${file.size.toLocaleString('en')}.`,
        place: file.name,
        hint: 'The file is damaged: write or copy it again.',
      });
    const end = Math.min(offset + length, file.size);
    return { offset, length, data: await file.slice(offset, end).arrayBuffer() };
  };
  return {
    fetchSlice,
    fetch: (slices) => Promise.all(slices.map(async (slice) => (await fetchSlice(slice)).data)),
    fileSize: file.size,
    close: async () => undefined,
  };
}

async function describe(
  file: ArraySource,
  library: typeof geotiff,
  images: readonly GeoTIFFImage[],
): Promise<ArrayFile> {
  const [first] = images;
  if (!first) throw refuse(file, 'The file has no page.', 'Save the stack again.');
  const [width, height, samples] = [first.getWidth(), first.getHeight(), first.getSamplesPerPixel()];
  // Tags that hold a list where one number belongs reach us as they are.
  if (![width, height, samples].every((size) => Number.isSafeInteger(size) && size > 0))
    throw refuse(
      file,
      'Its first page does not say how wide and high it is.',
      'The file is damaged: write or copy it again.',
    );
  const pixel = await pixelBits(first);
  if (!pixel)
    throw unsupported(
      file,
      `pixels of ${first.getBitsPerSample()} bits, format ${first.getSampleFormat()}`,
      'Save it with pixels of 1 to 32 bits, or as float32.',
    );
  const colour = await colourOf(first);
  if (colour === 'packed')
    throw unsupported(file, 'colours (YCbCr) that several pixels share, without JPEG', 'Save it as RGB.');
  // Reduced copies of a page, as pyramids have them, are no pages of the stack.
  const pages = images.filter(
    (image) =>
      image.getWidth() === width &&
      image.getHeight() === height &&
      image.getSamplesPerPixel() === samples &&
      image.getBitsPerSample() === first.getBitsPerSample(),
  );
  const pools = new Map(pages.map((image) => [image, unpackingPool(library, image, pixel)]));
  const description: unknown = await first.fileDirectory.loadValue('ImageDescription');
  const described = pageAxes(typeof description === 'string' ? description : '', pages.length, samples);
  if (described.promised > pages.length && pages.length === 1)
    throw unsupported(
      file,
      `${described.promised.toLocaleString('en')} images behind a single page, as ImageJ writes stacks of more than 4 GB`,
      'Save it as OME-TIFF or BigTIFF (in ImageJ with Bio-Formats).',
    );
  const outer = described.axes;
  const dimensions = [
    ...outer,
    { name: 'y', size: height },
    { name: 'x', size: width },
    ...(samples > 1
      ? [{ name: outer.some(({ name }) => name === 'channel') ? 'sample' : 'channel', size: samples }]
      : []),
  ];
  const noData = first.getGDALNoData();
  const decoding = { ...plainDecoding, missing: noData === null ? [] : [noData] };
  const pageStrides = denseStrides(
    outer.map(({ size }) => size),
    1,
  );
  const coordinates: ArrayCoordinates[] = [];
  for (const { name, size } of dimensions) {
    const given = described.steps[name];
    if (!given) continue;
    const values = Float64Array.from({ length: size }, (_, i) => i * given.step);
    coordinates.push({ dimension: name, values, unit: given.unit });
  }
  const skipped = images.length - pages.length;
  return openedArrays(file.name, {
    variables: [
      {
        variable: {
          name: variableName,
          dimensions,
          dtype: pixel.bits === 1 ? 'bool' : numericTypeName(pixel.type),
          details: {
            ...(pixel.bits !== pixel.type.bytes * 8 && { 'bits per pixel': String(pixel.bits) }),
            ...(pixel.reversed && { 'order of bits': 'turned round (FillOrder 2)' }),
            ...(colour && { colours: 'red, green and blue from YCbCr' }),
            pages: String(pages.length),
            ...decodingDetails(decoding),
          },
        },
        async read(start, count, step, Values) {
          const out = newValues(Values, sizeOf(count));
          const rank = outer.length;
          const [y = 0, x = 0, sample = 0] = start.slice(rank);
          const [rows = 0, columns = 0, taken = 1] = count.slice(rank);
          const [rowStep = 1, columnStep = 1, sampleStep = 1] = step.slice(rank);
          // The library reads all between the first and the last.
          const wide = (columns - 1) * columnStep + 1;
          const window = [x, y, x + wide, y + (rows - 1) * rowStep + 1];
          const chosen = Array.from({ length: taken }, (_, i) => sample + i * sampleStep);
          const strides = [rowStep * wide * taken, columnStep * taken, 1];
          const pageCounts = count.slice(0, rank);
          const boxStrides = denseStrides(pageCounts, 1);
          const pageValues = rows * columns * taken;
          for (let turn = 0; turn < sizeOf(pageCounts); turn++) {
            const page = boxStrides.reduce(
              (sum, stride, axis) =>
                sum +
                ((start[axis] as number) +
                  (Math.floor(turn / stride) % (pageCounts[axis] as number)) * (step[axis] as number)) *
                  (pageStrides[axis] as number),
              0,
            );
            const image = pages[page] as GeoTIFFImage;
            const wanted = colour ? [0, 1, 2] : chosen;
            const read = await readPage(file, image, page, {
              window,
              samples: wanted,
              pool: pools.get(image),
            });
            const picked = colour ? pick(toRgb(read, colour), 3, chosen) : read;
            const values = gather(picked, [rows, columns, taken], strides);
            decodeNumbers(values, decoding, out.subarray(turn * pageValues, (turn + 1) * pageValues));
          }
          return out;
        },
      },
    ],
    coordinates,
    roles: rolesOf(dimensions.map(({ name }) => name)),
    details: {
      ...(described.writtenBy && { 'written by': described.writtenBy }),
      ...(skipped > 0 && { 'pages of another size': `left out: ${skipped}` }),
    },
  });
}

/** Pages nobody named are most often frames. */
function rolesOf(names: readonly string[]): Record<string, AxisRole> {
  const roles = guessRoles(names.filter((name) => name !== 'sample').map((name) => ({ name })));
  return names.includes('page') ? { ...roles, page: 'time' } : roles;
}

async function readPage(
  file: ArraySource,
  image: GeoTIFFImage,
  page: number,
  options: { window: number[]; samples: number[]; pool?: geotiff.Pool },
): Promise<NumberArray> {
  try {
    return await image.readRasters({ ...options, interleave: true });
  } catch (cause) {
    throw unreadable(file, cause, `page ${page + 1}`);
  }
}

/** Some of the components of each pixel. */
const pick = (pixels: Uint8Array, of: number, chosen: readonly number[]): Uint8Array =>
  Uint8Array.from(
    { length: (pixels.length / of) * chosen.length },
    (_, i) => pixels[Math.floor(i / chosen.length) * of + (chosen[i % chosen.length] as number)] as number,
  );

function unreadable(file: ArraySource, cause: unknown, page?: string): TetradError {
  if (cause instanceof TetradError) return cause;
  const said = toErrorInfo(cause).message;
  const compression = /compression/i.test(said);
  return new TetradError(
    {
      code: compression ? 'unsupported' : 'badInput',
      message: compression
        ? `The compression is not supported: ${said}`
        : `The TIFF file is damaged or cut short: ${said}`,
      place: page ? `${file.name}, ${page}` : file.name,
      hint: compression
        ? 'Save it without compression or with LZW, Deflate, PackBits or Zstandard.'
        : 'Download or copy the file again.',
    },
    { cause },
  );
}

const refuse = (file: ArraySource, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place: file.name, hint });

const unsupported = (file: ArraySource, what: string, hint: string) =>
  new TetradError({ code: 'unsupported', message: `The file has ${what}.`, place: file.name, hint });
