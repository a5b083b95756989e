/** Images that come as bare pixels, many in a file, with their labels beside them or in between. */
import { TetradError } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import { readNpyHeader } from '#/formats/arrays/npy';
import { readNumbers } from '#/formats/arrays/numericType';
import { cifarForm, cifarPixels, cifarSide } from '#/formats/images/cifar';
import { idxValues, isIdxImages, readIdxHeader } from '#/formats/images/idx';
import { npzParts } from '#/formats/images/npzNames';
import type { ImageLayout, ImportedImage } from './imageLayout';

interface Pile {
  name: string;
  split?: string;
  shape: { height: number; width: number; channels: 1 | 3 };
  count: number;
  /** Of all, one behind the other. */
  pixels(): Promise<Uint8Array>;
  labels?(): Promise<string[]>;
}

/** undefined where the bundle holds nothing of the kind. */
export async function pixelLayout(bundle: Bundle): Promise<ImageLayout | undefined> {
  return (await idxLayout(bundle)) ?? cifarLayout(bundle) ?? (await npzLayout(bundle));
}

function piledLayout(title: string, piles: readonly Pile[], place: string): ImageLayout {
  const [first] = piles;
  if (!first) throw new TetradError({ code: 'internal', message: 'no images' });
  const { height, width, channels } = first.shape;
  for (const { name, shape } of piles)
    if (shape.height !== height || shape.width !== width || shape.channels !== channels)
      throw new TetradError({
        code: 'badInput',
        message: `The images of “${name}” are ${shape.width} × ${shape.height} × ${shape.channels}, those of “${first.name}” ${width} × ${height} × ${channels}.`,
        place,
        hint: 'Import them one after the other.',
      });
  const size = height * width * channels;
  const isDivided = new Set(piles.map(({ split }) => split)).size > 1;
  return {
    title,
    pixels: first.shape,
    async *images(signal) {
      for (const { name, split, count, pixels, labels } of piles) {
        const all = await pixels();
        const answers = await labels?.();
        for (let i = 0; i < count; i++) {
          if (i % 1000 === 0) signal.throwIfAborted();
          yield {
            path: `${name} ${i}`,
            bytes: all.subarray(i * size, (i + 1) * size),
            width,
            height,
            isGrey: channels === 1,
            label: answers?.[i] ?? null,
            split: (isDivided && split) || null,
          };
        }
      }
    },
  };
}

async function idxLayout(bundle: Bundle): Promise<ImageLayout | undefined> {
  const files: { entry: BundleEntry; shape: number[] }[] = [];
  if (bundle.entries.length > 64) return undefined;
  for (const entry of bundle.entries) {
    const head = await entry.head(32);
    const header = readIdxHeader(head);
    if (header && (isIdxImages(head) || header.shape.length === 1))
      files.push({ entry, shape: header.shape });
  }
  const images = files.filter(({ shape }) => shape.length >= 3);
  if (images.length === 0) return undefined;
  const labels = files.filter(({ shape }) => shape.length === 1);
  const used = new Set<BundleEntry>();
  const piles = images.map(({ entry, shape }): Pile => {
    const [count = 0, height = 0, width = 0, channels = 1] = shape;
    if (channels !== 1 && channels !== 3)
      throw new TetradError({
        code: 'unsupported',
        message: `Images of ${channels} channels are not read; 1 or 3 are.`,
        place: `${bundle.name}, ${entry.path}`,
      });
    const same = labels.filter(({ entry: other, shape: [rows] }) => rows === count && !used.has(other));
    const own =
      same.find(({ entry: other }) => pairKey(other.path) === pairKey(entry.path)) ??
      (same.length === 1 && images.length === 1 ? same[0] : undefined);
    if (own) used.add(own.entry);
    used.add(entry);
    const split = /t10k|test/i.test(entry.path) ? 'test' : /train/i.test(entry.path) ? 'train' : undefined;
    return {
      name: entry.path.replace(/^.*\//, '').replace(/[-._]?(images?[-._]?)?idx\d[-._]ubyte$/i, '') || 'image',
      ...(split && { split }),
      shape: { height, width, channels },
      count,
      pixels: () => values(entry, bundle),
      ...(own && {
        labels: async () => Array.from(await values(own.entry, bundle), String),
      }),
    };
  });
  for (const { path } of bundle.entries.filter((entry) => !used.has(entry)))
    bundle.leaveOut(path, 'it belongs to no images');
  return piledLayout('IDX (MNIST)', piles, bundle.name);
}

const pairKey = (path: string): string =>
  path.toLowerCase().replace(/images?|labels?|idx\d|ubyte|[-_. ]/g, '');

async function values(entry: BundleEntry, bundle: Bundle): Promise<Uint8Array> {
  const bytes = await entry.whole();
  const header = readIdxHeader(bytes);
  if (header) return idxValues(bytes, header, `${bundle.name}, ${entry.path}`);
  throw new TetradError({
    code: 'badInput',
    message: 'The file is no IDX file.',
    place: `${bundle.name}, ${entry.path}`,
  });
}

function cifarLayout(bundle: Bundle): ImageLayout | undefined {
  const files = bundle.entries.flatMap((entry) => {
    const form = cifarForm(entry.path, entry.bytes);
    return form ? [{ entry, ...form }] : [];
  });
  if (files.length === 0) return undefined;
  const known = new Set(files.map(({ entry }) => entry));
  const names = bundle.entries.find(({ path }) => /(batches\.meta|fine_label_names)\.txt$/i.test(path));
  for (const entry of bundle.entries)
    if (!known.has(entry) && entry !== names) bundle.leaveOut(entry.path, 'no images');
  const isDivided =
    files.some(({ entry }) => isTest(entry.path)) && files.some(({ entry }) => !isTest(entry.path));
  return {
    title: 'CIFAR',
    pixels: { height: cifarSide, width: cifarSide, channels: 3 },
    async *images(signal) {
      const words = names
        ? new TextDecoder()
            .decode(await names.whole())
            .trim()
            .split(/\s*\n/)
        : [];
      for (const { entry, labels, recordBytes } of files) {
        const bytes = await entry.whole();
        const name = entry.path.replace(/^.*\/|\.bin$/gi, '');
        for (let i = 0; i * recordBytes < bytes.length; i++) {
          if (i % 1000 === 0) signal.throwIfAborted();
          const record = bytes.subarray(i * recordBytes, (i + 1) * recordBytes);
          const label = record[labels - 1] as number;
          const image: ImportedImage = {
            path: `${name} ${i}`,
            bytes: cifarPixels(record, labels),
            width: cifarSide,
            height: cifarSide,
            isGrey: false,
            label: words[label] ?? String(label),
            split: isDivided ? (isTest(entry.path) ? 'test' : 'train') : null,
          };
          yield image;
        }
      }
    },
  };
}

const isTest = (path: string): boolean => /test/i.test(path.replace(/^.*\//, ''));

async function npzLayout(bundle: Bundle): Promise<ImageLayout | undefined> {
  const arrays = new Map(
    bundle.entries.flatMap((entry) =>
      /\.npy$/i.test(entry.path) ? [[entry.path.replace(/\.npy$/i, ''), entry] as const] : [],
    ),
  );
  const parts = npzParts([...arrays.keys()]);
  if (parts.length === 0) return undefined;
  const piles: Pile[] = [];
  const used = new Set<string>();
  for (const { images, labels, split } of parts) {
    const entry = arrays.get(images) as BundleEntry;
    const answers = labels === undefined ? undefined : arrays.get(labels);
    used.add(entry.path);
    if (answers) used.add(answers.path);
    piles.push(await npyPile(entry, answers, split, bundle));
  }
  for (const { path } of bundle.entries) if (!used.has(path)) bundle.leaveOut(path, 'no images');
  return piledLayout('NumPy (.npz)', piles, bundle.name);
}

async function npyPile(
  entry: BundleEntry,
  answers: BundleEntry | undefined,
  split: string | undefined,
  bundle: Bundle,
): Promise<Pile> {
  const place = `${bundle.name}, ${entry.path}`;
  const header = await headerOf(entry, place);
  const [count = 0, ...sides] = header.shape;
  const planes = sides.length === 3 && sides[2] !== 1 && sides[2] !== 3 && (sides[0] === 1 || sides[0] === 3);
  const [height = 0, width = 0, channels = 1] = planes ? [sides[1], sides[2], sides[0]] : sides;
  const isBytes = header.type.kind === 'unsigned' && header.type.bytes === 1 && !header.fortran;
  if (!isBytes || (channels !== 1 && channels !== 3) || sides.length < 2)
    throw new TetradError({
      code: 'unsupported',
      message: `“${entry.path}” is an array of shape [${header.shape.join(', ')}] that does not hold images of 8 bits.`,
      place,
      hint: 'Save it as uint8 of shape [images, height, width] or [images, height, width, 3].',
    });
  const size = height * width * channels;
  return {
    name: entry.path.replace(/^.*\/|\.npy$/gi, ''),
    ...(split && { split: split === 'val' ? 'validation' : split }),
    shape: { height, width, channels },
    count,
    async pixels() {
      const all = (await entry.whole()).subarray(header.offset);
      if (!planes || channels === 1) return all;
      const turned = new Uint8Array(all.length);
      const plane = height * width;
      for (let at = 0; at < count * size; at += size)
        for (let i = 0; i < plane; i++)
          for (let c = 0; c < channels; c++)
            turned[at + i * channels + c] = all[at + c * plane + i] as number;
      return turned;
    },
    ...(answers && { labels: () => npyLabels(answers, count, bundle) }),
  };
}

async function npyLabels(entry: BundleEntry, count: number, bundle: Bundle): Promise<string[]> {
  const place = `${bundle.name}, ${entry.path}`;
  const header = await headerOf(entry, place);
  const bytes = await entry.whole();
  const numbers = readNumbers(bytes.subarray(header.offset), header.type);
  if (header.shape[0] !== count)
    throw new TetradError({
      code: 'badInput',
      message: `There are ${header.shape[0]} labels for ${count} images.`,
      place,
      hint: 'Save them again, one label for each image.',
    });
  const width = numbers.length / count;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_v, k) => String(numbers[i * width + k])).join(' '),
  );
}

const headerOf = async (entry: BundleEntry, place: string) => {
  const start = Object.assign(new Blob([await entry.head(4096)]), { name: place });
  return await readNpyHeader(start, entry.bytes);
};
