/** Images in every layout they come in, to a dataset: labels, parts, sizes, boxes, what is left out. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { imagesIn } from '#/core/images/imageSchema';
import { ItemReader } from '#/core/items/itemReader';
import type { BlobRef, DatasetVersion } from '#/core/protocol/dataset';
import { writePng } from '#/core/samples/make/writePng';
import { RowReader } from '#/core/table/rowReader';
import { recogniseFile } from '#/formats/recogniseFile';
import { images } from '../kinds/images';
import { ImageViewer } from './imageViewer';

const png = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../formats/images/fixtures/${name}`, import.meta.url)));
const grey = png('grey.png');
const colour = png('colour.png');
const text = (content: string) => new TextEncoder().encode(content);

function memory() {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    put: async (bytes: Uint8Array): Promise<BlobRef> => {
      const hash = `${held.size}`;
      held.set(hash, bytes.slice());
      return { hash, bytes: bytes.length };
    },
    get: async ({ hash }: BlobRef) => held.get(hash) as Uint8Array<ArrayBuffer>,
  };
}

async function imported(files: Record<string, Uint8Array<ArrayBuffer>>, name = 'pictures') {
  const folder = Object.entries(files).map(([path, bytes]) => ({ path, blob: new Blob([bytes]) }));
  return await importedFile(new File([], name), folder);
}

async function importedFile(file: File, folder?: { path: string; blob: Blob }[]) {
  const blobs = memory();
  const found = await recogniseFile(file, { folder });
  expect(found.format.type).toBe('images');
  const version = await images.import(found, {
    blobs,
    signal: new AbortController().signal,
    more: [],
    recognise: (other) => recogniseFile(other),
    roomBytes: async () => undefined,
  });
  const whole = { ...version, id: 'v', rows: version.rows } as unknown as DatasetVersion;
  const { rows } = await new RowReader(blobs).read(whole, 0, Math.min(version.rows, 1000));
  const data = imagesIn(version.schema);
  return {
    version: whole,
    rows,
    data,
    blobs,
    columns: version.schema.columns.map(({ name, role }) => `${name} ${role}`),
    issues: version.issues.map(({ message }) => message),
    reader: new ItemReader(data.items, blobs),
    viewer: new ImageViewer(blobs),
  };
}

test('folders are labels; what cannot be used is left out by name', async () => {
  const found = await imported({
    'cats/1.png': grey,
    'cats/2.jpg': png('smooth.jpg'),
    'dogs/1.png': colour,
    'dogs/2.jpg': colour,
    'dogs/cut.png': grey.slice(0, -8),
    'dogs/page.jpg': text('<!doctype html><title>Not found</title>'),
    'readme.txt': text('hello'),
  });
  expect(found.columns).toEqual([
    'item ignored',
    'image ignored',
    'label target',
    'width ignored',
    'height ignored',
  ]);
  expect(found.rows).toEqual([
    ['0', 'cats/1.png', 'cats', '5', '7'],
    ['1', 'cats/2.jpg', 'cats', '14', '20'],
    ['2', 'dogs/1.png', 'dogs', '9', '6'],
    ['3', 'dogs/2.jpg', 'dogs', '9', '6'],
  ]);
  expect(found.issues).toEqual([
    'Left out, no image: “readme.txt”.',
    'Left out, cut short: “dogs/cut.png”.',
    'Left out, a web page in place of an image: “dogs/page.jpg”.',
    'Images are of 3 sizes, most of 9 × 6 (dogs/1.png), others of 14 × 20 (cats/2.jpg): each is cropped and made 64 × 64 for a network.',
    'Grey images: 1 (cats/1.png), in colour: 3 (cats/2.jpg): to a network all are in colour.',
  ]);
  expect(found.data.size).toEqual({ width: 64, height: 64, channels: 3, fit: 'crop' });
  expect(await found.reader.read(2)).toEqual(colour);
});

test('folders of parts divide', async () => {
  const found = await imported({
    'set/train/cats/1.png': grey,
    'set/train/dogs/1.png': grey,
    'set/val/cats/1.png': grey,
    'set/test/dogs/1.png': grey,
  });
  expect(found.rows.map(([, path, label, split]) => [path, label, split])).toEqual([
    ['set/train/cats/1.png', 'cats', 'train'],
    ['set/train/dogs/1.png', 'dogs', 'train'],
    ['set/val/cats/1.png', 'cats', 'validation'],
    ['set/test/dogs/1.png', 'dogs', 'test'],
  ]);
  expect(found.columns[3]).toBe('split split');
  expect(found.data.size).toEqual({ width: 5, height: 7, channels: 1, fit: 'stretch' });
});

test('a table beside the images names them: its columns are theirs', async () => {
  const found = await imported({
    'labels.csv': text('filename,age,kind\n2.png,31,b\nphotos/1.png,42,a\n'),
    'photos/1.png': grey,
    'photos/2.png': grey,
    'photos/3.png': grey,
  });
  expect(found.columns.slice(2)).toEqual(['width ignored', 'height ignored', 'age feature', 'kind target']);
  expect(found.rows.map((row) => row.slice(4))).toEqual([
    ['42', 'a'],
    ['31', 'b'],
    [null, null],
  ]);
});

test('one image alone, without a label', async () => {
  const found = await importedFile(new File([grey], 'a.png'));
  expect(found.columns).toEqual(['item ignored', 'image ignored', 'width ignored', 'height ignored']);
});

test('boxes of COCO and YOLO, and masks, are kept with their images and shown', async () => {
  const coco = {
    images: [{ id: 7, file_name: 'a.png' }],
    categories: [{ id: 3, name: 'ship' }],
    annotations: [{ image_id: 7, category_id: 3, bbox: [1, 2, 3, 4], segmentation: [[1, 2, 4, 2, 4, 6]] }],
  };
  const found = await imported({
    'annotations.json': text(JSON.stringify(coco)),
    'images/a.png': colour,
    'images/b.png': colour,
    'labels/b.txt': text('1 0.5 0.5 0.5 1\n'),
    'data.yaml': text('names:\n  0: sea\n  1: boat\n'),
    'masks/a.png': writePng({ width: 9, height: 6, channels: 1, data: new Uint8Array(54).fill(1) }),
    'masks/b.png': grey,
  });
  expect(found.rows).toHaveLength(2);
  expect(JSON.stringify(found.version)).toContain('a mask of 5 × 7 pixels, of an image of 9 × 6');
  const [a, b] = await found.viewer.read(found.version, { rows: [0, 1], marks: true });
  expect(a?.boxes).toEqual([
    { label: 'ship', x: 1, y: 2, width: 3, height: 4, outline: [[1, 2, 4, 2, 4, 6]] },
  ]);
  expect(a?.mask).toMatchObject({ width: 9, height: 6 });
  expect(b?.mask).toBeUndefined();
  expect(b?.boxes).toEqual([{ label: 'boat', x: 2.25, y: 0, width: 4.5, height: 6 }]);
  expect(b?.file?.type).toBe('image/png');
});

/** A file of IDX: bytes of one value for each image. */
const idx =
  (...shape: number[]) =>
  (values: (i: number) => number) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const bytes = new Uint8Array(4 + 4 * shape.length + size);
    bytes.set([0, 0, 8, shape.length]);
    const view = new DataView(bytes.buffer);
    for (const [axis, side] of shape.entries()) view.setUint32(4 + 4 * axis, side);
    for (let i = 0; i < size; i++) bytes[4 + 4 * shape.length + i] = values(i);
    return bytes;
  };

test('pairs of IDX files find each other and divide', async () => {
  const found = await imported({
    't10k-images-idx3-ubyte': idx(2, 3, 4)((i) => i),
    'train-labels-idx1-ubyte': idx(3)((i) => i + 5),
    'train-images-idx3-ubyte': idx(3, 3, 4)(() => 9),
    't10k-labels-idx1-ubyte': idx(2)((i) => i),
  });
  expect(found.rows.map((row) => row.slice(1, 4))).toEqual([
    ['t10k 0', '0', 'test'],
    ['t10k 1', '1', 'test'],
    ['train 0', '5', 'train'],
    ['train 1', '6', 'train'],
    ['train 2', '7', 'train'],
  ]);
  expect(found.data.pixels).toEqual({ height: 3, width: 4, channels: 1 });
  expect([...(await found.reader.read(1))]).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  const [shown] = await found.viewer.read(found.version, { rows: [0] });
  expect(shown).toMatchObject({ width: 4, height: 3 });
  expect(found.version.schema.columns[2]).toEqual({ name: 'label', type: 'categorical', role: 'target' });
});

test('an IDX file that is cut short names the place', async () => {
  const cut = idx(3, 3, 4)(() => 9).slice(0, 30);
  await expect(imported({ 'train-images-idx3-ubyte': cut })).rejects.toMatchObject({
    code: 'badInput',
    message: 'The file has 30 bytes; 3 × 3 × 4 values need 52.',
    place: 'pictures, train-images-idx3-ubyte',
  });
});

test('CIFAR: a label, then three planes of colour', async () => {
  const record = new Uint8Array(3073 * 2);
  record[0] = 1;
  record.fill(10, 1, 1025).fill(20, 1025, 2049).fill(30, 2049, 3073);
  const found = await imported({
    'cifar/data_batch_1.bin': record,
    'cifar/test_batch.bin': record,
    'cifar/batches.meta.txt': text('airplane\nautomobile\n'),
  });
  expect(found.rows.map((row) => row.slice(1, 4))).toEqual([
    ['data_batch_1 0', 'automobile', 'train'],
    ['data_batch_1 1', 'airplane', 'train'],
    ['test_batch 0', 'automobile', 'test'],
    ['test_batch 1', 'airplane', 'test'],
  ]);
  expect([...(await found.reader.read(0)).subarray(0, 6)]).toEqual([10, 20, 30, 10, 20, 30]);
});

const mnist = '/work/shared/data/mnist/';
test.runIf(existsSync(mnist))('the pair of MNIST, packed with gzip', async () => {
  const name = 't10k-images-idx3-ubyte.gz';
  const bytes = new Uint8Array(readFileSync(mnist + name));
  const found = await imported({
    [name]: bytes,
    't10k-labels-idx1-ubyte.gz': new Uint8Array(readFileSync(`${mnist}t10k-labels-idx1-ubyte.gz`)),
  });
  expect(found.version.rows).toBe(10_000);
  expect(found.columns).toEqual([
    'item ignored',
    'image ignored',
    'label target',
    'width ignored',
    'height ignored',
  ]);
  expect(found.rows.slice(0, 5).map(([, , label]) => label)).toEqual(['7', '2', '1', '0', '4']);
  expect(Buffer.from(await found.reader.read(9_999))).toEqual(gunzipSync(bytes).subarray(16 + 9_999 * 784));
});

test('arrays as MedMNIST has them, written by numpy: three parts, their images and labels', async () => {
  const bytes = png('medmnist.npz');
  const arrays = JSON.parse(new TextDecoder().decode(png('medmnist.json'))) as Record<string, number[]>;
  const { rows, columns, data, reader } = await importedFile(new File([bytes], 'medmnist.npz'));
  expect(data.size).toEqual({ width: 4, height: 5, channels: 3, fit: 'stretch' });
  const at = (name: string) => columns.findIndex((column) => column.startsWith(`${name} `));
  const parts = [
    ['train', 'train', 6],
    ['val', 'validation', 2],
    ['test', 'test', 4],
  ] as const;
  expect(rows.map((row) => [row[at('split')], row[at('label')]])).toEqual(
    parts.flatMap(([name, part, count]) =>
      Array.from({ length: count }, (_, i) => [part, String(arrays[`${name}_labels`]?.[i])]),
    ),
  );
  const all = parts.flatMap(([name]) => arrays[`${name}_images`] as number[]);
  for (let row = 0; row < 12; row++)
    expect(Array.from(await reader.read(row))).toEqual(all.slice(row * 60, (row + 1) * 60));
});

test('images are added to a version: what is stored stays, labels and marks go on, names stay apart', async () => {
  const first = await imported({ 'a/1.png': grey, 'a/2.png': grey, 'b/3.png': colour });
  const add = async (files: Record<string, Uint8Array<ArrayBuffer>>, version: DatasetVersion) => {
    const folder = Object.entries(files).map(([path, bytes]) => ({ path, blob: new Blob([bytes]) }));
    const found = await recogniseFile(new File([], 'more'), { folder });
    const added = await images.append?.(version, found, {
      blobs: first.blobs,
      signal: new AbortController().signal,
      more: [],
      recognise: (other) => recogniseFile(other),
      roomBytes: async () => undefined,
    });
    return { ...added, id: `v${files}` } as unknown as DatasetVersion;
  };
  const { version } = first;
  const added = await add({ 'b/4.png': colour, 'a/1.png': grey, 'c/5.png': grey }, version);
  expect(added.reason).toBe('3 images of more added');
  const { rows } = await new RowReader(first.blobs).read(added, 0, 10);
  const names = added.schema.columns.map(({ name }) => name);
  const at = (name: string) => rows.map((row) => row[names.indexOf(name)]);
  expect(at('item')).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(at('image')).toEqual(['a/1.png', 'a/2.png', 'b/3.png', 'b/4.png', 'a/1.png (2)', 'c/5.png']);
  expect(at('label')).toEqual(['a', 'a', 'b', 'b', 'a', 'c']);
  expect(added.issues.map(({ message }) => message).join()).toMatch(
    /1 of the added files has a name that was there already: “a\/1.png” is now “a\/1.png \(2\)”/,
  );
  const data = imagesIn(added.schema);
  expect(data.size).toEqual(first.data.size);
  const reader = new ItemReader(data.items, first.blobs);
  expect([...(await reader.read(2))]).toEqual([...colour]);
  expect([...(await reader.read(5))]).toEqual([...grey]);
  const boxed = await add({ '6.png': colour, '6.txt': text('0 0.5 0.5 0.5 0.5\n') }, added);
  const seen = await new ImageViewer(first.blobs).read(boxed, { rows: [0, 6], marks: true });
  expect(seen.map(({ boxes }) => boxes?.length)).toEqual([0, 1]);
  expect(boxed.rows).toBe(7);
});

test('bare pixels are not added to image files', async () => {
  const { version, blobs } = await imported({ '1.png': grey, '2.png': colour });
  const header = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4]);
  const found = await recogniseFile(new File([header], 'train-images-idx3-ubyte'));
  const adding = images.append?.(version, found, {
    blobs,
    signal: new AbortController().signal,
    more: [],
    recognise: (other) => recogniseFile(other),
    roomBytes: async () => undefined,
  });
  await expect(adding).rejects.toMatchObject({
    message: 'These are bare pixels of 2 × 2; the dataset is stored as image files.',
    place: 'train-images-idx3-ubyte',
  });
});
